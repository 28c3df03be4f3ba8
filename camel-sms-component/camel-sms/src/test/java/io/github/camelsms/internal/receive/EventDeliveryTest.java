package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.OptOutSettings;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ClaimedEvents;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Keywords;
import io.github.camelsms.model.Msisdn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each event reaches the route once; what the route fails with is known without what the event contains. */
class EventDeliveryTest {

    private static final String TEXT = "Your code is 483920";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final List<Exchange> delivered = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.close();
    }

    private EventDelivery<InboundSms> delivery(Processor route) {
        return new EventDelivery<>(
                new EventKind.Inbound(
                        "main",
                        new ResultWriter("2chat", "main", InstantSource.system()),
                        new OptOutSettings(false, Keywords.of(List.of()), Keywords.of(List.of())),
                        new OptOuts(null)),
                new ClaimedEvents(new MemoryStateStore(), Duration.ofDays(3), threads),
                event -> {},
                false,
                () -> new DefaultExchange(context),
                route);
    }

    private static InboundSms sms(String id, String inReplyTo) {
        return InboundSms.of("2chat", id, inReplyTo, Msisdn.parse("447700900123"), null, TEXT, false, Instant.EPOCH);
    }

    private static CompletableFuture<Void> deliver(EventDelivery<InboundSms> delivery, String id) {
        return Deliveries.started(() -> delivery.deliver(sms(id, null), null, ServerThread.FREE))
                .toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Void> end) {
        assertThat(end).isCompletedExceptionally();
        return Deliveries.cause(end.handle((none, failure) -> failure).join());
    }

    @Test
    void aRepeatIsDropped() {
        EventDelivery<InboundSms> delivery = delivery(delivered::add);

        assertThat(delivery.isProcessed(sms("1", null))).isFalse();
        assertThat(deliver(delivery, "1")).isCompleted();
        assertThat(delivery.isProcessed(sms("1", null))).isTrue();
        assertThat(deliver(delivery, "1")).isCompleted();
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aRepeatWhileTheRouteRunsIsPutOffAndNoThreadWaitsForTheRoute() {
        List<AsyncCallback> running = new ArrayList<>();
        EventDelivery<InboundSms> delivery = delivery(new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                running.add(callback);
                return false;
            }
        });

        CompletableFuture<Void> first = deliver(delivery, "1");
        assertThat(first).isNotDone();
        assertThat(failure(deliver(delivery, "1")))
                .isInstanceOfSatisfying(
                        EventDeliveryException.class,
                        putOff -> assertThat(putOff.isInProgress()).isTrue());
        running.get(0).done(false);

        assertThat(first).isCompleted();
        assertThat(deliver(delivery, "1")).isCompleted();
        assertThat(running).hasSize(1);
    }

    @Test
    void theFailureOfTheRouteIsTheCauseAndItsTextsAreNotRepeated() {
        IOException root = new IOException("no disk for " + TEXT + " of +447700900123");
        IllegalStateException failure = new IllegalStateException("cannot store " + TEXT, root);
        EventDelivery<InboundSms> delivery = delivery(exchange -> {
            throw failure;
        });

        assertThat(failure(deliver(delivery, "1")))
                .isInstanceOf(EventDeliveryException.class)
                .hasCause(failure)
                .message()
                .contains(
                        "java.lang.IllegalStateException at ",
                        "caused by java.io.IOException at ",
                        "EventDeliveryTest.java:")
                .doesNotContain("483920", "447700900123", "disk", "\n");
    }

    @Test
    void anErrorOfTheRouteIsTheCauseToo() {
        NoClassDefFoundError failure = new NoClassDefFoundError("com/example/Missing");
        EventDelivery<InboundSms> delivery = delivery(exchange -> {
            throw failure;
        });

        assertThat(failure(deliver(delivery, "1")))
                .hasMessageContaining("NoClassDefFoundError")
                .hasRootCause(failure);
    }

    @Test
    void aFailureThatTheExchangeCarriesIsTheCauseToo() {
        EventDelivery<InboundSms> delivery =
                delivery(exchange -> exchange.setException(new IllegalArgumentException("no")));

        assertThat(failure(deliver(delivery, "1"))).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatFailedMayComeAgain() {
        List<Exchange> tries = new ArrayList<>();
        EventDelivery<InboundSms> delivery = delivery(exchange -> {
            tries.add(exchange);
            if (tries.size() < 3) {
                throw new IllegalStateException("not yet");
            }
        });

        assertThat(deliver(delivery, "1")).isCompletedExceptionally();
        assertThat(deliver(delivery, "1")).isCompletedExceptionally();
        assertThat(deliver(delivery, "1")).isCompleted();
        assertThat(deliver(delivery, "1")).isCompleted();
        assertThat(tries).hasSize(3);
    }

    @Test
    void anIdOf255CharactersIsTaken() {
        assertThat(delivery(delivered::add).refusal(sms("x".repeat(255), "y".repeat(255))))
                .isEmpty();
    }

    @Test
    void aLongerIdIsRefusedWithoutBeingRepeated() {
        EventDelivery<InboundSms> delivery = delivery(delivered::add);

        assertThat(delivery.refusal(sms("x".repeat(256), null)).orElseThrow())
                .contains("255")
                .doesNotContain("xx");
        assertThat(delivery.refusal(sms("1", "y".repeat(60_000)))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1\n2", "1\r\nERROR forged", "\u0000", "1\u007f", "1\u0085", "1\u2028", "1\u202e2", "1\ud800"})
    void anIdWithControlCharactersIsRefused(String id) {
        assertThat(delivery(delivered::add).refusal(sms(id, null)).orElseThrow())
                .contains("control characters")
                .doesNotContain(id);
    }
}
