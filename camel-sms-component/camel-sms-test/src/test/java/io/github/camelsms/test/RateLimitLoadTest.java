package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight routes against a provider that refuses what is over its limit: two calls at once, and two more each second. */
@Tag("slow")
@Timeout(180)
class RateLimitLoadTest {

    private static final ProviderCase SEND = ProviderCase.of("transmitsms", "send");
    private static final int ROUTES = 8;
    private static final int PER_SECOND = 2;
    private static final Duration DURATION = Duration.ofSeconds(60);

    @Test
    void noCallIsRefusedAndFourFifthsOfTheLimitAreUsed() throws Exception {
        StrictLimit limit = new StrictLimit();
        RawServer.Answer overLimit = RawServer.reply(
                429, "application/json", "{\"error\": {\"code\": \"OVER_LIMIT\", \"description\": \"Slow down\"}}");
        try (RawServer provider = RawServer.choosing(request -> limit.allows() ? SEND.good() : overLimit);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (int route = 0; route < ROUTES; route++) {
                        from("direct:" + route).to(SEND.limitedUri(provider.url()));
                    }
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            assertThat(send(template, 0))
                    .as("the first call, slow for all the classes it loads")
                    .isNull();

            limit.countFromNow();
            long end = System.nanoTime() + DURATION.toNanos();
            List<CompletableFuture<List<Exception>>> routes = new ArrayList<>();
            for (int route = 0; route < ROUTES; route++) {
                int number = route;
                CompletableFuture<List<Exception>> failures = new CompletableFuture<>();
                routes.add(failures);
                new Thread(() -> failures.complete(sendUntil(end, template, number)), "route-" + route).start();
            }

            for (CompletableFuture<List<Exception>> route : routes) {
                assertThat(route.join()).isEmpty();
            }
            assertThat(limit.refused()).isZero();
            assertThat(limit.allowedWithin(DURATION))
                    .isGreaterThanOrEqualTo((int) (DURATION.toSeconds() * PER_SECOND * 8 / 10));
        }
    }

    private static List<Exception> sendUntil(long end, ProducerTemplate template, int route) {
        List<Exception> failures = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            Exception failure = send(template, route);
            if (failure != null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private static Exception send(ProducerTemplate template, int route) {
        Exchange result =
                template.send("direct:" + route, exchange -> SEND.input().accept(exchange.getIn()));
        return result.getException();
    }

    /** Counts what arrives, whenever it left. */
    private static final class StrictLimit {

        private final List<Long> allowed = new ArrayList<>();
        private double room = PER_SECOND;
        private long last = System.nanoTime();
        private long start = last;
        private int refused;

        synchronized boolean allows() {
            long now = System.nanoTime();
            room = Math.min(PER_SECOND, room + (now - last) * PER_SECOND / 1e9);
            last = now;
            if (room < 1) {
                refused++;
                return false;
            }
            room -= 1;
            allowed.add(now);
            return true;
        }

        synchronized void countFromNow() {
            start = System.nanoTime();
        }

        synchronized int refused() {
            return refused;
        }

        synchronized long allowedWithin(Duration duration) {
            return allowed.stream()
                    .filter(at -> at >= start && at - start < duration.toNanos())
                    .count();
        }
    }
}
