package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsConstants;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that wait for their next call: their end, and bytes that nobody asked for, are noticed before that. */
@Timeout(60)
class IdleConnectionsTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");
    private static final int CONNECTIONS = 50;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    private List<Exchange> send(String uri, int count) throws Exception {
        ProducerTemplate template = context.createProducerTemplate();
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<Exchange>> sends = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> template.send(uri, exchange -> SEND.input().accept(exchange.getIn())), callers))
                    .toList();
            List<Exchange> ended = new ArrayList<>();
            for (CompletableFuture<Exchange> send : sends) {
                ended.add(send.get(40, TimeUnit.SECONDS));
            }
            return ended;
        } finally {
            callers.shutdownNow();
            template.stop();
        }
    }

    private static void assertAccepted(List<Exchange> sent) {
        assertThat(sent).allSatisfy(exchange -> {
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo("65F1A2B3-QWJXKTNMZP");
        });
    }

    /** Answers the first calls when all of them have come, each on a connection of its own, and the others at once. */
    private RawServer.Answer together(RawServer.Answer good, CountDownLatch all) {
        return (connection, out) -> {
            if (all.getCount() > 0) {
                connections.add(connection);
                all.countDown();
                try {
                    all.await(40, TimeUnit.SECONDS);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            }
            good.write(connection, out);
        };
    }

    @ParameterizedTest
    @CsvSource({"ASYNC, false", "ASYNC, true", "CALLERS_THREAD, false", "CALLERS_THREAD, true"})
    void fiftySendsBehindFiftyIdleConnectionsThatEndedAreAccepted(Carrier carrier, boolean reset) throws Exception {
        CountDownLatch all = new CountDownLatch(CONNECTIONS);
        try (RawServer provider = RawServer.answering(together(SEND.good(), all))) {
            String uri = SEND.uri(provider.url(), carrier.with("maxInFlight=" + CONNECTIONS));
            assertAccepted(send(uri, CONNECTIONS));
            for (Socket connection : connections) {
                connection.setSoLinger(reset, 0);
                connection.close();
            }

            letThemArrive();
            assertAccepted(send(uri, CONNECTIONS));
            assertThat(provider.requestCount()).isEqualTo(2 * CONNECTIONS);
            assertThat(provider.acceptedConnections()).isGreaterThan(CONNECTIONS);
        }
    }

    /** Half a second of silence: nothing shows when the end of a connection has come over the wire. */
    private static void letThemArrive() {
        Instant later = Instant.now().plusMillis(500);
        await().until(() -> Instant.now().isAfter(later));
    }

    @Test
    void camelHttpNoticesTheEndOfAConnectionThatWasIdleForAWhile() throws Exception {
        int count = 5;
        CountDownLatch all = new CountDownLatch(count);
        try (RawServer provider = RawServer.answering(together(SEND.good(), all))) {
            String uri = SEND.uri(provider.url(), Carrier.CAMEL_HTTP.option());
            assertAccepted(send(uri, count));
            for (Socket connection : connections) {
                connection.close();
            }
            letThemArrive();

            assertAccepted(send(uri, count));
            assertThat(provider.requestCount()).isEqualTo(2 * count);
        }
    }

    private static final String SECOND_REPLY =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 62\r\n"
                    + "\r\n{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"OF-NOBODY\"}";
    private static final String THROTTLED = "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n";
    private static final String TIMED_OUT =
            "HTTP/1.1 408 Request Time-out\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    static Stream<Arguments> unasked() {
        return Stream.of(SECOND_REPLY, THROTTLED, TIMED_OUT, "\r\n", "x")
                .flatMap(bytes ->
                        Stream.of(Carrier.ASYNC, Carrier.CALLERS_THREAD).map(carrier -> Arguments.of(carrier, bytes)));
    }

    @ParameterizedTest
    @MethodSource("unasked")
    void bytesOnAnIdleConnectionAreNotTheReplyToTheNextSend(Carrier carrier, String unasked) throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RawServer provider = RawServer.choosing(request -> {
            calls.incrementAndGet();
            return together(SEND.good(), all);
        })) {
            String uri = SEND.uri(provider.url(), carrier.option());
            assertAccepted(send(uri, 1));
            Socket idle = connections.element();
            idle.getOutputStream().write(unasked.getBytes(StandardCharsets.ISO_8859_1));

            if (carrier == Carrier.ASYNC) {
                await().untilAsserted(() -> assertThat(provider.openConnections())
                        .as("the client closes the connection")
                        .isZero());
            }
            assertAccepted(send(uri, 20));
            assertThat(calls).hasValue(21);
        }
    }

    /** Here they come in one packet with the reply. */
    @ParameterizedTest
    @MethodSource("unasked")
    void bytesRightBehindAReplyAreNotTheReplyToTheNextSend(Carrier carrier, String unasked) throws Exception {
        String good = RawServer.head(
                        200,
                        "application/json",
                        "Content-Length: " + SEND.goodReply().length())
                + SEND.goodReply();
        RawServer.Answer answer =
                (connection, out) -> out.write((good + unasked).getBytes(StandardCharsets.ISO_8859_1));
        try (RawServer provider = RawServer.answering(answer)) {
            for (int i = 0; i < 20; i++) {
                assertAccepted(send(SEND.uri(provider.url(), carrier.option()), 1));
            }
            assertThat(provider.requestCount()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void oneConnectionIsUsedAgainAndAgain(Carrier carrier) throws Exception {
        try (RawServer provider = RawServer.answering(SEND.good())) {
            for (int i = 0; i < 20; i++) {
                assertAccepted(send(SEND.uri(provider.url(), carrier.option()), 1));
            }
            assertThat(provider.acceptedConnections()).isEqualTo(1);
        }
    }
}
