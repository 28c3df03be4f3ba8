package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.SmsRetryableException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that wait, for their turn, for a place or for their reply, hold no thread and little memory. */
@Timeout(120)
class WaitingCallsTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");
    private static final int MANY = 12_000;
    private static final int MOST_THREADS = 60;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicIntegerArray completions = new AtomicIntegerArray(MANY + 1);
    private final List<Exchange> exchanges = new ArrayList<>();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    private AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    private void process(AsyncProducer producer) {
        int number = exchanges.size();
        Exchange exchange = producer.getEndpoint().createExchange();
        SEND.input().accept(exchange.getIn());
        exchanges.add(exchange);
        producer.process(exchange, sync -> completions.incrementAndGet(number));
    }

    /** Platform threads of this process without those of the provider, which has one for each connection. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("raw-server"))
                .count();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private int completed() {
        return IntStream.range(0, exchanges.size()).map(completions::get).sum();
    }

    private void assertEachIsCompletedOnce() {
        assertThat(IntStream.range(0, exchanges.size()).map(completions::get)).allMatch(count -> count == 1);
    }

    /** Begins calls that wait for the one that has been begun. */
    private void assertThatWaitsCostLittle(AsyncProducer producer, RawServer provider) throws IOException {
        long memory = usedHeap();
        long most = 0;
        for (int i = 0; i < MANY; i++) {
            process(producer);
            if (i % 500 == 0) {
                most = Math.max(most, threads());
            }
        }
        most = Math.max(most, threads());

        assertThat(completed()).isLessThanOrEqualTo(1);
        assertThat(most).as("threads").isLessThan(MOST_THREADS);
        assertThat((usedHeap() - memory) / MANY)
                .as("bytes for each that waits, its exchange included")
                .isLessThan(8192);
        context.close();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(completed()).isEqualTo(exchanges.size()));
        assertEachIsCompletedOnce();
        assertThat(exchanges)
                .filteredOn(exchange -> exchange.getException() instanceof SmsRetryableException)
                .hasSizeGreaterThanOrEqualTo(MANY);
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Carrier.class, names = "CALLERS_THREAD", mode = EnumSource.Mode.EXCLUDE)
    void whoWaitsForATurnHoldsNoThread(Carrier carrier) throws Exception {
        try (RawServer provider = RawServer.answering(RawServer.reply(429, "text/plain", "", "Retry-After: 3000"))) {
            AsyncProducer producer = producer(SEND.limitedUri(provider.url(), carrier.with("rateLimitTimeout=2h")));
            process(producer);
            await().until(() -> completed() == 1);

            assertThatWaitsCostLittle(producer, provider);
        }
    }

    @Test
    void whoWaitsForAPlaceHoldsNoThread() throws Exception {
        try (RawServer silent = RawServer.answering(RawServer.silence())) {
            AsyncProducer producer = producer(SEND.uri(silent.url(), "maxInFlight=1", "responseTimeout=60s"));
            process(producer);
            await().until(() -> silent.requestCount() == 1);

            assertThatWaitsCostLittle(producer, silent);
        }
    }

    /** All 2,000 are in flight at once: the provider answers none before the last has come. */
    @Test
    void twoThousandInFlightNeedFewThreads() throws Exception {
        int inFlight = 2000;
        CountDownLatch all = new CountDownLatch(inFlight);
        CountDownLatch answer = new CountDownLatch(1);
        RawServer.Answer together = (connection, out) -> {
            all.countDown();
            try {
                answer.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            SEND.good().write(connection, out);
        };
        try (RawServer provider = RawServer.answering(together)) {
            AsyncProducer producer = producer(
                    SEND.uri(provider.url(), "maxInFlight=" + inFlight, "connectTimeout=60s", "responseTimeout=60s"));
            for (int i = 0; i < inFlight; i++) {
                process(producer);
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            long waiting = threads();
            answer.countDown();
            AtomicInteger most = new AtomicInteger();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                most.accumulateAndGet((int) threads(), Math::max);
                return completed() == inFlight;
            });

            assertThat(waiting).as("threads while all wait").isLessThan(MOST_THREADS);
            assertThat(most.get()).as("threads while replies come").isLessThan(MOST_THREADS);
            assertEachIsCompletedOnce();
            assertThat(exchanges)
                    .allSatisfy(exchange -> assertThat(exchange.getException()).isNull());
        }
    }
}
