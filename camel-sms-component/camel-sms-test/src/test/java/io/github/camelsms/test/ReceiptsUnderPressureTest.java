package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.SmsConstants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receipts that wait, and callers that want to be believed, leave the threads of Camel Main's server to others. */
@Timeout(120)
class ReceiptsUnderPressureTest {

    private static final String TOKEN = "?token=t0ken";

    /** Much longer than it takes, and shorter than it takes when all threads of the server wait in turn. */
    private static final Duration PROMPTLY = Duration.ofSeconds(10);

    private final CountDownLatch gatewayGoesOn = new CountDownLatch(1);
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger sends = new AtomicInteger();
    private final List<String> processed = new CopyOnWriteArrayList<>();
    private final ExecutorService gatewayThreads = Executors.newCachedThreadPool();
    private HttpServer gateway;
    private Receiver receiver;

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    /** A gateway of 2FA.link that answers the first send and lets everything else wait. */
    @BeforeEach
    void start() throws Exception {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(gatewayThreads);
        gateway.createContext("/sms", call -> {
            try (call) {
                boolean query =
                        new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).contains("query");
                if ((query ? queries : sends).incrementAndGet() > (query ? 0 : 1)) {
                    gatewayGoesOn.await();
                }
                byte[] reply = "{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"KNOWN\"}"
                        .getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, reply.length);
                call.getResponseBody().write(reply);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
        gateway.start();
        String base = "&baseUrl=http://127.0.0.1:" + gateway.getAddress().getPort();
        receiver = new Receiver();
        receiver.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .to("sms:send?provider=2fa-link&apiKey=key&secretKey=secret&correlate=orderId" + base);
                from("sms:dlr?provider=2fa-link&path=/receipts&verification=token&webhookVerifyToken=t0ken")
                        .process(exchange -> processed.add(exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID)
                                + " of " + exchange.getMessage().getHeader("orderId")));
                from("sms:dlr?provider=2fa-link&path=/asked&apiKey=key&secretKey=secret&verification=query" + base)
                        .process(exchange -> processed.add("asked"));
            }
        });
        receiver.context().start();
    }

    @AfterEach
    void stop() throws IOException {
        gatewayGoesOn.countDown();
        receiver.close();
        gateway.stop(0);
        gatewayThreads.shutdownNow();
    }

    private Future<?> send(String order) {
        return receiver.context()
                .createFluentProducerTemplate()
                .to("direct:send")
                .withBody("Your parcel arrives today.")
                .withHeader(SmsConstants.TO, "+447700900123")
                .withHeader("orderId", order)
                .asyncSend();
    }

    private List<CompletableFuture<Integer>> receipts(int count, String path) {
        List<CompletableFuture<Integer>> receipts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            receipts.add(receiver.receipt(path, "UNKNOWN" + i, "701"));
        }
        return receipts;
    }

    /** Threads that Camel holds until an asynchronous answer comes. */
    private int threadsThatWait() {
        return PluginHelper.getAsyncProcessorAwaitManager(receiver.context().getCamelContextExtension())
                .size();
    }

    @Test
    void receiptsOfUnknownMessagesHoldUpNeitherKnownOnesNorEachOther() throws Exception {
        send("8842").get();
        send("8843");
        Awaitility.await().until(() -> sends.get() == 2);

        long before = System.nanoTime();
        List<CompletableFuture<Integer>> unknown = receipts(100, "/receipts" + TOKEN);
        assertThat(receiver.receipt("/receipts" + TOKEN, "KNOWN", "701").get()).isEqualTo(200);
        assertThat(receiver.receipt("/receipts?token=wrong", "KNOWN", "701").get())
                .isEqualTo(403);
        assertThat(threadsThatWait()).isZero();
        for (CompletableFuture<Integer> receipt : unknown) {
            assertThat(receipt.get()).isEqualTo(200);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMPTLY);
        assertThat(processed).hasSize(101).contains("KNOWN of 8842", "UNKNOWN99 of null");
    }

    @Test
    void callersWhoseReceiptsMustBeAskedForHoldUpNoOthers() throws Exception {
        long before = System.nanoTime();
        List<CompletableFuture<Integer>> callers = receipts(40, "/asked");
        assertThat(receiver.receipt("/receipts" + TOKEN, "KNOWN", "701").get()).isEqualTo(200);
        assertThat(threadsThatWait()).isZero();
        for (CompletableFuture<Integer> caller : callers) {
            assertThat(caller.get()).isEqualTo(503);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMPTLY);
        assertThat(queries.get()).isLessThanOrEqualTo(4);
        assertThat(processed).containsExactly("KNOWN of null");
    }
}
