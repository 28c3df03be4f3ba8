package io.github.camelsms.compatibility;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Among the jars of this module is no HTTP server. */
class NoServerTest {

    @Test
    void webhookWithoutAServerFailsTheStartAndSaysWhatToAdd() throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sms:dlr?provider=2fa-link").to("direct:receipts");
                }
            });

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining(
                            "there is no HTTP server to receive webhooks; add camel-platform-http-main");
        }
    }
}
