package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.RawServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operation of each provider makes of a network and a server that fail (design section 5). */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(60)
class FaultTest {

    private static final String ECHO = Sentinels.TEXT + " " + Sentinels.TO + " " + Sentinels.API_KEY;
    private static final String HTML = "<html><body><h1>Bad Gateway</h1>" + ECHO + "</body></html>";

    private static CamelContext context;

    private final Carrier carrier;

    FaultTest(Carrier carrier) {
        this.carrier = carrier;
    }

    private String uri(ProviderCase call, String baseUrl, String... options) {
        return call.uri(baseUrl, carrier.with(options));
    }

    @BeforeAll
    static void startContext() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stopContext() throws Exception {
        context.close();
        Call.assertNothingCompletedTwice();
    }

    /** What a fault means. */
    private enum Meaning {
        NOT_SENT(SmsRetryableException.class, SmsRetryableException.class),
        PASSING(SmsOutcomeUnknownException.class, SmsRetryableException.class),
        UNREADABLE(SmsOutcomeUnknownException.class, SmsOutcomeUnknownException.class),
        REFUSED(SmsRefusedException.class, SmsRefusedException.class);

        private final Class<? extends SmsException> once;
        private final Class<? extends SmsException> repeatable;

        Meaning(Class<? extends SmsException> once, Class<? extends SmsException> repeatable) {
            this.once = once;
            this.repeatable = repeatable;
        }

        Class<? extends SmsException> of(ProviderCase call) {
            return call.repeatable() ? repeatable : once;
        }
    }

    /** Something that a server does, and what it means for a call that does harm when made twice, and for one that does not. */
    private record Fault(String name, Answer answer, Meaning meaning, String... options) {
        /** One that ends by a time-out alone. */
        static Fault lasting(String name, Answer answer) {
            return new Fault(name, answer, Meaning.PASSING, "responseTimeout=150");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Fault> faults(ProviderCase call) {
        String good = call.goodReply();
        String half = good.substring(0, good.length() / 2);
        String wholeLength = "Content-Length: " + good.length();
        String goodHead = RawServer.head(200, "application/json", wholeLength);
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.lasting("no reply at all", RawServer.silence()),
                new Fault("end without a byte", RawServer.bytesThenEnd(""), Meaning.PASSING),
                new Fault("reset without a byte", RawServer.bytesThenReset(""), Meaning.PASSING),
                new Fault("end within the head", RawServer.bytesThenEnd("HTTP/1.1 20"), Meaning.PASSING),
                new Fault("end within the body", RawServer.bytesThenEnd(goodHead + half), Meaning.PASSING),
                new Fault("reset within the body", RawServer.bytesThenReset(goodHead + half), Meaning.PASSING),
                Fault.lasting("silence within the body", bytesThenSilence(goodHead + half)),
                new Fault("garbage", RawServer.bytesThenEnd("\u0001\u0002 " + ECHO + "\r\n\r\n"), Meaning.PASSING),
                Fault.lasting("endless garbage", RawServer.endless("", ECHO + "\r\n")),
                new Fault("status that is none", status("HTTP/1.1 " + ECHO), Meaning.PASSING),
                new Fault("header that is none", status("HTTP/1.1 200 OK\r\n" + ECHO), Meaning.UNREADABLE),
                new Fault("length that is none", status("HTTP/1.1 200 OK\r\nContent-Length: " + ECHO), Meaning.PASSING),
                new Fault("chunk that is none", RawServer.bytesThenEnd(chunked() + ECHO + "\r\n"), Meaning.PASSING),
                new Fault("empty body", RawServer.reply(200, "application/json", ""), Meaning.UNREADABLE),
                new Fault("no content", RawServer.bytesThenEnd("HTTP/1.1 204 X\r\n\r\n"), Meaning.UNREADABLE),
                new Fault("body that is garbage", RawServer.reply(200, "application/json", ECHO), Meaning.UNREADABLE),
                new Fault("HTML page as success", RawServer.reply(200, "text/html", HTML), Meaning.UNREADABLE),
                new Fault("truncated JSON", RawServer.reply(200, "application/json", half), Meaning.UNREADABLE),
                new Fault("JSON of another kind", RawServer.reply(200, "application/json", "[1]"), Meaning.UNREADABLE),
                new Fault(
                        "deep JSON", RawServer.reply(200, "application/json", "[".repeat(50_000)), Meaning.UNREADABLE),
                new Fault("10 MiB", RawServer.reply(200, "text/plain", "x".repeat(10 << 20)), Meaning.PASSING),
                Fault.lasting("endless chunks", RawServer.endless(chunked(), "4\r\nmore\r\n")),
                // Each member alone is over the limit: whether Java reads on behind the first depends on what has
                // arrived.
                new Fault("1 GiB in gzip", gzip(2 << 20, 500), Meaning.PASSING),
                Fault.lasting("trickling body", RawServer.trickle(chunked() + "fffff\r\n", "x")),
                Fault.lasting("trickling head", RawServer.trickle("HTTP/1.1 200 OK\r\n", "X: y\r\n")),
                new Fault(
                        "redirect",
                        RawServer.reply(302, "text/html", HTML, "Location: http://127.0.0.1:1/sms"),
                        Meaning.REFUSED)));
        for (int status : new int[] {500, 502, 503, 504}) {
            faults.add(new Fault(
                    "plain " + status, RawServer.reply(status, "text/plain", "Service Unavailable"), Meaning.PASSING));
            faults.add(new Fault("HTML " + status, RawServer.reply(status, "text/html", HTML), Meaning.PASSING));
        }
        for (int status : new int[] {400, 401, 403, 404, 405, 413}) {
            if (status == 404 && call.toString().equals("2chat query")) {
                continue; // There the status alone says that it knows no such message, which is a value.
            }
            faults.add(new Fault("HTML " + status, RawServer.reply(status, "text/html", HTML), Meaning.REFUSED));
        }
        faults.add(new Fault("408", RawServer.reply(408, "text/html", HTML), Meaning.PASSING));
        faults.add(new Fault("429", RawServer.reply(429, "text/html", HTML), Meaning.NOT_SENT));
        return faults;
    }

