package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelsms.internal.client.AccountRegistry;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccountWarningTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(AccountRegistry.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void blankSecretIsWarnedOfOncePerAccount() throws Exception {
        start("sms:send?provider=transmitsms&apiKey=k1&secretKey=", "sms:query?provider=transmitsms&apiKey=k1");

        assertThat(warnings()).singleElement().asString().contains("transmitsms", "secretKey");
    }

    @Test
    void secretThatIsSetIsNotWarnedOf() throws Exception {
        start("sms:send?provider=transmitsms&apiKey=k1&secretKey=s1");

        assertThat(warnings()).isEmpty();
    }

    @Test
    void blankSecretIsNoneWhereOneIsRequired() {
        assertThatException()
                .isThrownBy(() -> start("sms:send?provider=2fa-link&apiKey=k1&secretKey="))
                .withMessageContaining("option secretKey is required by provider 2fa-link");
    }

    private static void start(String... uris) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            for (String uri : uris) {
                context.getEndpoint(uri).createProducer().start();
            }
        }
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
