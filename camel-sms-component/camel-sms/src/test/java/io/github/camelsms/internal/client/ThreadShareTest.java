package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that had waited take no more threads than they have places, however long the provider takes. */
class ThreadShareTest {

    private static final HttpRequest REQUEST = HttpRequest.post("/sms", Map.of(), new byte[0]);

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final ThreadShare share = new ThreadShare(threads::add, 2);
    private final List<HttpTransport.Completion> underWay = new ArrayList<>();
    private final List<HttpOutcome> outcomes = new ArrayList<>();

    /** Takes the provider's part: a call is under way until it is answered. */
    private final HttpTransport stalled = (request, completion) -> {
        underWay.add(completion);
        return false;
    };

    /** A limit whose timer is this queue. */
    private final Queue<Runnable> timer = new ArrayDeque<>();

    private final AccountRateLimiter limit = new AccountRateLimiter(
                    "transmitsms",
                    perSecond -> () -> CompletableFuture.completedFuture(timer.isEmpty() ? 1L : 0L),
                    (nanos, task) -> timer.add(task),
                    () -> 0L)
            .atMost(1000);

    private RateLimitedTransport gate(Duration placePatience) {
        return new RateLimitedTransport("transmitsms", limit, Duration.ofMinutes(1), placePatience, share);
    }

    private void send(RateLimitedTransport gate, int calls) {
        HttpTransport limited = gate.before(stalled, false);
        for (int i = 0; i < calls; i++) {
            assertThat(limited.execute(REQUEST, (outcome, sync) -> {
                        assertThat(sync).isFalse();
                        outcomes.add(outcome);
                    }))
                    .isFalse();
        }
    }

    /** Lets everybody have a turn. */
    private void turns() {
        while (!timer.isEmpty()) {
            timer.peek().run();
            timer.remove();
        }
    }

    private void run() {
        for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
            task.run();
        }
    }

    @Test
    void noMoreCallsThanPlacesTakeThreads() {
        send(gate(Duration.ofMinutes(1)), 5);
        turns();
        assertThat(threads).hasSize(2);

        run();
        assertThat(underWay).hasSize(2);
        assertThat(threads).isEmpty();

        underWay.get(0).done(HttpOutcome.of(new HttpResponse(200, Map.of(), new byte[0])), true);
        run();
        assertThat(underWay).hasSize(3);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void theRouteBehindACallHoldsNoThreadBack() {
        share.enter(() -> {
            share.leave();
            send(gate(Duration.ofMinutes(1)), 2);
            turns();
            assertThat(threads)
                    .as("both may begin while the route is still here")
                    .hasSize(2);
        });
        threads.remove().run();
    }

    @Test
    void whoseThreadComesTooLateIsNotSent() {
        send(gate(Duration.ZERO), 1);
        turns();
        run();

        assertThat(underWay).isEmpty();
        assertThat(outcomes)
                .hasSize(1)
                .first()
                .satisfies(late -> assertThat(late.failure())
                        .isInstanceOf(SmsRetryableException.class)
                        .hasMessageContaining("no place"));
    }

    @Test
    void theEndTellsAllThatWait() {
        send(gate(Duration.ofMinutes(1)), 5);
        turns();
        run();
        share.end();
        run();

        assertThat(underWay).hasSize(2);
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(ended -> assertThat(ended.failure())
                        .isInstanceOf(SmsRetryableException.class)
                        .hasMessageContaining("stopped"));
    }

    @Test
    void theSmallestShareHolds() {
        share.atMost(1).atMost(3);
        IntStream.range(0, 3).forEach(i -> share.enter(() -> {}));

        assertThat(threads).hasSize(1);
    }
}
