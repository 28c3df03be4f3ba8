package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus reads agrees with what a provider's server saw. */
@Timeout(120)
class MetricsTest {

    private static final int MESSAGES = 10_000;
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(camel_sms_\\w+)\\{([^}]*)} (\\S+)$");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.getRegistry().bind("prometheus", MeterRegistry.class, registry);
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private record Sample(String name, String tags, double value) {
        boolean has(String... all) {
            return List.of(all).stream().allMatch(tags::contains);
        }
    }

    private List<Sample> scrape() {
        return SAMPLE.matcher(registry.scrape())
                .results()
                .map(found -> new Sample(found.group(1), found.group(2), Double.parseDouble(found.group(3))))
                .toList();
    }

    private double sum(String name, String... tags) {
        return scrape().stream()
                .filter(sample -> sample.name().equals(name) && sample.has(tags))
                .mapToDouble(Sample::value)
                .sum();
    }

    private void account(String name, String provider, RawServer server) {
        SmsAccount account = new SmsAccount();
        account.setProvider(provider);
        account.setApiKey("key");
        account.setSecretKey("secret");
        account.setBaseUrl(server.url());
        account.setAllowHttp(true);
        account.setMaxRequestsPerSecond(0);
        account.setResponseTimeout(Duration.ofSeconds(20));
        context.getRegistry().bind(name, account);
    }

    private static RawServer.Answer json(int status, String body) {
        return RawServer.reply(status, "application/json", body);
    }

    @Test
    void countsOfEveryOutcomeAreWhatTheServerSaw() throws Exception {
        List<RawServer.Answer> answers = List.of(
                json(202, "{\"success\":true,\"message_uuid\":\"SMS1\"}"),
                json(400, "{\"error\":true,\"error_message\":\"bad number\"}"),
                json(401, "{\"error\":true,\"error_message\":\"bad key\"}"),
                json(429, "{\"error\":true,\"error_message\":\"slow down\"}"),
                json(500, "{\"error\":true,\"error_message\":\"broken\"}"));
        Map<Integer, AtomicInteger> answered = new ConcurrentHashMap<>();
        AtomicInteger arrived = new AtomicInteger();
        try (RawServer server = RawServer.choosing(request -> {
            int kind = arrived.getAndIncrement() % answers.size();
            answered.computeIfAbsent(kind, none -> new AtomicInteger()).incrementAndGet();
            return answers.get(kind);
        })) {
            account("main", "2chat", server);
            int refusedHere = send();

            assertThat(sum("camel_sms_calls_seconds_count")).isEqualTo(MESSAGES);
            double notSent = sum("camel_sms_calls_seconds_count", "outcome=\"not_sent\"");
            assertThat(sum("camel_sms_calls_seconds_count") - notSent).isEqualTo(arrived.get());
            assertThat(notSent).isEqualTo(refusedHere);
            calls(answered.get(0), "outcome=\"accepted\"", "error_class=\"none\"");
            calls(answered.get(1), "outcome=\"refused\"", "error_class=\"invalid_request\"");
            calls(answered.get(2), "outcome=\"refused\"", "error_class=\"authentication\"");
            calls(answered.get(3), "outcome=\"retryable\"", "error_class=\"rate_limit\"");
            calls(answered.get(4), "outcome=\"unknown\"", "error_class=\"temporary\"");
            assertThat(sum("camel_sms_segments_total"))
                    .as("one segment for each accepted message")
                    .isEqualTo(answered.get(0).get());
            assertThat(sum("camel_sms_in_flight")).isZero();
            assertThat(registry.scrape()).doesNotContain("44770090", "The depot opens");
        }
    }

    private void calls(AtomicInteger expected, String... tags) {
        assertThat(sum("camel_sms_calls_seconds_count", tags))
                .as("%s", List.of(tags))
                .isEqualTo(expected.get());
    }

    /** Every tenth message has a sender that the provider would refuse, so that none of these leaves; returns how many. */
    private int send() throws Exception {
        int refusedHere = 0;
        AsyncProducer producer =
                context.getEndpoint("sms:send?account=main&from=%2B15550100").createAsyncProducer();
        producer.start();
        Semaphore room = new Semaphore(64);
        CountDownLatch left = new CountDownLatch(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            Exchange exchange = producer.getEndpoint().createExchange();
            exchange.getIn().setBody("The depot opens at 9.");
            exchange.getIn().setHeader(SmsConstants.TO, "+4477009" + (10_000 + i));
            if (i % 10 == 0) {
                exchange.getIn().setHeader(SmsConstants.FROM, "Acme");
                refusedHere++;
            }
            room.acquire();
            producer.process(exchange, sync -> {
                room.release();
                left.countDown();
            });
        }
        assertThat(left.await(100, TimeUnit.SECONDS)).isTrue();
        producer.stop();
        return refusedHere;
    }

    @Test
    void accountsThatAreNotConfiguredMakeNoSeries() throws Exception {
        try (RawServer server = RawServer.answering(json(202, "{\"success\":true,\"message_uuid\":\"SMS1\"}"))) {
            account("main", "2chat", server);
            String uri = "sms:send?from=%2B15550100";
            context.createProducerTemplate()
                    .send(uri, exchange -> fill(exchange, "main")); // the only series that there are
            int before = registry.getMeters().size();

            for (int i = 0; i < MESSAGES; i++) {
                int number = i;
                context.createProducerTemplate().send(uri, exchange -> fill(exchange, "account-" + number));
            }

            assertThat(before).isPositive();
            assertThat(registry.getMeters()).hasSize(before);
        }
    }

    private static void fill(Exchange exchange, String account) {
        exchange.getIn().setHeader(SmsConstants.ACCOUNT, account);
        exchange.getIn().setHeader(SmsConstants.TO, "+447700900123");
        exchange.getIn().setBody("The depot opens at 9.");
    }

    @Test
    void waitsUnderTheRateLimitAreTimedApartFromTheProvider() throws Exception {
        try (RawServer server = RawServer.answering(json(202, "{\"success\":true,\"message_uuid\":\"SMS1\"}"))) {
            account("limited", "2chat", server);
            context.getRegistry()
                    .lookupByNameAndType("limited", SmsAccount.class)
                    .setMaxRequestsPerSecond(5);
            for (int i = 0; i < 7; i++) {
                context.createProducerTemplate()
                        .send("sms:send?account=limited&from=%2B15550100", exchange -> fill(exchange, null));
            }

            double waits = sum("camel_sms_wait_seconds_count", "for=\"rate\"", "account=\"limited\"");
            double waited = sum("camel_sms_wait_seconds_sum", "for=\"rate\"");
            assertThat(waits).isBetween(1.0, 7.0);
            assertThat(waited).as("a turn comes every 200 ms").isGreaterThan(0.1);
            assertThat(sum("camel_sms_calls_seconds_count")).isEqualTo(7);
        }
    }

    @Test
    void anOpenCircuitIsSeenUntilTheContextStops() throws Exception {
        try (RawServer server = RawServer.answering(json(500, "{}"))) {
            account("failing", "2chat", server);
            for (int i = 0; i < 3; i++) {
                context.createProducerTemplate()
                        .send("sms:send?account=failing&from=%2B15550100", exchange -> fill(exchange, null));
            }

            assertThat(sum("camel_sms_circuit", "account=\"failing\"")).isEqualTo(1);
        }
        context.stop();
        assertThat(scrape()).extracting(Sample::name).doesNotContain("camel_sms_circuit", "camel_sms_in_flight");
        assertThat(sum("camel_sms_calls_seconds_count")).as("counters stay").isEqualTo(3);
    }

    @Test
    void receiptsAreCountedOnceAndTimedSinceTheirSend() throws Exception {
        try (Receiver receiver = new Receiver();
                RawServer server = RawServer.choosing(
                        request -> ProviderCase.of("2fa-link", "send").good())) {
            receiver.context().getRegistry().bind("prometheus", MeterRegistry.class, registry);
            SmsAccount account = new SmsAccount();
            account.setProvider("2fa-link");
            account.setApiKey("key");
            account.setSecretKey("secret");
            account.setBaseUrl(server.url());
            account.setAllowHttp(true);
            receiver.context().getRegistry().bind("main", account);
            receiver.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("sms:dlr?account=main&verification=token&webhookVerifyToken=t&path=/dlr")
                            .to("mock:receipts");
                }
            });
            receiver.context().start();
            Exchange sent = receiver.context()
                    .createProducerTemplate()
                    .send(
                            "sms:send?account=main",
                            exchange ->
                                    ProviderCase.of("2fa-link", "send").input().accept(exchange.getIn()));
            String id = sent.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);

            List<Integer> statuses = List.of(
                    receiver.receipt("/dlr?token=t", id, "701").get(),
                    receiver.receipt("/dlr?token=t", id, "701").get(),
                    receiver.receipt("/dlr?token=wrong", id, "701").get());

            assertThat(statuses).containsExactly(200, 200, 403);
            assertThat(sum(
                            "camel_sms_receipts_total",
                            "account=\"main\"",
                            "source=\"webhook\"",
                            "status=\"delivered\""))
                    .isEqualTo(1);
            assertThat(sum("camel_sms_receipt_delay_seconds_count")).isEqualTo(1);
            assertThat(sum("camel_sms_webhooks_refused_total", "reason=\"forbidden\"", "operation=\"dlr\""))
                    .isEqualTo(1);
            assertThat(registry.scrape()).doesNotContain(id, "447700900123");
        }
    }

    @Test
    void withoutARegistryNothingIsMeasured() throws Exception {
        try (DefaultCamelContext plain = new DefaultCamelContext();
                RawServer server = RawServer.answering(json(202, "{\"success\":true,\"message_uuid\":\"SMS1\"}"))) {
            plain.start();
            Exchange sent = plain.createProducerTemplate()
                    .send(
                            "sms:send?provider=2chat&apiKey=key&from=%2B15550100&allowHttp=true&baseUrl="
                                    + server.url(),
                            exchange -> fill(exchange, null));

            assertThat(sent.getException()).isNull();
            assertThat(scrape()).isEmpty();
        }
    }
}
