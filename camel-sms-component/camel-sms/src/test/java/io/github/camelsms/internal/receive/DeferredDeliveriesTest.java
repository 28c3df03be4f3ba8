package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What was acknowledged before its route ran is reported when it is lost, and only then. */
class DeferredDeliveriesTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(DeferredDeliveries.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DeferredDeliveries deferred = new DeferredDeliveries(new DefaultCamelContext());

    @BeforeEach
    void start() {
        lines.start();
        log.addAppender(lines);
        deferred.open();
    }

    @AfterEach
    void stop() {
        deferred.close();
        log.detachAppender(lines);
    }

    private List<String> logged(Supplier<CompletionStage<Void>> delivery) {
        deferred.execute(delivery);
        Awaitility.await().until(() -> deferred.size() == 0);
        Awaitility.await().during(java.time.Duration.ofMillis(50)).until(() -> true);
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aRepeatOfWhatIsBeingProcessedIsNotLost() {
        assertThat(logged(() -> CompletableFuture.failedFuture(EventDeliveryException.inProgress())))
                .isEmpty();
    }

    @Test
    void aFailedRouteIsReportedOnceWithItsCause() {
        assertThat(logged(() -> CompletableFuture.failedFuture(
                        EventDeliveryException.routeFailed(new IllegalStateException("code 483920")))))
                .singleElement()
                .asString()
                .contains("Lost an event", "already acknowledged", "IllegalStateException at ")
                .doesNotContain("483920");
    }

    @Test
    void anErrorBeforeTheRouteIsReportedToo() {
        assertThat(logged(() -> {
                    throw new StackOverflowError();
                }))
                .singleElement()
                .asString()
                .contains("StackOverflowError");
    }

    @Test
    void anEventCountsUntilItsRouteHasEnded() {
        CompletableFuture<Void> route = new CompletableFuture<>();
        deferred.execute(() -> route);
        assertThat(deferred.size()).isEqualTo(1);

        route.complete(null);
        Awaitility.await().until(() -> deferred.size() == 0);
    }
}
