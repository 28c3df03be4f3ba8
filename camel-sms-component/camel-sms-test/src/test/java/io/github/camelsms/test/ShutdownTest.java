package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping while calls are under way. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(60)
class ShutdownTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    /** One for each job: where processors are few, the common pool of JDK 25 has a single one. */
    private static final Executor THREADS = job -> new Thread(job).start();

    private final Carrier carrier;

    ShutdownTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @Test
    void stopWaitsForTheCallUnderWay() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        RawServer.Answer late = (connection, out) -> {
            try {
                answer.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            SEND.good().write(connection, out);
        };
        try (RawServer provider = RawServer.answering(late);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to(SEND.uri(provider.url(), carrier.option()));
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            CompletableFuture<Exchange> call = CompletableFuture.supplyAsync(
                    () -> template.send("direct:in", one -> SEND.input().accept(one.getIn())), THREADS);
            await().until(() -> provider.requestCount() == 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop, THREADS);
            await().until(() -> context.isStopping());
            answer.countDown();

            assertThat(call.join().getException()).isNull();
            stopped.join();
            await().untilAsserted(() -> assertThat(provider.openConnections()).isZero());
        }
    }

    @Test
    void callLeftByTheStopMayHaveBeenSentAndOneThatWaitedWasNot() throws Exception {
        try (RawServer silent = RawServer.answering(RawServer.silence());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Endpoint endpoint =
                    context.getEndpoint(SEND.uri(silent.url(), carrier.with("maxInFlight=1", "responseTimeout=1s")));
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            List<Exchange> completed = new CopyOnWriteArrayList<>();
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Exchange exchange = endpoint.createExchange();
                SEND.input().accept(exchange.getIn());
                calls.add(CompletableFuture.runAsync(
                        () -> producer.process(exchange, sync -> completed.add(exchange)), THREADS));
            }
            await().until(() -> silent.requestCount() == 1);
            context.stop();
            calls.forEach(CompletableFuture::join);

            await().untilAsserted(() -> assertThat(List.copyOf(completed))
                    .extracting(exchange -> (Object) exchange.getException().getClass())
                    .containsExactlyInAnyOrder(SmsOutcomeUnknownException.class, SmsRetryableException.class));
            assertThat(silent.requestCount()).isEqualTo(1);
        }
    }
}
