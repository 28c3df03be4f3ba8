package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Synchronization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many sends at once leave nothing behind. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
class LoadTest {

    private static final int SENDS = 10_000;
    private static final int AT_ONCE = 64;

    private final Carrier carrier;

    LoadTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @Test
    @Timeout(60)
    void tenThousandSendsAreEachCompletedOnceAndLeaveNoThreadAndNoConnection() throws Exception {
        ProviderCase call = ProviderCase.of("2fa-link", "send");
        AtomicInteger succeeded = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (RawServer provider = RawServer.answering(call.good())) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to(call.uri(provider.url(), carrier.option()));
                    }
                });
                context.start();
                send(context, call, succeeded, failed);

                assertThat(provider.requestCount()).isEqualTo(SENDS);
                assertThat(provider.acceptedConnections()).isLessThanOrEqualTo(AT_ONCE);
                assertThat(context.getInflightRepository().size()).isZero();
            }
            assertThat(succeeded).hasValue(SENDS);
            assertThat(failed).hasValue(0);
            await().untilAsserted(() -> assertThat(provider.openConnections()).isZero());
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    // Made by the JDK on first use and kept by it.
                    .filteredOn(thread -> !thread.getName().startsWith("CompletableFuture"))
                    .filteredOn(thread -> !thread.getName().startsWith("awaitility"))
                    .isEmpty());
        }
    }

    private static void send(CamelContext context, ProviderCase call, AtomicInteger succeeded, AtomicInteger failed)
            throws InterruptedException {
        Set<String> completed = ConcurrentHashMap.newKeySet();
        Synchronization counter = new Synchronization() {
            @Override
            public void onComplete(Exchange exchange) {
                // Camel swallows what is thrown here, so a second completion is counted as a failure.
                (completed.add(exchange.getExchangeId()) ? succeeded : failed).incrementAndGet();
            }

            @Override
            public void onFailure(Exchange exchange) {
                failed.incrementAndGet();
            }
        };
        ProducerTemplate template = context.createProducerTemplate();
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
        for (int i = 0; i < SENDS; i++) {
            callers.execute(() -> template.send("direct:in", exchange -> {
                exchange.getExchangeExtension().addOnCompletion(counter);
                call.input().accept(exchange.getIn());
            }));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
        template.stop();
    }
}
