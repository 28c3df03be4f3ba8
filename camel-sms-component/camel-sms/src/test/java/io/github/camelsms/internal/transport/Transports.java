package io.github.camelsms.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpTransport;
import java.net.InetAddress;
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
    private final ConnectionSweeper sweeper = new ConnectionSweeper(timer);
    private final List<TestClient> made = new ArrayList<>();
    private final TestClient.Kind kind;
    final String threadName = "io-" + System.nanoTime();

    Transports(TestClient.Kind kind) {
        this.kind = kind;
    }

    TestClient to(URI base) {
        return to(base, PLAIN);
    }

    TestClient to(URI base, ClientSettings settings) {
        return to(base, settings, Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    TestClient to(URI base, ClientSettings settings, Duration connectTimeout, Duration responseTimeout) {
        return to(base, settings, connectTimeout, responseTimeout, InetAddress::getAllByName);
    }

    TestClient to(
            URI base,
            ClientSettings settings,
            Duration connectTimeout,
            Duration responseTimeout,
            HostAddresses.Resolver resolver) {
        TestClient client = kind == TestClient.Kind.ASYNC
                ? async(base, settings, connectTimeout, responseTimeout, resolver)
                : blocking(base, settings, connectTimeout, responseTimeout, resolver);
        made.add(client);
        client.start();
        return client;
    }

    private TestClient async(
            URI base,
            ClientSettings settings,
            Duration connectTimeout,
            Duration responseTimeout,
            HostAddresses.Resolver resolver) {
        AsyncHttpTransport transport = new AsyncHttpTransport(
                "acme",
                base,
                connectTimeout,
                responseTimeout,
                500,
                settings,
                job -> daemon(job, threadName),
                sweeper,
                resolver);
        return new TestClient(kind, transport, transport);
    }

    private TestClient blocking(
            URI base,
            ClientSettings settings,
            Duration connectTimeout,
            Duration responseTimeout,
            HostAddresses.Resolver resolver) {
        BlockingHttpTransport transport = new BlockingHttpTransport(
                "acme",
                base,
                connectTimeout,
                responseTimeout,
                settings,
                job -> daemon(job, threadName),
                sweeper,
                resolver);
        return new TestClient(kind, transport, transport);
    }

    private static Thread daemon(Runnable job, String name) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        return thread;
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

    /** Begins a call; where it holds its thread, on one of its own. */
    static End begin(TestClient client, HttpRequest request) {
        End end = new End();
        HttpCall call = new HttpCall(request, null, client.kind() == TestClient.Kind.BLOCKING, null);
        if (client.kind() == TestClient.Kind.BLOCKING) {
            daemon(() -> client.execute(call, end), "caller").start();
        } else if (client.execute(call, end)) {
            assertThat(end.isDone()).isTrue();
            assertThat(end.sync).isTrue();
        }
        return end;
    }

    static HttpOutcome call(TestClient client) throws Exception {
        return begin(client, REQUEST).get();
    }

    /** The body of a reply that must have come. */
    static String text(HttpOutcome outcome) {
        assertThat(outcome.failure()).isNull();
        return outcome.responseOrThrow().text();
    }

    @Override
    public void close() {
        made.forEach(TestClient::stop);
        timer.shutdownNow();
    }
}
