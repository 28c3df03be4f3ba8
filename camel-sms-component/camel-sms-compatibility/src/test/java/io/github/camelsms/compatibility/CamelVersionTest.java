package io.github.camelsms.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What this module is for: its tests run on the Camel version that its pom names, not on the one that camel-sms was built with. */
class CamelVersionTest {

    @Test
    void contextRunsTheVersionOfThisModule() throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.start();

            assertThat(context.getVersion()).isEqualTo(System.getProperty("camel.version"));
        }
    }
}
