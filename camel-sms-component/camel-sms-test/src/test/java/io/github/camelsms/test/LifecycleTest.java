package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRetryableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops and starts, of contexts, routes and endpoints, leave nothing behind and lose no exchange. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(120)
class LifecycleTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    private final Carrier carrier;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private RawServer provider;

    LifecycleTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() throws IOException {
        provider = RawServer.answering(SEND.good());
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
    }

    private DefaultCamelContext sending(String... options) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("sending").to(SEND.uri(provider.url(), carrier.with(options)));
            }
        });
        context.start();
        return context;
    }

    private static Exchange send(CamelContext context) throws Exception {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.send("direct:in", exchange -> SEND.input().accept(exchange.getIn()));
        }
    }

    private void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(provider.openConnections()).isZero());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .extracting(Thread::getName)
                        .filteredOn(name -> !name.startsWith("CompletableFuture")) // kept by the JDK
                        .filteredOn(name -> !name.startsWith("awaitility") && !name.startsWith("junit"))
                        .filteredOn(name -> !name.startsWith("raw-server"))
                        .isEmpty());
    }

    @Test
    void sixtyContextsLeaveNoThreadAndNoConnection() throws Exception {
        for (int i = 0; i < 60; i++) {
            try (DefaultCamelContext context = sending()) {
                assertThat(send(context).getException()).isNull();
            }
        }
        assertThat(provider.requestCount()).isEqualTo(60);
        assertNothingIsLeft();
    }

    @Test
    void sixtyRestartsOfARouteKeepOneConnectionAndLeaveNone() throws Exception {
        try (DefaultCamelContext context = sending()) {
            for (int i = 0; i < 60; i++) {
                context.getRouteController().stopRoute("sending");
                context.getRouteController().startRoute("sending");
                assertThat(send(context).getException()).isNull();
            }
            assertThat(provider.acceptedConnections()).isEqualTo(1);
        }
        assertThat(provider.requestCount()).isEqualTo(60);
        assertNothingIsLeft();
    }

    @Test
    void aRouteSendsAfterSuspendAndResumeWhateverIsSuspended() throws Exception {
        DefaultCamelContext context = sending();
        context.getRouteController().suspendRoute("sending");
        context.getRouteController().resumeRoute("sending");
        assertThat(send(context).getException()).isNull();
        context.suspend();
        context.resume();
        assertThat(send(context).getException()).isNull();
        context.stop();
        assertThat(provider.requestCount()).isEqualTo(2);
        assertNothingIsLeft();
    }

    /** Many in flight, many that wait for a place, and a stop that does not wait for them. */
    @Test
    void everyExchangeThatAStopOvertakesIsCompletedOnce() throws Exception {
        int sends = 200;
        AtomicIntegerArray completions = new AtomicIntegerArray(sends);
        List<Exchange> exchanges = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(sends);
        try (RawServer silent = RawServer.answering(RawServer.silence())) {
            DefaultCamelContext context = new DefaultCamelContext();
            context.start();
            AsyncProducer producer = context.getEndpoint(
                            SEND.uri(silent.url(), carrier.with("maxInFlight=30", "responseTimeout=40s")))
                    .createAsyncProducer();
            producer.start();
            for (int i = 0; i < sends; i++) {
                int number = i;
                Exchange exchange = producer.getEndpoint().createExchange();
                SEND.input().accept(exchange.getIn());
                exchanges.add(exchange);
                callers.execute(() -> producer.process(exchange, sync -> completions.incrementAndGet(number)));
            }
            await().until(() -> silent.requestCount() == 30);
            context.close();

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(IntStream.range(0, sends).map(completions::get))
                            .allMatch(count -> count == 1));
            assertThat(exchanges)
                    .allSatisfy(exchange -> assertThat(exchange.getException()).isInstanceOf(SmsException.class));
            assertThat(exchanges)
                    .filteredOn(exchange -> exchange.getException() instanceof SmsRetryableException)
                    .hasSize(sends - 30);
            assertThat(silent.requestCount()).isEqualTo(30);
        } finally {
            callers.shutdownNow();
        }
    }

    private void account(CamelContext context, String name) {
        SmsAccount account = new SmsAccount();
        account.setProvider("2fa-link");
        account.setApiKey(Sentinels.API_KEY);
        account.setSecretKey(Sentinels.SECRET_KEY);
        account.setBaseUrl(provider.url());
        account.setMaxRequestsPerSecond(0);
        context.getRegistry().bind(name, account);
    }

    /** What a caller that meets a client in its stop may be told: that the SMS was not sent and may be sent again. */
    private static void assertSentOrRetryable(Queue<Exchange> sent, int count) {
        assertThat(sent).hasSize(count);
        assertThat(sent.stream()
                        .map(Exchange::getException)
                        .filter(Objects::nonNull)
                        .filter(failure -> !(failure instanceof SmsRetryableException))
                        .map(Exception::toString)
                        .distinct())
                .as("failures of another kind")
                .isEmpty();
    }

    @Test
    void endpointsThatComeAndGoUnderLoadRefuseNothing() throws Exception {
        int threads = 100;
        int each = 30;
        Queue<Exchange> sent = new ConcurrentLinkedQueue<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            account(context, "main");
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").toD(carrier.on("sms:send?account=main&from=Shop${header.shop}"), 10);
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            CountDownLatch done = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                int first = i;
                new Thread(() -> {
                            for (int j = 0; j < each; j++) {
                                int shop = (first + j * 7) % 60;
                                sent.add(template.send("direct:in", exchange -> {
                                    SEND.input().accept(exchange.getIn());
                                    exchange.getIn().setHeader("shop", shop);
                                }));
                            }
                            done.countDown();
                        })
                        .start();
            }
            assertThat(done.await(100, TimeUnit.SECONDS)).isTrue();

            assertThat(sent).hasSize(threads * each);
            // Camel's cache of producers fails by itself an exchange whose producer it has just closed.
            sent.removeIf(exchange -> exchange.getException() instanceof IllegalStateException
                    && exchange.getException().getMessage().contains("ProducerCache"));
            assertSentOrRetryable(sent, sent.size());
            long accepted = sent.stream()
                    .filter(exchange -> exchange.getException() == null)
                    .count();
            assertThat(provider.requestCount()).isEqualTo((int) accepted);
            assertThat(accepted).as("accepted of 3000").isGreaterThan(2500);
        }
        assertNothingIsLeft();
    }

    @Test
    void aRouteThatIsRemovedWhileItSendsRefusesNothing() throws Exception {
        int rounds = 10;
        Queue<Exchange> sent = new ConcurrentLinkedQueue<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            account(context, "main");
            account(context, "spare");
            context.getShutdownStrategy().setTimeout(1);
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            for (int round = 0; round < rounds; round++) {
                String from = "direct:round" + round;
                String accounts = round % 2 == 0 ? "main" : "main,spare";
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(from).routeId(from).to(carrier.on("sms:send?account=" + accounts));
                    }
                });
                whileSending(job -> sent.add(template.send(from, LifecycleTest::input)), () -> {
                    context.getRouteController().stopRoute(from);
                    context.removeRoute(from);
                });
            }
        }
        // Camel itself refuses what comes behind the stop.
        sent.removeIf(exchange -> exchange.getException() instanceof DirectConsumerNotAvailableException
                || exchange.getException() instanceof RejectedExecutionException);
        assertSentOrRetryable(sent, sent.size());
        assertThat(sent).hasSizeGreaterThan(rounds * 20);
        assertNothingIsLeft();
    }

    /** As a pool of producers does with one that somebody still uses. */
    @Test
    void aProducerThatIsStoppedWhileItSendsRefusesNothing() throws Exception {
        int rounds = 10;
        Queue<Exchange> sent = new ConcurrentLinkedQueue<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            account(context, "main");
            account(context, "spare");
            context.start();
            for (int round = 0; round < rounds; round++) {
                String accounts = round % 2 == 0 ? "account=main&maxInFlight=4" : "account=main,spare";
                AsyncProducer producer =
                        context.getEndpoint(carrier.on("sms:send?" + accounts)).createAsyncProducer();
                producer.start();
                whileSending(job -> sent.add(sendBy(producer, job % 5 == 4 ? "spare" : null)), producer::stop);
            }
        }
        assertSentOrRetryable(sent, rounds * 20 * 25);
        assertNothingIsLeft();
    }

    /** Runs a job 25 times on each of 20 threads, and something else once as many have begun. */
    private static void whileSending(IntConsumer send, ThrowingCallable meanwhile) throws Exception {
        CountDownLatch begun = new CountDownLatch(40);
        List<CompletableFuture<Void>> callers = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            for (int j = 0; j < 25; j++) {
                                begun.countDown();
                                send.accept(j);
                            }
                        },
                        job -> new Thread(job).start()))
                .toList();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatCode(meanwhile).doesNotThrowAnyException();
        for (CompletableFuture<Void> caller : callers) {
            caller.get(60, TimeUnit.SECONDS);
        }
    }

    private static void input(Exchange exchange) {
        SEND.input().accept(exchange.getIn());
    }

    private static Exchange sendBy(AsyncProducer producer, @Nullable String account) {
        Exchange exchange = producer.getEndpoint().createExchange();
        input(exchange);
        if (account != null) {
            exchange.getIn().setHeader(SmsConstants.ACCOUNT, account);
        }
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, sync -> end.complete(exchange));
        return end.orTimeout(50, TimeUnit.SECONDS).join();
    }
}
