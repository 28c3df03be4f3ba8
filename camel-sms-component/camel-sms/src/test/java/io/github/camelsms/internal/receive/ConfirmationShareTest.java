package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.internal.state.WaitingPlaces;
import io.github.camelsms.model.WebhookException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about receipts take a small part of an account's calls, and of the server's threads, however many callers there are. */
class ConfirmationShareTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final BackgroundThreads threads = new BackgroundThreads(this, new DefaultCamelContext());
    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        answered.countDown();
        threads.close();
    }

    private ConfirmationShare share(int places, Duration patience, WaitingPlaces ofAll) {
        return new ConfirmationShare(places, patience, ofAll, threads);
    }

    private void ask() {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        asked.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        atOnce.decrementAndGet();
    }

    private List<CompletableFuture<Void>> callers(int count, ConfirmationShare share, ServerThread thread) {
        return IntStream.range(0, count)
                .mapToObj(i -> share.ask(this::ask, thread).toCompletableFuture())
                .toList();
    }

    private static void assertRefused(CompletableFuture<Void> answer) {
        assertThat(answer.handle((none, failure) -> Deliveries.cause(failure)).join())
                .isInstanceOfSatisfying(
                        WebhookException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void fortyCallersHoldFewThreadsAndAskFewAtOnce() throws Exception {
        List<CompletableFuture<Void>> callers =
                callers(40, share(2, LONG, new WaitingPlaces(100, 100)), ServerThread.HELD);

        List<CompletableFuture<Void>> refused =
                callers.stream().filter(CompletableFuture::isDone).toList();
        assertThat(refused).hasSizeGreaterThanOrEqualTo(35).allSatisfy(ConfirmationShareTest::assertRefused);
        Awaitility.await().until(() -> asked.get() == 2);
        answered.countDown();
        for (CompletableFuture<Void> caller : callers) {
            if (!refused.contains(caller)) {
                caller.get(10, TimeUnit.SECONDS);
            }
        }
        assertThat(most).hasValue(2);
        assertThat(asked).hasValue(40 - refused.size());
    }

    @Test
    void withoutThreadsMoreMayWait() {
        assertThat(callers(40, share(2, LONG, new WaitingPlaces(100, 100)), ServerThread.FREE).stream()
                        .filter(caller -> !caller.isDone()))
                .hasSize(20);
    }

    @Test
    void accountsShareTheServersThreads() {
        WaitingPlaces ofAll = new WaitingPlaces(8, 100);
        callers(40, share(2, LONG, ofAll), ServerThread.HELD);

        List<CompletableFuture<Void>> others = callers(40, share(2, LONG, ofAll), ServerThread.HELD);

        assertThat(others.stream().filter(caller -> !caller.isDone())).hasSize(3);
    }

    @Test
    void whoWaitsTooLongGets503AndIsNotAskedFor() throws Exception {
        ConfirmationShare share = share(1, Duration.ofMillis(100), new WaitingPlaces(100, 100));
        List<CompletableFuture<Void>> callers = callers(5, share, ServerThread.HELD);

        callers.forEach(ConfirmationShareTest::assertRefused);
        answered.countDown();
        Awaitility.await().until(() -> atOnce.get() == 0);
        share.ask(this::ask, ServerThread.HELD).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"200, 0, 4", "200, 100, 4", "200, 2, 1", "200, 1, 1", "200, 6, 3", "8, 0, 2", "1, 0, 1"})
    void theShareIsAPartOfTheAccountsCalls(int maxInFlight, int callsPerSecond, int share) {
        assertThat(ConfirmationShare.atOnce(maxInFlight, callsPerSecond)).isEqualTo(share);
    }
}
