package io.github.camelsms.internal.transport;

import static io.github.camelsms.internal.transport.RawServer.ok;
import static io.github.camelsms.internal.transport.RawServer.untilClosed;
import static io.github.camelsms.internal.transport.RawServer.write;
import static io.github.camelsms.internal.transport.Transports.PLAIN;
import static io.github.camelsms.internal.transport.Transports.REQUEST;
import static io.github.camelsms.internal.transport.Transports.begin;
import static io.github.camelsms.internal.transport.Transports.call;
import static io.github.camelsms.internal.transport.Transports.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.internal.transport.RawServer.Received;
import io.github.camelsms.internal.transport.Transports.End;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both clients of our own do alike. */
@ParameterizedClass
@EnumSource(TestClient.Kind.class)
@Timeout(60)
class HttpTransportTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Transports transports;

    HttpTransportTest(TestClient.Kind kind) {
        this.transports = new Transports(kind);
    }

    @AfterEach
    void stop() {
        transports.close();
    }

    private static void assertNotSent(HttpOutcome outcome, String detail) {
        assertThat(outcome.failure()).isInstanceOf(SmsRetryableException.class).hasMessageContaining(detail);
        assertThat(outcome.failure().errorClass()).isEqualTo(ErrorClass.TEMPORARY);
    }

    private static void assertUnknown(HttpOutcome outcome, String detail) {
        assertThat(outcome.failure())
                .isInstanceOf(SmsOutcomeUnknownException.class)
                .hasMessageContaining(detail);
    }

    // What is written and read.

    @Test
    void requestGoesOutAsItIs() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Authorization", "Basic abc==");
            headers.put("Content-Type", "text/plain; charset=utf-8");
            headers.put("Host", "elsewhere");
            headers.put("X-Lines", "a\r\nB: c");
            byte[] body = {0, 13, 10, (byte) 0xff};
            HttpRequest request =
                    new HttpRequest(HttpRequest.Method.POST, "/a%2Fb/../c//%e9", "to=%2B44&&x=%zz+", headers, body);
            HttpOutcome outcome = begin(transports.to(URI.create(server.uri() + "/base%2F1")), request)
                    .get();

            assertThat(text(outcome)).isEqualTo("done");
            Received received = server.requests().get(0);
            assertThat(received.head().split("\r\n"))
                    .startsWith("POST /base%2F1/a%2Fb/../c//%e9?to=%2B44&&x=%zz+ HTTP/1.1")
                    .containsExactlyInAnyOrder(
                            "POST /base%2F1/a%2Fb/../c//%e9?to=%2B44&&x=%zz+ HTTP/1.1",
                            "Host: 127.0.0.1:" + server.port(),
                            "Authorization: Basic abc==",
                            "Content-Type: text/plain; charset=utf-8",
                            "X-Lines: a  B: c",
                            "Content-Length: 4");
            assertThat(received.body()).isEqualTo(body);
        }
    }

    @Test
    void getHasNoBodyAndPutAnEmptyOne() throws Exception {
        try (RawServer server = RawServer.replying(ok(""))) {
            TestClient transport = transports.to(server.uri());
            begin(transport, HttpRequest.get("/q", null, Map.of())).get();
            begin(transport, HttpRequest.put("/p", Map.of())).get();

            assertThat(server.requests())
                    .extracting(Received::head)
                    .containsExactly(
                            "GET /q HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n",
                            "PUT /p HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nContent-Length: 0\r\n\r\n");
        }
    }

    @Test
    void largeRequestGoesOutWhole() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            byte[] body = "x".repeat(3 << 20).getBytes(StandardCharsets.UTF_8);
            HttpOutcome outcome = begin(transports.to(server.uri()), HttpRequest.post("/", Map.of(), body))
                    .get();

            assertThat(text(outcome)).isEqualTo("done");
            assertThat(server.requests().get(0).body()).isEqualTo(body);
        }
    }

    @Test
    void targetThatWouldBreakTheRequestLineIsNotSent() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(server.uri());
            HttpRequest broken = HttpRequest.get("/a b", null, Map.of());
            assertNotSent(begin(transport, broken).get(), "IllegalArgumentException");
            assertThat(server.requests()).isEmpty();
            assertThat(text(call(transport))).isEqualTo("done");
            assertNotSent(begin(transport, broken).get(), "IllegalArgumentException");
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void onlyRetryAfterAndItsDateAreKept() throws Exception {
        try (RawServer server = RawServer.replying(
                ok("", "retry-after: 7", "DATE: Mon, 14 Sep 2026 10:00:00 GMT", "X-Other: 1", "Set-Cookie: a=b"))) {
            HttpOutcome outcome = call(transports.to(server.uri()));

            assertThat(outcome.responseOrThrow().headers())
                    .containsOnly(Map.entry("Retry-After", "7"), Map.entry("Date", "Mon, 14 Sep 2026 10:00:00 GMT"));
        }
        try (RawServer server = RawServer.replying(ok("", "Date: Mon, 14 Sep 2026 10:00:00 GMT"))) {
            assertThat(call(transports.to(server.uri())).responseOrThrow().headers())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ndo\r\n2;x=y\r\nne\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.0 200 \r\nContent-Length: 4\r\nX : y\r\n\r\ndone"
            })
    void repliesOfAllShapesAreRead(String reply) throws Exception {
        try (RawServer server = RawServer.replying(reply)) {
            TestClient transport = transports.to(server.uri());
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(text(call(transport))).isEqualTo("done");
        }
    }

    @Test
    void replyInSmallPiecesIsRead() throws Exception {
        try (RawServer server = new RawServer((request, connection) -> {
            for (char one : ok("done").toCharArray()) {
                write(connection, String.valueOf(one));
            }
        })) {
            assertThat(text(call(transports.to(server.uri())))).isEqualTo("done");
        }
    }

    @Test
    void replyUntilTheEndOfTheConnectionIsRead() throws Exception {
        try (RawServer server = new RawServer((request, connection) -> {
            write(connection, "HTTP/1.1 503 X\r\n\r\nlater");
            connection.close();
        })) {
            HttpOutcome outcome = call(transports.to(server.uri()));
            assertThat(outcome.responseOrThrow().status()).isEqualTo(503);
            assertThat(text(outcome)).isEqualTo("later");
        }
    }

    private static String gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void packedReplyIsUnpackedWhenItSaysSo() throws Exception {
        String packed = gzip("done".getBytes(StandardCharsets.UTF_8));
        try (RawServer said = RawServer.replying(ok(packed, "Content-Encoding: GZip"));
                RawServer unsaid = RawServer.replying(ok(packed))) {
            assertThat(text(call(transports.to(said.uri())))).isEqualTo("done");
            assertThat(call(transports.to(unsaid.uri())).responseOrThrow().body())
                    .isEqualTo(packed.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void repliesAreBounded() throws Exception {
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        List<String> replies = List.of(
                ok("x".repeat((1 << 20) + 1)),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk,
                "HTTP/1.1 200 " + "x".repeat(70_000),
                "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(1000) + "\r\n").repeat(70),
                "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(2000),
                "HTTP/1.1 200 OK\r\nX: y\r\n" + (" " + "z".repeat(500) + "\r\n").repeat(140));
        for (String reply : replies) {
            try (RawServer server = new RawServer((request, connection) -> {
                write(connection, reply);
                untilClosed(connection);
            })) {
                assertUnknown(call(transports.to(server.uri())), "the call broke");
                await().until(() -> server.connections().isEmpty());
            }
        }
        try (RawServer server = RawServer.replying(ok(gzip(new byte[(1 << 20) + 1]), "Content-Encoding: gzip"))) {
            assertUnknown(call(transports.to(server.uri())), "the call broke (IOException)");
        }
        try (RawServer server = RawServer.replying(ok("x".repeat(1 << 20)))) {
            assertThat(text(call(transports.to(server.uri())))).hasSize(1 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: none\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 447700900123\r\n\r\n",
                "garbage 447700900123\r\n\r\n"
            })
    void outcomeOfABrokenReplyIsUnknownAndItsTextIsNotQuoted(String reply) throws Exception {
        try (RawServer server = new RawServer((request, connection) -> {
            write(connection, reply);
            connection.close();
        })) {
            HttpOutcome outcome = call(transports.to(server.uri()));

            assertUnknown(outcome, "the call broke");
            assertThat(outcome.failure()).hasStackTraceContaining("Exception").satisfies(failure -> {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    assertThat(cause.getMessage()).doesNotContain("447700900123");
                }
            });
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** Reads the head of each request only, answers and reads no more. */
    private static void answeringTooSoon(ServerSocket listener, String reply, CountDownLatch closed) {
        Thread server = new Thread(() -> {
            try {
                while (true) {
                    Socket connection = listener.accept();
                    connection.getInputStream().readNBytes(10);
                    write(connection, reply);
                    if (!reply.contains("keep")) {
                        connection.shutdownOutput();
                    }
                    closed.countDown();
                }
            } catch (IOException over) {
                closed.countDown();
            }
        });
        server.setDaemon(true);
        server.start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch",
                "HTTP/1.1 401 X\r\nX: keep\r\nContent-Length: 4\r\n\r\nmuch",
                "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 503 X\r\nX: keep\r\nContent-Length: 4\r\n\r\nmuch"
            })
    void replyBeforeTheWholeRequestWasReadIsTheOutcome(String reply) throws Exception {
        byte[] body = new byte[20 << 20];
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CountDownLatch twice = new CountDownLatch(2);
            answeringTooSoon(listener, reply, twice);
            TestClient transport = transports.to(URI.create("http://127.0.0.1:" + listener.getLocalPort()));
            for (int i = 0; i < 2; i++) {
                HttpOutcome outcome =
                        begin(transport, HttpRequest.post("/", Map.of(), body)).get();
                assertThat(text(outcome)).isEqualTo("much");
                assertThat(outcome.responseOrThrow().status()).isGreaterThanOrEqualTo(401);
            }
            twice.await(); // each call had a connection of its own
        }
    }

    // Connections.

    @Test
    void connectionIsUsedAgainAndTheLastOneFirst() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(server.uri());
            for (int i = 0; i < 10; i++) {
                assertThat(text(call(transport))).isEqualTo("done");
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /** Sends that many at once and waits for their replies. */
    private static void burst(TestClient transport, int size) throws Exception {
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ends.add(begin(transport, REQUEST));
        }
        for (End end : ends) {
            assertThat(text(end.get())).isEqualTo("done");
        }
    }

    /** A server that answers no call before there are 50. */
    private static RawServer gathering(AtomicInteger rounds) throws IOException {
        CountDownLatch all = new CountDownLatch(50);
        return new RawServer((request, connection) -> {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException never) {
                throw new IOException(never);
            }
            rounds.incrementAndGet();
            write(connection, ok("done"));
        });
    }

    /** A connection is closed when its server ends it or speaks, without a further call. */
    private static void waitUntilClosed(RawServer server) {
        await().until(() -> server.connections().isEmpty());
    }

    @Test
    void idleConnectionsThatTheServerClosesAreNotUsed() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (RawServer server = gathering(answered)) {
            TestClient transport = transports.to(server.uri());
            burst(transport, 50);
            assertThat(server.accepted()).isEqualTo(50);
            for (Socket connection : server.connections()) {
                connection.shutdownOutput();
            }
            waitUntilClosed(server);
            burst(transport, 50);

            assertThat(server.requests()).hasSize(100);
            assertThat(answered).hasValue(100);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong",
                "HTTP/1.1 200 OK\r\nConte",
                "4",
                "\r\n",
                "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
            })
    void inputThatNobodyAskedForClosesTheConnection(String surplus) throws Exception {
        for (boolean together : new boolean[] {true, false}) {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            AtomicInteger number = new AtomicInteger();
            try (RawServer server = new RawServer((request, connection) -> {
                if (number.incrementAndGet() > 1) {
                    write(connection, ok("right"));
                } else if (together) {
                    write(connection, ok("first") + surplus);
                } else {
                    write(connection, ok("first"));
                    try {
                        read.await();
                    } catch (InterruptedException never) {
                        throw new IOException(never);
                    }
                    write(connection, surplus);
                }
                written.countDown();
            })) {
                TestClient transport = transports.to(server.uri());
                assertThat(text(call(transport))).isEqualTo("first");
                read.countDown();
                written.await();
                waitUntilClosed(server);
                assertThat(text(call(transport))).isEqualTo("right");
                await().until(() -> server.connections().size() <= 1);
                assertThat(server.accepted()).isEqualTo(2);
            }
        }
    }

    @Test
    void callRightBehindASurplusReplyGetsItsOwn() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (RawServer server = new RawServer((request, connection) -> {
            String reply = ok("reply " + number.incrementAndGet());
            write(connection, reply + ok("wrong"));
        })) {
            TestClient transport = transports.to(server.uri());
            for (int i = 1; i <= 200; i++) {
                assertThat(text(call(transport))).isEqualTo("reply " + i);
            }
            assertThat(server.requests()).hasSize(200);
        }
    }

    @Test
    void connectionIsNotKeptLongerThanTheServerOrTheSettingsSay() throws Exception {
        try (RawServer server = RawServer.replying(ok("done", "Keep-Alive: timeout=1, max=100"))) {
            TestClient transport = transports.to(server.uri());
            assertThat(text(call(transport))).isEqualTo("done");
            await().until(() -> server.connections().isEmpty());
            assertThat(text(call(transport))).isEqualTo("done");
        }
        try (RawServer server = RawServer.replying(ok("done"))) {
            ClientSettings settings = new ClientSettings(null, null, Duration.ofMillis(1));
            TestClient transport = transports.to(server.uri(), settings);
            assertThat(text(call(transport))).isEqualTo("done");
            await().until(() -> server.connections().isEmpty());
            assertThat(text(call(transport))).isEqualTo("done");
        }
    }

    @Test
    void connectionThatTheServerWantsClosedIsClosed() throws Exception {
        try (RawServer server = RawServer.replying(ok("done", "Connection: close"))) {
            TestClient transport = transports.to(server.uri());
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(2);
            await().until(() -> server.connections().isEmpty());
        }
    }

    @Test
    void nextAddressOfAHostIsTried() throws Exception {
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        try (RawServer server = new RawServer(listener, (request, connection) -> write(connection, ok("done")))) {
            assertThat(text(call(transports.to(URI.create("http://localhost:" + server.port())))))
                    .isEqualTo("done");
        }
    }

    /** Blocks until it may go on. */
    private static InetAddress[] resolveAfter(CountDownLatch entered, CountDownLatch release) throws IOException {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException never) {
            throw new IOException(never);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void slowLookUpHoldsUpItsOwnCallsOnlyAndServesThemAll() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger lookUps = new AtomicInteger();
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient slow =
                    transports.to(URI.create("http://gateway.invalid:" + server.port()), PLAIN, LONG, LONG, host -> {
                        lookUps.incrementAndGet();
                        assertThat(host).isEqualTo("gateway.invalid");
                        return resolveAfter(entered, release);
                    });
            End first = begin(slow, REQUEST); // of the asynchronous client on this thread
            entered.await();
            End second = begin(slow, REQUEST);
            assertThat(text(call(transports.to(server.uri())))).isEqualTo("done");
            assertThat(first.isDone()).isFalse();
            release.countDown();

            assertThat(text(first.get())).isEqualTo("done");
            assertThat(text(second.get())).isEqualTo("done");
            assertThat(lookUps).hasValue(1);
        }
    }

    @Test
    void connectTimeoutBoundsTheLookUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(
                    URI.create("http://gateway.invalid:" + server.port()),
                    PLAIN,
                    SHORT,
                    LONG,
                    host -> resolveAfter(new CountDownLatch(1), release));
            for (int i = 0; i < 2; i++) {
                assertNotSent(call(transport), "connectTimeout of 300ms was reached");
            }
            release.countDown();

            await().until(() -> call(transport).failure() == null);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void stopEndsACallWithinItsLookUp() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(
                    URI.create("http://gateway.invalid:" + server.port()),
                    PLAIN,
                    LONG,
                    LONG,
                    host -> resolveAfter(entered, release));
            End end = begin(transport, REQUEST);
            entered.await();
            transport.stop();
            assertNotSent(end.get(), "stopped");
            release.countDown();

            transport.start();
            assertThat(text(call(transport))).isEqualTo("done");
            assertThat(server.requests()).hasSize(1);
        }
    }

    // What fails.

    @Test
    void refusedConnectionIsNotSent() throws Exception {
        int freed;
        try (ServerSocket closed = new ServerSocket(0)) {
            freed = closed.getLocalPort();
        }
        assertNotSent(call(transports.to(URI.create("http://127.0.0.1:" + freed))), "no connection (ConnectException)");
    }

    @Test
    void unknownHostIsNotSent() throws Exception {
        assertNotSent(
                call(transports.to(URI.create("http://no-such-host.invalid"))), "no connection (UnknownHostException)");
    }

    /** Connects until that listener, which accepts nobody, answers no more. */
    private static void fill(ServerSocket full, List<Socket> waiting) {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 200);
            } catch (IOException nobodyAccepts) {
                return;
            }
        }
    }

    @Test
    void addressThatNeverAnswersLeavesTimeForTheNext() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        InetAddress mute = InetAddress.getByName("127.0.0.2");
        try (RawServer server = RawServer.replying(ok("done"));
                ServerSocket full = new ServerSocket(server.port(), 1, mute)) {
            fill(full, waiting);
            URI base = URI.create("http://gateway.invalid:" + server.port());
            InetAddress[] both = {mute, InetAddress.getLoopbackAddress()};
            TestClient transport = transports.to(base, PLAIN, Duration.ofSeconds(5), LONG, host -> both);

            assertThat(text(call(transport))).isEqualTo("done");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void connectTimeoutIsNotSentAndNamed() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, waiting);
            URI base = URI.create("http://127.0.0.1:" + full.getLocalPort());
            assertNotSent(call(transports.to(base, PLAIN, SHORT, LONG)), "connectTimeout of 300ms was reached");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
            })
    void responseTimeoutBoundsAReplyThatDripsAndIsNamed(String beginning) throws Exception {
        try (RawServer server = new RawServer((request, connection) -> {
            write(connection, beginning);
            connection.setSoTimeout(20);
            for (int i = 0; !connection.isClosed(); i++) {
                if (!beginning.isEmpty()) {
                    write(connection, "x: y\r\n".substring(i % 6, i % 6 + 1));
                }
                try {
                    if (connection.getInputStream().read() < 0) {
                        connection.close();
                    }
                } catch (java.net.SocketTimeoutException stillThere) {
                    continue;
                }
            }
        })) {
            assertUnknown(
                    call(transports.to(server.uri(), PLAIN, LONG, SHORT)), "responseTimeout of 300ms was reached");
            await().until(() -> server.connections().isEmpty());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void expiredCallIsNotSent() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            End end = new End();
            HttpCall late = new HttpCall(REQUEST, Instant.now().minusSeconds(1), false, null);
            transports.to(server.uri()).execute(late, end);

            assertThat(end.get().failure())
                    .isInstanceOfSatisfying(
                            SmsRefusedException.class,
                            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.EXPIRED));
            assertThat(server.requests()).isEmpty();
        }
    }

    // The end.

    @Test
    void stopEndsWhatIsInFlightAndLeavesNothing() throws Exception {
        try (RawServer silent = new RawServer((request, connection) -> untilClosed(connection));
                ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestClient transport = transports.to(silent.uri());
            TestClient connecting = transports.to(URI.create("http://127.0.0.1:" + deaf.getLocalPort()));
            List<End> left = new ArrayList<>();
            List<End> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                left.add(begin(transport, REQUEST));
                all.add(begin(connecting, REQUEST));
            }
            await().until(() -> silent.requests().size() == 20);
            transport.stop();
            connecting.stop();

            for (End end : left) {
                assertUnknown(end.get(), "stopped");
            }
            for (End end : all) {
                assertThat(end.get().failure()).hasMessageContaining("stopped");
            }
            assertThat(all).anySatisfy(end -> assertNotSent(end.get(), "stopped"));
            assertNotSent(call(transport), "stopped");
            await().until(() -> silent.connections().isEmpty());
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(transports.threadName)));
        }
    }

    @Test
    void stoppedTransportCanBeStartedAgain() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(server.uri());
            assertThat(text(call(transport))).isEqualTo("done");
            transport.stop();
            transport.start();
            assertThat(text(call(transport))).isEqualTo("done");
        }
    }

    @Test
    void noCallIsLostWhileTheTransportStops() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            for (int round = 0; round < 20; round++) {
                TestClient transport = transports.to(server.uri());
                List<End> ends = new ArrayList<>();
                Thread stopper = new Thread(transport::stop);
                for (int i = 0; i < 50; i++) {
                    if (i == 25) {
                        stopper.start();
                    }
                    ends.add(begin(transport, REQUEST));
                }
                for (End end : ends) {
                    assertThat(end.get()).isNotNull();
                }
                stopper.join();
                assertThat(server.requests().size()).isLessThanOrEqualTo(50 * (round + 1));
            }
        }
    }
}
