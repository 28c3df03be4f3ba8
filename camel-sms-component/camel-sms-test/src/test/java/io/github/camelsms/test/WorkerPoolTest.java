package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.SmsMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where routes continue behind asynchronous sends: on workers, so that a slow step delays nobody else. */
@Timeout(60)
class WorkerPoolTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");
    private static final int WORKERS = 20;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch unblocked = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private RawServer provider;

    @BeforeEach
    void start() throws IOException {
        provider = RawServer.answering(SEND.good());
    }

    @AfterEach
    void stop() throws IOException {
        unblocked.countDown();
        context.close();
        provider.close();
    }

    /** {@code direct:blocking} and {@code direct:quick} send through one account; the step behind the first blocks. */
    private ProducerTemplate routes(String... options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:blocking").to(SEND.uri(provider.url(), options)).process(exchange -> {
                    blocked.incrementAndGet();
                    unblocked.await(50, TimeUnit.SECONDS);
                });
                from("direct:quick")
                        .to(SEND.uri(provider.url(), options))
                        .process(exchange -> threads.add(Thread.currentThread().getName()));
            }
        });
        context.start();
        return context.createProducerTemplate();
    }

    private static List<CompletableFuture<Exchange>> send(ProducerTemplate template, String route, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> template.asyncSend(route, exchange -> SEND.input().accept(exchange.getIn())))
                .toList();
    }

    private static void assertAllSent(List<CompletableFuture<Exchange>> sends) throws Exception {
        for (CompletableFuture<Exchange> send : sends) {
            assertThat(send.get(40, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void blockedStepsDelayNoOtherMessageWhileAWorkerIsLeft() throws Exception {
        ProducerTemplate template = routes();
        List<CompletableFuture<Exchange>> blocking = send(template, "direct:blocking", WORKERS - 1);
        await().untilAsserted(() -> assertThat(blocked).hasValue(WORKERS - 1));

        assertAllSent(send(template, "direct:quick", 50));
        assertThat(blocking).noneMatch(CompletableFuture::isDone);
        unblocked.countDown();
        assertAllSent(blocking);
    }

    @Test
    void furtherWorkersTakeOverWhenAllAreBlocked() throws Exception {
        ProducerTemplate template = routes("responseTimeout=1s");
        List<CompletableFuture<Exchange>> blocking = send(template, "direct:blocking", WORKERS);
        await().untilAsserted(() -> assertThat(blocked).hasValue(WORKERS));

        assertAllSent(send(template, "direct:quick", 10));
        assertThat(blocking).noneMatch(CompletableFuture::isDone);
        unblocked.countDown();
        assertAllSent(blocking);
    }

    @Test
    void stepsThatWaitForAnotherSendDoNotWaitForEachOthersWorkers() throws Exception {
        ProducerTemplate inner = context.createProducerTemplate();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:outer")
                        .to(SEND.uri(provider.url()))
                        .process(exchange -> assertThat(inner.send(
                                                SEND.uri(provider.url()),
                                                nested -> SEND.input().accept(nested.getIn()))
                                        .getException())
                                .isNull());
            }
        });
        context.start();

        assertAllSent(send(context.createProducerTemplate(), "direct:outer", 5 * WORKERS));
        assertThat(provider.requestCount()).isEqualTo(10 * WORKERS);
    }

    /** A worker that waits for replies must not need another worker for them. */
    @Test
    void resultsThatAreReadOnAllWorkersComeAll() throws Exception {
        int routes = WORKERS + 5;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to(SEND.uri(provider.url()))
                        .process(exchange -> exchange.getMessage()
                                .setBody(IntStream.range(0, 10)
                                        .mapToObj(BulkSendTest::number)
                                        .map(to -> SmsMessage.to(to).text("Hi").build())
                                        .iterator()))
                        .to(SEND.uri(provider.url(), "batchSize=5"))
                        .split(body())
                        .streaming()
                        .process(exchange -> blocked.incrementAndGet());
            }
        });
        context.start();

        assertAllSent(send(context.createProducerTemplate(), "direct:in", routes));
        assertThat(blocked).hasValue(10 * routes);
    }

    @Test
    void aNamedPoolContinuesTheRoute() throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2, job -> new Thread(job, "own-pool"));
        try {
            context.getRegistry().bind("ownPool", own);
            assertAllSent(send(routes("workerPool=#ownPool"), "direct:quick", 20));

            assertThat(threads).containsExactly("own-pool");
            context.stop();
            assertThat(own.isShutdown()).as("the pool is not the component's").isFalse();
        } finally {
            own.shutdownNow();
        }
    }

    /** Whatever ends the call. */
    @Test
    void threadsOfTheNetworkAndOfTheTimerRunNoStepOfARoute() throws Exception {
        int closed;
        try (ServerSocket freed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = freed.getLocalPort();
        }
        RawServer.Answer pause = RawServer.reply(429, "text/plain", "", "Retry-After: 1");
        AtomicInteger throttled = new AtomicInteger();
        try (RawServer silent = RawServer.answering(RawServer.silence());
                RawServer broken = RawServer.answering(RawServer.bytesThenReset("HTTP"));
                RawServer busy =
                        RawServer.choosing(request -> throttled.getAndIncrement() == 0 ? pause : SEND.good())) {
            List<String> ends = List.of(
                    SEND.uri(provider.url()),
                    SEND.uri(silent.url(), "responseTimeout=100"),
                    SEND.uri(silent.url(), "responseTimeout=300", "maxInFlight=1", "maxSegments=9"),
                    SEND.uri(broken.url()),
                    SEND.uri("http://127.0.0.1:" + closed),
                    SEND.limitedUri(busy.url(), "maxRequestsPerSecond=5"));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Exception.class)
                            .handled(true)
                            .process(exchange ->
                                    threads.add(Thread.currentThread().getName()));
                    for (int i = 0; i < ends.size(); i++) {
                        from("direct:" + i)
                                .to(ends.get(i))
                                .process(exchange ->
                                        threads.add(Thread.currentThread().getName()));
                    }
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            for (int i = 0; i < ends.size(); i++) {
                for (CompletableFuture<Exchange> sent : send(template, "direct:" + i, 4)) {
                    sent.get(40, TimeUnit.SECONDS);
                }
            }

            assertThat(threads)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name)
                            .doesNotContain("SmsHttp", "SmsTimer")
                            .containsAnyOf("SmsWorker", "ProducerTemplate"));
            assertThat(threads).anyMatch(name -> name.contains("SmsWorker"));
        }
    }

    @Test
    void aStepThatFailsWithAnErrorBehindARateLimitedSendEndsItsExchangeOnce() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onCompletion().process(exchange -> ends.incrementAndGet());
                from("direct:in")
                        .to(SEND.limitedUri(provider.url(), "maxRequestsPerSecond=20"))
                        .process(exchange -> {
                            throw new NoClassDefFoundError("com/example/Step");
                        });
            }
        });
        context.start();
        for (CompletableFuture<Exchange> send : send(context.createProducerTemplate(), "direct:in", 10)) {
            assertThat(send.get(40, TimeUnit.SECONDS).getException())
                    .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        }
        await().untilAsserted(() -> assertThat(ends).hasValue(10));
        assertThat(provider.requestCount()).isEqualTo(10);
    }

    @Test
    void aCallbackThatThrowsAnErrorDoesNotStopTheSendsOfOthers() throws Exception {
        context.start();
        for (Carrier carrier : Carrier.values()) {
            AsyncProducer producer = context.getEndpoint(
                            SEND.limitedUri(provider.url(), carrier.with("maxRequestsPerSecond=50")))
                    .createAsyncProducer();
            producer.start();
            AtomicInteger ends = new AtomicInteger();
            for (int i = 0; i < 40; i++) {
                Exchange exchange = producer.getEndpoint().createExchange();
                SEND.input().accept(exchange.getIn());
                try {
                    producer.process(exchange, sync -> {
                        ends.incrementAndGet();
                        throw new NoClassDefFoundError("com/example/Callback");
                    });
                } catch (NoClassDefFoundError itself) {
                    assertThat(itself).hasMessage("com/example/Callback");
                }
            }
            await().dontCatchUncaughtExceptions() // a thread of a pool has nobody to tell
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(ends).hasValue(40));
            producer.stop();
        }
        assertThat(provider.requestCount()).isEqualTo(120);
    }

    @Test
    void workersAreVirtualWhereTheContextWantsThat() throws Exception {
        assumeThat(Runtime.version().feature())
                .as("virtual threads came with Java 21")
                .isGreaterThanOrEqualTo(21);
        Process sender = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcamel.threads.virtual.enabled=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualProcess.class.getName(),
                        SEND.uri(provider.url()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(sender.waitFor()).as(printed).isZero();
        assertThat(printed).contains("accepted on a virtual thread: true");
    }

    /** A process of its own, since Camel reads the property once. */
    static final class VirtualProcess {

        private VirtualProcess() {}

        public static void main(String[] arguments) throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to(arguments[0]).process(exchange -> {
                            Object virtual = Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
                            System.out.println("accepted on a virtual thread: " + virtual);
                        });
                    }
                });
                context.start();
                ProducerTemplate template = context.createProducerTemplate();
                template.asyncSend("direct:in", exchange -> SEND.input().accept(exchange.getIn()))
                        .get(40, TimeUnit.SECONDS);
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
