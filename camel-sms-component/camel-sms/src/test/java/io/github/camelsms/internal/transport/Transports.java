package io.github.camelsms.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes transports for a test and ends them with it. */
final class Transports implements AutoCloseable {

    static final ClientSettings PLAIN = new ClientSettings(null, null, Duration.ZERO);
    static final HttpRequest REQUEST =
            HttpRequest.post("/send", Map.of("X-Key", "k"), "text".getBytes(StandardCharsets.UTF_8));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<AsyncHttpTransport> made = new ArrayList<>();
    final String threadName = "io-" + System.nanoTime();

    AsyncHttpTransport to(URI base) {
        return to(base, PLAIN);
    }

    AsyncHttpTransport to(URI base, ClientSettings settings) {
        return to(base, settings, Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    AsyncHttpTransport to(URI base, ClientSettings settings, Duration connectTimeout, Duration responseTimeout) {
        AsyncHttpTransport transport = new AsyncHttpTransport(
                "acme",
                base,
                connectTimeout,
                responseTimeout,
                500,
                settings,
                job -> {
                    Thread thread = new Thread(job, threadName);
                    thread.setDaemon(true);
                    return thread;
                },
                timer);
        made.add(transport);
        transport.start();
        return transport;
    }

    /** The end of a call, which comes once. */
    static final class End implements HttpTransport.Completion {
        private final CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
        private final AtomicInteger times = new AtomicInteger();
        volatile boolean sync;
        volatile Thread thread;

        @Override
        public void done(HttpOutcome ended, boolean onCaller) {
            times.incrementAndGet();
            sync = onCaller;
            thread = Thread.currentThread();
            outcome.complete(ended);
        }

        boolean isDone() {
            return outcome.isDone();
        }

        HttpOutcome get() throws InterruptedException, ExecutionException, TimeoutException {
            HttpOutcome ended = outcome.get(30, TimeUnit.SECONDS);
            assertThat(times).hasValue(1);
            return ended;
        }
    }

    static End begin(AsyncHttpTransport transport, HttpRequest request) {
        End end = new End();
        boolean sync = transport.execute(HttpCall.of(request), end);
        if (sync) {
            assertThat(end.isDone()).isTrue();
            assertThat(end.sync).isTrue();
        }
        return end;
    }

    static HttpOutcome call(AsyncHttpTransport transport) throws Exception {
        return begin(transport, REQUEST).get();
    }

    /** The body of a reply that must have come. */
    static String text(HttpOutcome outcome) {
        assertThat(outcome.failure()).isNull();
        return outcome.responseOrThrow().text();
    }

    @Override
    public void close() {
        made.forEach(AsyncHttpTransport::stop);
        timer.shutdownNow();
    }
}