    private static Answer status(String lines) {
        return RawServer.bytesThenEnd(lines + "\r\n\r\n");
    }

    private static String chunked() {
        return RawServer.head(200, "application/json", "Transfer-Encoding: chunked");
    }

    private static Answer bytesThenSilence(String bytes) {
        return (connection, out) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            RawServer.silence().write(connection, out);
        };
    }

    /** A reply that unpacks to so many times so many bytes. */
    private static Answer gzip(int bytes, int times) {
        byte[] member = gzip(" ".repeat(bytes));
        String length = "Content-Length: " + member.length * times;
        String head = RawServer.head(200, "application/json", length, "Content-Encoding: gzip");
        return (connection, out) -> {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < times; i++) {
                out.write(member);
            }
        };
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return packed.toByteArray();
    }

    static Stream<Arguments> callsAndFaults() {
        return ProviderCase.all().flatMap(call -> faults(call).stream().map(fault -> Arguments.of(call, fault)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("callsAndFaults")
    void faultyReplyEndsAsDocumentedAfterOneRequest(ProviderCase call, Fault fault) throws Exception {
        try (RawServer server = RawServer.answering(fault.answer())) {
            SmsException failure = Call.failing(
                    fault.meaning().of(call), context, uri(call, server.url(), fault.options()), call.input());

            assertThat(failure.provider()).isEqualTo(call.provider());
            assertThat(failure.retryAfter()).isEmpty();
            // A caller that is out of patience may be ahead of the server.
            await().pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(server.requestCount()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void goodReplyIsRead(ProviderCase call) throws Exception {
        try (RawServer server = RawServer.answering(call.good())) {
            Exchange exchange = Call.on(context, uri(call, server.url()), call.input());

            assertThat(exchange.getException()).isNull();
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).doesNotContain("camelSms"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void goodReplyInSmallPiecesIsRead(ProviderCase call) throws Exception {
        String head = RawServer.head(
                200, "application/json", "Content-Length: " + call.goodReply().length());
        Answer pieces = (connection, out) -> {
            for (byte one : (head + call.goodReply()).getBytes(StandardCharsets.ISO_8859_1)) {
                out.write(one);
                out.flush();
            }
        };
        try (RawServer server = RawServer.answering(pieces)) {
            assertThat(Call.on(context, uri(call, server.url()), call.input()).getException())
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void interimRepliesBeforeTheReplyAreNotTheReply(ProviderCase call) throws Exception {
        String head = RawServer.head(
                200, "application/json", "Content-Length: " + call.goodReply().length());
        Answer answer = RawServer.bytesThenEnd("HTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nRetry-After: 99\r\n\r\n"
                + head
                + call.goodReply());
        try (RawServer server = RawServer.answering(answer)) {
            assertThat(Call.on(context, uri(call, server.url()), call.input()).getException())
                    .isNull();
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void replyPackedUnaskedIsRead(ProviderCase call) throws Exception {
        byte[] packed = gzip(call.goodReply());
        String length = "Content-Length: " + packed.length;
        String head = RawServer.head(200, "application/json", length, "Content-Encoding: gzip");
        Answer answer = (connection, out) -> {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(packed);
        };
        try (RawServer server = RawServer.answering(answer)) {
            assertThat(Call.on(context, uri(call, server.url()), call.input()).getException())
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void refusedConnectionMayBeRepeated(ProviderCase call) throws Exception {
        int freed;
        try (ServerSocket closed = new ServerSocket(0)) {
            freed = closed.getLocalPort();
        }
        SmsRetryableException failure = Call.failing(
                SmsRetryableException.class, context, uri(call, "http://127.0.0.1:" + freed), call.input());

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.TEMPORARY);
        assertThat(failure.httpStatus()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void connectTimeoutMayBeRepeated(ProviderCase call) throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, waiting);
            SmsRetryableException failure = Call.failing(
                    SmsRetryableException.class,
                    context,
                    uri(call, "http://127.0.0.1:" + full.getLocalPort(), "connectTimeout=100"),
                    call.input());

            assertThat(failure.errorClass()).isEqualTo(ErrorClass.TEMPORARY);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Connects until the queue of connections that nobody accepts is full. */
    private static void fill(ServerSocket server, List<Socket> waiting) throws IOException {
        while (waiting.size() < 20) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("the queue of connections takes more than 20");
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void lateReplyIsCalledLate(ProviderCase call) throws Exception {
        for (Answer late : List.of(RawServer.silence(), RawServer.trickle("HTTP/1.1 200 OK\r\n", "X: y\r\n"))) {
            try (RawServer server = RawServer.answering(late)) {
                SmsException failure = Call.failing(
                        Meaning.PASSING.of(call),
                        context,
                        uri(call, server.url(), "responseTimeout=150"),
                        call.input());

                assertThat(failure).hasMessageContaining("responseTimeout");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void unknownHostMayBeRepeated(ProviderCase call) throws Exception {
        Call.failing(
                SmsRetryableException.class,
                context,
                uri(call, "https://no-such-host.invalid", "connectTimeout=100"),
                call.input());
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void throttledReplyCarriesRetryAfterAndDelaysRedelivery(ProviderCase call) throws Exception {
        try (RawServer server = RawServer.answering(RawServer.reply(429, "text/plain", "slow", "Retry-After: 7"))) {
            Exchange exchange = Call.on(context, uri(call, server.url()), call.input());

            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            SmsRetryableException.class,
                            failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7)));
            assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                    .isEqualTo(7000);
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void unavailableReplyCarriesRetryAfterAndIsNotRepeated(ProviderCase call) throws Exception {
        Answer unavailable = RawServer.reply(503, "text/plain", "later", "Retry-After: 7");
        try (RawServer server = RawServer.answering(unavailable)) {
            SmsException failure =
                    Call.failing(Meaning.PASSING.of(call), context, uri(call, server.url()), call.input());

            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(failure.httpStatus()).contains(503);
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void redirectCarriesNothingToItsTarget(ProviderCase call) throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (RawServer target = RawServer.answering(call.good());
                    RawServer server = RawServer.answering(
                            RawServer.reply(status, "text/plain", "", "Location: " + target.url() + "/sms"))) {
                Call.failing(SmsRefusedException.class, context, uri(call, server.url()), call.input());

                assertThat(server.requestCount()).isEqualTo(1);
                assertThat(target.acceptedConnections()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void cookieOfOneReplyIsNotSentWithTheNextCall(ProviderCase call) throws Exception {
        Answer cookie = RawServer.reply(200, "application/json", call.goodReply(), "Set-Cookie: session=1; Path=/");
        try (RawServer server = RawServer.answering(cookie)) {
            Call.on(context, uri(call, server.url()), call.input());
            Call.on(context, uri(call, server.url()), call.input());

            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.header("Cookie")).isNull());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void challengeIsNotAnsweredWithASecondRequest(ProviderCase call) throws Exception {
        String[] challenges = {"WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: \"" + Sentinels.TEXT};
        for (String challenge : challenges) {
            try (RawServer server = RawServer.answering(RawServer.reply(401, "text/plain", "", challenge))) {
                SmsRefusedException failure =
                        Call.failing(SmsRefusedException.class, context, uri(call, server.url()), call.input());

                assertThat(failure.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
                assertThat(server.requestCount()).isEqualTo(1);
            }
        }
    }
}
