package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.AddressRanges;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ClaimedEvents;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk of a call: who is asked, who waits, and what is answered. */
class WebhookProcessorTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final Logger log = (Logger) org.slf4j.LoggerFactory.getLogger(WebhookProcessor.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Exchange> delivered = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() {
        context.start();
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        threads.close();
        context.stop();
    }

    /** Reads the ids of delivered messages, one a line of the query parameter. */
    private static final class Lines implements Webhook<DeliveryReceipt> {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }

        @Override
        public Verification verification() {
            return Verification.NONE;
        }

        @Override
        public List<DeliveryReceipt> decode(WebhookRequest request) {
            return request.query().stream()
                    .map(field -> DeliveryReceipt.of(
                                    "2fa-link", field.value(), DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                            .build())
                    .toList();
        }
    }

    private WebhookProcessor<DeliveryReceipt> processor(
            WebhookProcessor.Confirmation<DeliveryReceipt> confirmation, DeferredDeliveries deferred, Processor route) {
        return new WebhookProcessor<>(
                "sms:dlr at /test",
                new WebhookBinding(65_536),
                new WebhookGuard(Set.of("GET"), null, AddressRanges.parse("trustedProxies", "127.0.0.1"), List.of()),
                request -> {},
                new Lines(),
                confirmation,
                new EventDelivery<>(
                        new EventKind.Receipts(
                                "main",
                                new ResultWriter("2fa-link", "main", InstantSource.system()),
                                new Correlations(null, Duration.ofDays(3), threads),
                                new IdempotentSends(null, threads)),
                        new ClaimedEvents(new MemoryStateStore(), Duration.ofDays(3), threads),
                        event -> {},
                        false,
                        () -> new DefaultExchange(context),
                        route),
                deferred,
                status -> {});
    }

    private Exchange call(String query) {
        Exchange call = new DefaultExchange(context);
        call.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
        call.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
        return call;
    }

    private int answer(WebhookProcessor<DeliveryReceipt> processor, String query) throws Exception {
        Exchange call = call(query);
        processor.process(call);
        return status(call);
    }

    private static int status(Exchange call) {
        return call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=%0A", "id=1%0D%0AERROR", "id=1&id=%E2%80%A8"})
    void anIdWithControlCharactersGets400(String query) throws Exception {
        assertThat(answer(processor(null, null, delivered::add), query)).isEqualTo(400);
        assertThat(delivered).isEmpty();
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("400", "control characters")
                        .doesNotContain("ERROR", "\n"));
    }

    @Test
    void anIdThatIsTooLongGets400AlsoWhereTheRouteRunsAfterTheAnswer() throws Exception {
        DeferredDeliveries deferred = new DeferredDeliveries(context);
        deferred.open();

        assertThat(answer(processor(null, deferred, delivered::add), "id=" + "x".repeat(256)))
                .isEqualTo(400);
        assertThat(answer(processor(null, deferred, delivered::add), "id=" + "x".repeat(60_000)))
                .isEqualTo(400);
        assertThat(deferred.size()).isZero();
        deferred.close();
        assertThat(delivered).isEmpty();
    }

    @Test
    void whatWasProcessedIsNotAskedFor() throws Exception {
        WebhookProcessor<DeliveryReceipt> processor = processor(
                (receipt, thread) -> {
                    asked.incrementAndGet();
                    return CompletableFuture.completedFuture(null);
                },
                null,
                delivered::add);

        assertThat(answer(processor, "id=1")).isEqualTo(200);
        for (int i = 0; i < 40; i++) {
            assertThat(answer(processor, "id=1")).isEqualTo(200);
        }
        assertThat(asked).hasValue(1);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void theCallersThreadIsFreeWhileTheProviderIsAsked() {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        WebhookProcessor<DeliveryReceipt> processor = processor((receipt, thread) -> confirmed, null, delivered::add);
        Exchange call = call("id=1");
        AtomicInteger ended = new AtomicInteger();

        assertThat(processor.process(call, sync -> ended.addAndGet(sync ? 100 : 1)))
                .isFalse();
        assertThat(ended).hasValue(0);
        confirmed.complete(null);

        assertThat(ended).hasValue(1);
        assertThat(status(call)).isEqualTo(200);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void theCallersThreadIsFreeWhileTheRouteRuns() {
        List<AsyncCallback> running = new ArrayList<>();
        WebhookProcessor<DeliveryReceipt> processor = processor(null, null, new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                running.add(callback);
                return false;
            }
        });
        Exchange call = call("id=1");

        assertThat(processor.process(call, sync -> {})).isFalse();
        Exchange repeat = call("id=1");
        assertThat(processor.process(repeat, sync -> {})).isTrue();
        assertThat(status(repeat)).isEqualTo(503);
        running.get(0).done(false);

        assertThat(status(call)).isEqualTo(200);
    }

    @Test
    void aReceiptThatIsNotConfirmedDoesNotReachTheRoute() throws Exception {
        WebhookProcessor<DeliveryReceipt> processor = processor(
                (receipt, thread) -> CompletableFuture.failedFuture(WebhookException.forbidden("no")),
                null,
                delivered::add);

        assertThat(answer(processor, "id=1")).isEqualTo(403);
        assertThat(delivered).isEmpty();
    }

    @Test
    void aFailedRouteIsLoggedOnceWithItsCauseAndWithoutItsText() throws Exception {
        WebhookProcessor<DeliveryReceipt> processor = processor(null, null, exchange -> {
            throw new IllegalStateException("code 483920 of +447700900123");
        });

        assertThat(answer(processor, "id=1")).isEqualTo(500);
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("answered 500: the route failed: java.lang.IllegalStateException at ")
                        .doesNotContain("483920", "447700900123"));
    }

    @Test
    void oneOfSeveralEventsThatFailsIsRepeatedWithoutTheOthers() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        WebhookProcessor<DeliveryReceipt> processor = processor(null, null, exchange -> {
            if (exchange.getMessage().getHeader("CamelSmsMessageId").equals("2") && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            delivered.add(exchange);
        });

        assertThat(answer(processor, "id=1&id=2&id=3")).isEqualTo(500);
        assertThat(answer(processor, "id=1&id=2&id=3")).isEqualTo(200);
        assertThat(delivered.stream().map(exchange -> exchange.getMessage().getHeader("CamelSmsMessageId")))
                .containsExactly("1", "2", "3");
    }
}
