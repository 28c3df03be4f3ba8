package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.RawServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls under the rate limit of their account. */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Carrier.class,
        names = "CALLERS_THREAD",
        mode = EnumSource.Mode.EXCLUDE) // there every exchange waits as a transacted one does
@Timeout(120)
class RateLimitedCallsTest {

    private static final ProviderCase SEND = ProviderCase.of("transmitsms", "send");
    private static final ProviderCase QUERY = ProviderCase.of("transmitsms", "query");
    private static final Consumer<Message> NOTHING_MORE = in -> {};
    /** With it a call that has to wait at all fails at once. */
    private static final String NO_WAIT = "rateLimitTimeout=0";

    private static final String LONG_PAUSE = "Retry-After: 40";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger answers = new AtomicInteger();
    private RawServer provider;

    private final Carrier carrier;

    RateLimitedCallsTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        if (provider != null) {
            provider.close();
        }
    }

    /** Answers one call after the other; all further ones as the last. */
    private void provider(Answer... inTurn) throws IOException {
        provider = RawServer.choosing(request -> inTurn[Math.min(answers.getAndIncrement(), inTurn.length - 1)]);
    }

    private Exchange call(ProviderCase call, String... options) {
        return call(call, NOTHING_MORE, options);
    }

    private Exchange call(ProviderCase call, Consumer<Message> more, String... options) {
        return context.createFluentProducerTemplate()
                .to(call.limitedUri(provider.url(), carrier.with(options)))
                .withProcessor(exchange -> {
                    call.input().accept(exchange.getIn());
                    more.accept(exchange.getIn());
                })
                .send();
    }

    private static void assertNotSentForTheLimit(Exchange exchange) {
        assertThat(exchange.getException(SmsRetryableException.class))
                .isNotNull()
                .extracting(SmsException::errorClass)
                .isEqualTo(ErrorClass.RATE_LIMIT);
    }

    @Test
    void transmitSmsHasALimitUnlessToldOtherwise() throws Exception {
        provider(SEND.good());
        int sent = 0;
        Exchange last = call(SEND, NO_WAIT);
        while (last.getException() == null) { // each may take longer than its turn
            sent++;
            last = call(SEND, NO_WAIT);
        }

        assertNotSentForTheLimit(last);
        assertThat(last.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isBetween(1L, 550L);
        assertThat(provider.requestCount()).isEqualTo(sent).isPositive();
    }

    @Test
    void theLimitMayBeSwitchedOff() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", LONG_PAUSE), SEND.good());

        call(SEND, NO_WAIT, "maxRequestsPerSecond=0");
        for (int i = 0; i < 20; i++) {
            assertThat(call(SEND, NO_WAIT, "maxRequestsPerSecond=0").getException())
                    .isNull();
        }
    }

    @Test
    void tooManyCallsPauseAllEndpointsOfTheAccount() throws Exception {
        String overLimit = "{\"error\": {\"code\": \"OVER_LIMIT\", \"description\": \"Slow down\"}}";
        provider(RawServer.reply(429, "application/json", overLimit, LONG_PAUSE), QUERY.good());

        assertNotSentForTheLimit(call(SEND));
        Exchange paused = call(QUERY, "rateLimitTimeout=5s");

        assertNotSentForTheLimit(paused);
        assertThat(paused.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isBetween(5000L, 40_000L);
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @Test
    void anAccountWithoutALimitPausesToo() throws Exception {
        ProviderCase send = ProviderCase.of("2fa-link", "send");
        provider(RawServer.reply(429, "text/plain", "", LONG_PAUSE), send.good());

        assertNotSentForTheLimit(call(send));
        assertNotSentForTheLimit(call(send, "rateLimitTimeout=5s"));
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @Test
    void aCallGoesOnAfterThePause() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", "Retry-After: 1"), SEND.good());

        assertNotSentForTheLimit(call(SEND));
        assertThat(call(SEND).getException()).isNull();
    }

    @Test
    void aMessageThatExpiresWhileItWaitsIsNotSent() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", "Retry-After: 3"), SEND.good());
        call(SEND);

        Exchange expired = call(
                SEND, in -> in.setHeader(SmsConstants.EXPIRES_AT, Instant.now().plus(Duration.ofMillis(500))));

        assertThat(expired.getException(SmsRefusedException.class))
                .isNotNull()
                .extracting(SmsException::errorClass)
                .isEqualTo(ErrorClass.EXPIRED);
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    private AsyncProducer producer(String... options) throws Exception {
        AsyncProducer producer = context.getEndpoint(SEND.limitedUri(provider.url(), carrier.with(options)))
                .createAsyncProducer();
        producer.start();
        return producer;
    }

    private Exchange exchange(AsyncProducer producer) {
        Endpoint endpoint = producer.getEndpoint();
        Exchange exchange = endpoint.createExchange();
        SEND.input().accept(exchange.getIn());
        return exchange;
    }

    /** Makes the call that the provider answers with a pause, and waits for its end. */
    private static void throttle(AsyncProducer producer, Exchange exchange) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        producer.process(exchange, sync -> end.countDown());
        assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        assertNotSentForTheLimit(exchange);
    }

    @Test
    void whoWaitsHoldsNoThread() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", "Retry-After: 8"), SEND.good());
        AsyncProducer producer = producer();
        List<Exchange> exchanges =
                IntStream.range(0, 5).mapToObj(i -> exchange(producer)).toList();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(4);

        throttle(producer, exchanges.get(0));
        for (Exchange exchange : exchanges.subList(1, 5)) {
            assertThat(producer.process(exchange, sync -> {
                        threads.add(Thread.currentThread());
                        done.countDown();
                    }))
                    .isFalse();
        }

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).doesNotContain(Thread.currentThread());
        assertThat(exchanges.subList(1, 5))
                .allSatisfy(one -> assertThat(one.getException()).isNull());
        assertThat(provider.requestCount()).isEqualTo(5);
    }

    @Test
    void aTransactedExchangeWaitsOnItsThread() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", "Retry-After: 1"), SEND.good());
        AsyncProducer producer = producer();
        throttle(producer, exchange(producer));
        Exchange transacted = exchange(producer);
        transacted.getExchangeExtension().setTransacted(true);
        AtomicReference<Thread> end = new AtomicReference<>();

        assertThat(producer.process(transacted, sync -> end.set(Thread.currentThread())))
                .isTrue();
        assertThat(end).hasValue(Thread.currentThread());
        assertThat(transacted.getException()).isNull();
        assertThat(provider.requestCount()).isEqualTo(2);
    }

    @Test
    void aTransactedExchangeThatIsInterruptedIsNotSent() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", LONG_PAUSE), SEND.good());
        AsyncProducer producer = producer();
        throttle(producer, exchange(producer));
        Exchange transacted = exchange(producer);
        transacted.getExchangeExtension().setTransacted(true);

        Thread.currentThread().interrupt();
        assertThat(producer.process(transacted, sync -> {})).isTrue();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(transacted.getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @Test
    void stoppingTheContextEndsTheWaitAtOnce() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", LONG_PAUSE), SEND.good());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(SEND.limitedUri(provider.url(), carrier.option()));
            }
        });
        assertNotSentForTheLimit(call(SEND));
        Future<Exchange> waiting = context.createFluentProducerTemplate()
                .to("direct:in")
                .withProcessor(exchange -> SEND.input().accept(exchange.getIn()))
                .asyncSend();
        await().until(() -> context.getInflightRepository().size() == 1);
        // The wait begins some time after the exchange; whenever that is, it ends with the stop.
        context.stop();

        assertThat(waiting.get(30, TimeUnit.SECONDS).getException())
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageContaining("stopped");
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @Test
    void stoppingARouteEndsItsWaitsWithItsTimeOut() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", "Retry-After: 50"), SEND.good());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("sending").to(SEND.limitedUri(provider.url(), carrier.option()));
            }
        });
        assertNotSentForTheLimit(call(SEND));
        Future<Exchange> waiting = context.createFluentProducerTemplate()
                .to("direct:in")
                .withProcessor(exchange -> SEND.input().accept(exchange.getIn()))
                .asyncSend();
        await().until(() -> context.getInflightRepository().size("sending") == 1);

        context.getRouteController().stopRoute("sending", 1, TimeUnit.SECONDS);

        assertThat(waiting.get(40, TimeUnit.SECONDS).getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(provider.requestCount()).isEqualTo(1);
    }

    @Test
    void stoppingTheProducerEndsItsWaits() throws Exception {
        provider(RawServer.reply(429, "text/plain", "", LONG_PAUSE), SEND.good());
        AsyncProducer producer = producer();
        throttle(producer, exchange(producer));
        Exchange waiting = exchange(producer);
        CountDownLatch done = new CountDownLatch(1);
        assertThat(producer.process(waiting, sync -> done.countDown())).isFalse();

        producer.stop();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(provider.requestCount()).isEqualTo(1);
    }
}
