package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a send through 2FA.link remembers is on the Exchange of its receipt, both over sockets. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(60)
class CorrelationOverSocketTest {

    private static final String ID = "65F1A2B3-QWJXKTNMZP";
    private static final String WEBHOOK = "/receipts?token=t0ken";

    private final Carrier carrier;
    private final Order order = new Order(8842);
    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private HttpServer gateway;
    private Receiver receiver;

    /** No text, so that a copy by way of text would show. */
    private record Order(int number) {}

    /** What the gateway does before it answers a send. */
    private volatile Runnable beforeTheReply = () -> {};

    CorrelationOverSocketTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @BeforeEach
    void serve() throws Exception {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/sms", call -> {
            try (call) {
                call.getRequestBody().readAllBytes();
                beforeTheReply.run();
                byte[] reply = ("{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"" + ID + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, reply.length);
                call.getResponseBody().write(reply);
            }
        });
        gateway.start();
        receiver = new Receiver();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        gateway.stop(0);
    }

    private void start() throws Exception {
        receiver.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?provider=2fa-link&path=/receipts&verification=token&webhookVerifyToken=t0ken")
                        .process(exchange -> received.add(exchange.copy()));
            }
        });
        receiver.context().start();
    }

    private Exchange send() {
        String uri = "sms:send?provider=2fa-link&apiKey=key&secretKey=secret&correlate=orderId,tenant&baseUrl="
                + "http://127.0.0.1:" + gateway.getAddress().getPort() + "&" + carrier.option();
        Exchange sent = receiver.context()
                .createFluentProducerTemplate()
                .to(uri)
                .withBody("Your parcel arrives today.")
                .withHeader(SmsConstants.TO, "+447700900123")
                .withHeader("orderId", order)
                .withHeader("basket", "not asked for")
                .withExchangeProperty("tenant", "north")
                .request(Exchange.class);
        assertThat(sent.getException()).isNull();
        return sent;
    }

    private Exchange next() throws InterruptedException {
        Exchange exchange = received.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).as("a receipt").isNotNull();
        return exchange;
    }

    private void assertCorrelated(Exchange receipt) {
        assertThat(receipt.getMessage().getHeader("orderId")).isSameAs(order);
        assertThat(receipt.getProperty("tenant")).isEqualTo("north");
        assertThat(receipt.getMessage().getHeader("basket")).isNull();
        assertThat(receipt.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo(ID);
    }

    @Test
    void headerAndPropertyComeBackWithEachReceipt() throws Exception {
        start();
        send();

        assertThat(receiver.receipt(WEBHOOK, ID, "700").get()).isEqualTo(200);
        assertCorrelated(next());
        assertThat(receiver.receipt(WEBHOOK, ID, "701").get()).isEqualTo(200);
        assertCorrelated(next());
    }

    @Test
    void aReceiptThatComesBeforeTheSendsReplyWaits() throws Exception {
        ArrivalsSeen store = new ArrivalsSeen();
        receiver.context().getComponent("sms", SmsComponent.class).setStateStore(store);
        CompletableFuture<CompletableFuture<Integer>> early = new CompletableFuture<>();
        beforeTheReply = () -> {
            early.complete(receiver.receipt(WEBHOOK, ID, "701"));
            store.awaitArrival();
        };
        start();

        send();

        assertThat(early.get().get()).isEqualTo(200);
        assertCorrelated(next());
        assertThat(received).isEmpty();
    }

    @Test
    void anUnknownMessageIsNotHeldUp() throws Exception {
        start();
        send();
        Duration fastest = Duration.ofDays(1);

        for (int i = 0; i < 5; i++) { // held up, each would take longer; a busy machine does not slow down all of them
            long before = System.nanoTime();
            assertThat(receiver.receipt(WEBHOOK, "65F1A2B3-UNKNOWN" + i, "701").get())
                    .isEqualTo(200);
            Duration taken = Duration.ofNanos(System.nanoTime() - before);
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
            Exchange receipt = next();
            assertThat(receipt.getMessage().getHeader("orderId")).isNull();
            assertThat(receipt.getProperty("tenant")).isNull();
        }

        assertThat(fastest).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aRestartLosesTheCorrelationAlone() throws Exception {
        start();
        send();
        receiver.close();
        receiver = new Receiver();
        start();

        assertThat(receiver.receipt(WEBHOOK, ID, "701").get()).isEqualTo(200);
        Exchange receipt = next();
        assertThat(receipt.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo(ID);
        assertThat(receipt.getMessage().getHeader("orderId")).isNull();
    }

    /** A store that notices when a receipt has looked for its send in vain. */
    private static final class ArrivalsSeen implements StateStore {

        private final StateStore entries = new MemoryStateStore();
        private final CountDownLatch missed = new CountDownLatch(1);

        @Override
        public Optional<StateEntry> find(String key) {
            Optional<StateEntry> found = entries.find(key);
            if (found.isEmpty() && key.startsWith("correlation:")) {
                missed.countDown();
            }
            return found;
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            return entries.create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            return entries.replace(key, version, value);
        }

        @Override
        public boolean remove(String key, long version) {
            return entries.remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return entries.due(kind, limit);
        }

        void awaitArrival() {
            try {
                assertThat(missed.await(20, TimeUnit.SECONDS))
                        .as("a receipt that waits")
                        .isTrue();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
