package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.spi.StateStore;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever correlates in memory is told at the start that a restart forgets, once. */
class CorrelationMemoryTest {

    private static final String SEND = "sms:send?provider=2fa-link&apiKey=k&secretKey=s";

    private final Logger log = (Logger) LoggerFactory.getLogger(Correlations.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final @Nullable Level level = log.getLevel();

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        log.setLevel(level);
    }

    @Test
    void memoryIsAnnouncedOnce() throws Exception {
        start(null, SEND + "&correlate=orderId", SEND + "&correlate=tenant");

        assertThat(announcements()).singleElement().asString().contains("in memory", "restart", "stateStore");
    }

    @Test
    void nothingIsAnnouncedWithoutCorrelation() throws Exception {
        start(null, SEND);

        assertThat(announcements()).isEmpty();
    }

    @Test
    void nothingIsAnnouncedOfAStoreOfOnesOwn() throws Exception {
        start(new MemoryStateStore(), SEND + "&correlate=orderId");

        assertThat(announcements()).isEmpty();
    }

    private static void start(@Nullable StateStore store, String... uris) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            if (store != null) {
                context.getComponent("sms", SmsComponent.class).setStateStore(store);
            }
            for (String uri : uris) {
                context.getEndpoint(uri).createProducer().start();
            }
        }
    }

    private List<String> announcements() {
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("correlate"))
                .toList();
    }
}
