package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

/** Several messages in one Exchange: few calls, and a result for each message in the order of the messages. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(120)
class BulkSendTest {

    private static final ProviderCase TRANSMIT_SMS = ProviderCase.of("transmitsms", "send");
    private static final ProviderCase TWO_FA_LINK = ProviderCase.of("2fa-link", "send");
    private static final String TEXT = "The depot opens at 9.";

    /** One for each job: where processors are few, the common pool of JDK 25 has a single one. */
    private static final Executor THREADS = job -> new Thread(job).start();

    private final Carrier carrier;
    private final DefaultCamelContext context = new DefaultCamelContext();

    BulkSendTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    static String number(int i) {
        return "+44791" + String.format("%05d", i) + "55"; // the simulator reads wishes out of other endings
    }

    private static SmsMessage message(int i) {
        return SmsMessage.to(number(i)).text(TEXT).build();
    }

    private static List<SmsMessage> messages(int count) {
        return IntStream.range(0, count).mapToObj(BulkSendTest::message).toList();
    }

    private Exchange send(String uri, Consumer<Message> in) {
        return context.createProducerTemplate()
                .request(uri.startsWith("sms:") ? carrier.on(uri) : uri, exchange -> in.accept(exchange.getIn()));
    }

    private Exchange send(String uri, Object body) {
        return send(uri, in -> in.setBody(body));
    }

    private static List<BulkResult> results(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return body(exchange);
    }

    @SuppressWarnings("unchecked")
    private static List<BulkResult> body(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    private static String uri(SmsSimulator simulator, String provider, String... options) {
        Credentials keys = simulator.credentials(provider);
        String secret = keys.secretKey() == null ? "" : "&secretKey=RAW(" + keys.secretKey() + ")";
        String more = options.length == 0 ? "" : "&" + String.join("&", options);
        return "sms:send?provider=" + provider + "&apiKey=RAW(" + keys.apiKey() + ")" + secret
                + "&maxRequestsPerSecond=0&baseUrl="
                + simulator.baseUrl(provider) + more;
    }

    /** How many calls are out at once: a thread that makes each call by itself makes one after the other. */
    private int atOnce(int maxInFlight) {
        return carrier == Carrier.CALLERS_THREAD ? 1 : maxInFlight;
    }

    @Test
    void oneTextGoesTo500RecipientsACall() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            List<BulkResult> results = results(send(uri(simulator, "transmitsms"), messages(1203)));

            assertThat(simulator.requests()).hasSize(3);
            assertThat(simulator.messages())
                    .hasSize(1203)
                    .allSatisfy(message -> assertThat(message.text()).isEqualTo(TEXT));
            assertThat(results).hasSize(1203);
            assertThat(results).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(results)
                    .extracting(result -> result.to().e164())
                    .containsExactlyElementsOf(IntStream.range(0, 1203)
                            .mapToObj(BulkSendTest::number)
                            .toList());
            Map<String, String> idOf = new LinkedHashMap<>();
            simulator.messages().forEach(message -> idOf.put(message.to(), message.messageId()));
            assertThat(results).allSatisfy(result -> {
                SmsSubmission submission = result.submission();
                assertThat(submission.messageId())
                        .isEqualTo(idOf.get(result.to().e164()));
                assertThat(submission.to()).isEqualTo(result.to());
                assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
                assertThat(submission.segments()).isEqualTo(1);
            });
        }
    }

    @Test
    void messagesShareACallOnlyWithTheirLike() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            List<SmsMessage> messages = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                SmsMessage.Builder message = message(i).toBuilder();
                messages.add(
                        switch (i % 3) {
                            case 0 -> message.build();
                            case 1 -> message.text("Another text").build();
                            default -> message.from("ExampleCo").build();
                        });
            }

            List<BulkResult> results = results(send(uri(simulator, "transmitsms"), messages));

            assertThat(simulator.requests()).hasSize(3);
            assertThat(results)
                    .extracting(BulkResult::to)
                    .containsExactlyElementsOf(
                            messages.stream().map(SmsMessage::to).toList());
            assertThat(simulator.messages())
                    .filteredOn(message -> "ExampleCo".equals(message.from()))
                    .hasSize(10);
        }
    }

    @Test
    void batchSizeLimitsACall() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            results(send(uri(simulator, "transmitsms", "batchSize=2"), messages(5)));

            assertThat(simulator.requests())
                    .extracting(request -> request.form().get("to").split(",").length)
                    .containsExactlyInAnyOrder(2, 2, 1);
        }
    }

    @Test
    void recipientTwiceGetsTwoMessages() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            List<BulkResult> results =
                    results(send(uri(simulator, "transmitsms"), List.of(message(1), message(2), message(1))));

            assertThat(results).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(simulator.messages())
                    .extracting(SimulatedMessage::to)
                    .containsExactlyInAnyOrder(number(1), number(2), number(1));
            assertThat(results.get(0).submission().messageId())
                    .isNotEqualTo(results.get(2).submission().messageId());
        }
    }

    @Test
    void badMessagesAreNotSentAndTheRestIs() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            List<Object> elements = new ArrayList<>(Arrays.asList(
                    message(1),
                    SmsMessage.to(number(2)).text("x".repeat(700)).build(),
                    Map.of("to", "call me", "text", TEXT),
                    SmsMessage.builder().text(TEXT).build(),
                    null,
                    Map.of("to", number(5), "txt", TEXT),
                    List.of("nested"),
                    message(6)));

            List<BulkResult> results = results(send(uri(simulator, "transmitsms"), elements));

            assertThat(results)
                    .extracting(BulkResult::outcome, BulkResult::errorClass)
                    .containsExactly(
                            tuple(Outcome.ACCEPTED, null),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST),
                            tuple(Outcome.ACCEPTED, null));
            assertThat(results.get(1).to()).isEqualTo(Msisdn.parse(number(2)));
            assertThat(results.get(1).detail()).contains("700").contains("612");
            assertThat(results.get(5).detail()).contains("text").doesNotContain("txt");
            assertThat(simulator.requests()).hasSize(1);
            assertThat(results.toString())
                    .doesNotContain(TEXT)
                    .doesNotContain(number(1).substring(1));
        }
    }

    @Test
    void recipientRefusedByNameIsNotSentAndTheOthersAre() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            simulator.refuse(number(1), "RECIPIENTS_ERROR");

            List<BulkResult> results = results(send(uri(simulator, "transmitsms"), messages(4)));

            assertThat(results)
                    .extracting(BulkResult::outcome)
                    .containsExactly(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED, Outcome.ACCEPTED);
            assertThat(results.get(1).errorClass()).isEqualTo(ErrorClass.REJECTED);
            assertThat(results.get(1).submission()).isNull();
            assertThat(simulator.messages()).hasSize(3);
        }
    }

    @Test
    void refusedCallIsTheFateOfItsOwnMessagesAlone() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            simulator.refuse(number(3), "LEDGER_ERROR");

            List<BulkResult> results = results(send(uri(simulator, "transmitsms", "batchSize=2"), messages(6)));

            assertThat(results)
                    .extracting(BulkResult::outcome, BulkResult::errorClass)
                    .containsExactly(
                            tuple(Outcome.ACCEPTED, null),
                            tuple(Outcome.ACCEPTED, null),
                            tuple(Outcome.REFUSED, ErrorClass.INSUFFICIENT_CREDIT),
                            tuple(Outcome.REFUSED, ErrorClass.INSUFFICIENT_CREDIT),
                            tuple(Outcome.ACCEPTED, null),
                            tuple(Outcome.ACCEPTED, null));
            assertThat(results.get(2).providerCode()).isEqualTo("LEDGER_ERROR");
        }
    }

    private static RawServer.Answer accepting(int recipients) {
        return RawServer.reply(
                200,
                "application/json",
                "{\"message_id\":331694668,\"recipients\":" + recipients
                        + ",\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}");
    }

    @Test
    void countThatNamesNobodyLeavesTheFateOfAllUnknown() throws Exception {
        try (RawServer provider = RawServer.answering(accepting(2))) {
            List<BulkResult> results = results(send(TRANSMIT_SMS.uri(provider.url()), messages(3)));

            assertThat(results).extracting(BulkResult::outcome).containsOnly(Outcome.UNKNOWN);
            assertThat(results)
                    .extracting(result -> result.submission().messageId())
                    .containsOnly("331694668");
            assertThat(results)
                    .extracting(result -> result.submission().status())
                    .containsOnly(DeliveryStatus.UNKNOWN);
            assertThat(results.get(0).detail()).contains("2 of 3");
        }
    }

    /** Which of the recipients of {@link #messages} a call is for. */
    private static boolean isFor(RawServer.Received request, int recipient) {
        return request.body().contains(number(recipient).substring(1));
    }

    @Test
    void connectionThatBreaksLeavesOnlyItsOwnMessagesUnknown() throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        try (RawServer provider = RawServer.choosing(request -> {
            if (isFor(request, 2)) {
                return RawServer.bytesThenReset("HTTP/1.1 200 OK\r\nContent-Type: appl");
            }
            IntStream.range(0, 6).filter(i -> isFor(request, i)).forEach(i -> accepted.add(number(i)));
            return accepting(2);
        })) {
            List<BulkResult> results = results(send(TRANSMIT_SMS.uri(provider.url(), "batchSize=2"), messages(6)));

            assertThat(results)
                    .extracting(BulkResult::outcome)
                    .containsExactly(
                            Outcome.ACCEPTED,
                            Outcome.ACCEPTED,
                            Outcome.UNKNOWN,
                            Outcome.UNKNOWN,
                            Outcome.ACCEPTED,
                            Outcome.ACCEPTED);
            assertThat(results.get(2).errorClass()).isEqualTo(ErrorClass.TEMPORARY);
            assertThat(results)
                    .filteredOn(result -> result.outcome() == Outcome.ACCEPTED)
                    .extracting(result -> result.to().e164())
                    .containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(provider.requestCount()).isEqualTo(3);
        }
    }

    @Test
    void providerThatIsGoneLeavesTheRestNotSent() throws Exception {
        String url;
        try (RawServer provider = RawServer.answering(accepting(1))) {
            url = provider.url();
        }

        List<BulkResult> results = results(send(TRANSMIT_SMS.uri(url), messages(600)));

        assertThat(results).hasSize(600).extracting(BulkResult::outcome).containsOnly(Outcome.RETRYABLE);
        assertThat(results).extracting(BulkResult::errorClass).containsOnly(ErrorClass.TEMPORARY);
    }

    @Test
    void callsOfOneMessageEachGoOutInParallelUpToMaxInFlight() throws Exception {
        CyclicBarrier together = new CyclicBarrier(atOnce(4));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RawServer.Answer meeting = (connection, out) -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                together.await(60, TimeUnit.SECONDS);
            } catch (Exception alone) {
                connection.close();
                return;
            }
            underWay.decrementAndGet();
            TWO_FA_LINK.good().write(connection, out);
        };
        try (RawServer provider = RawServer.answering(meeting)) {
            List<BulkResult> results = results(send(TWO_FA_LINK.uri(provider.url(), "maxInFlight=4"), messages(12)));

            assertThat(results).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(results)
                    .extracting(BulkResult::to)
                    .containsExactlyElementsOf(
                            messages(12).stream().map(SmsMessage::to).toList());
            assertThat(provider.requestCount()).isEqualTo(12);
            assertThat(most.get()).isEqualTo(atOnce(4));
        }
    }

    @Test
    void textGoesToEachRecipientOfTheHeader() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Exchange exchange = send(uri(simulator, "transmitsms"), in -> {
                in.setBody(TEXT);
                in.setHeader(SmsConstants.TO, List.of(number(1), "not a number", Msisdn.parse(number(2))));
            });

            assertThat(results(exchange))
                    .extracting(BulkResult::outcome)
                    .containsExactly(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED);
            assertThat(simulator.requests()).hasSize(1);
            assertThat(simulator.messages())
                    .extracting(SimulatedMessage::to, SimulatedMessage::text)
                    .containsExactly(tuple(number(1), TEXT), tuple(number(2), TEXT));
        }
    }

    @Test
    void messagesTakeFromTheHeadersWhatTheyLack() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Exchange other = context.getEndpoint("direct:other").createExchange();
            other.getMessage().setBody("Of an exchange");
            other.getMessage().setHeader(SmsConstants.TO, number(4));
            Exchange exchange =
                    send(uri(simulator, "transmitsms", "to=" + number(9).substring(1)), in -> {
                        in.setHeader(SmsConstants.FROM, "ExampleCo");
                        in.setBody(new Object[] {
                            Map.of("to", number(1), "text", "Of a map", "from", "Other"),
                            SmsMessage.to(number(2)).text("Of a record").build(),
                            "Of a text",
                            other
                        });
                    });

            assertThat(results(exchange)).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(simulator.messages())
                    .extracting(SimulatedMessage::to, SimulatedMessage::text, SimulatedMessage::from)
                    .containsExactlyInAnyOrder(
                            tuple(number(1), "Of a map", "Other"),
                            tuple(number(2), "Of a record", "ExampleCo"),
                            tuple(number(9), "Of a text", "ExampleCo"),
                            tuple(number(4), "Of an exchange", null));
        }
    }

    @Test
    void bulkKeepsToTheRateLimitAndToItsOrder() throws Exception {
        List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());
        try (RawServer provider = RawServer.choosing(request -> {
            arrivals.add(System.nanoTime());
            return TWO_FA_LINK.good();
        })) {
            long begin = System.nanoTime();
            List<BulkResult> results =
                    results(send(TWO_FA_LINK.limitedUri(provider.url(), "maxRequestsPerSecond=10"), messages(12)));

            assertThat(results).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(results)
                    .extracting(BulkResult::to)
                    .containsExactlyElementsOf(
                            messages(12).stream().map(SmsMessage::to).toList());
            assertThat(arrivals).hasSize(12);
            assertThat(Collections.max(arrivals) - begin)
                    .as("eleven spaces of 110 ms, but for the timer's grain")
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_100));
        }
    }

    @Test
    void whatBulkCannotSendWithinRateLimitTimeoutIsNotSent() throws Exception {
        try (RawServer provider =
                RawServer.choosing(request -> RawServer.reply(429, "text/plain", "", "Retry-After: 600"))) {
            List<BulkResult> results = results(
                    send(TWO_FA_LINK.limitedUri(provider.url(), "rateLimitTimeout=5s", "maxInFlight=1"), messages(20)));

            assertThat(results)
                    .hasSize(20)
                    .extracting(BulkResult::outcome, BulkResult::errorClass)
                    .containsOnly(tuple(Outcome.RETRYABLE, ErrorClass.RATE_LIMIT));
            assertThat(provider.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void receiptsBringBackWhatTheBulkRemembered() throws Exception {
        BlockingQueue<Exchange> receipts = new LinkedBlockingQueue<>();
        AtomicInteger ids = new AtomicInteger();
        try (Receiver receiver = new Receiver();
                RawServer provider = RawServer.choosing(request -> RawServer.reply(
                        200,
                        "application/json",
                        "{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"id-" + ids.incrementAndGet()
                                + "\"}"))) {
            receiver.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sms:dlr?provider=2fa-link&path=/receipts&verification=token&webhookVerifyToken=t0ken")
                            .process(exchange -> receipts.add(exchange.copy()));
                }
            });
            receiver.context().start();
            Exchange sent = receiver.context()
                    .createFluentProducerTemplate()
                    .to(carrier.on("sms:send?provider=2fa-link&apiKey=key&secretKey=secret&correlate=campaign&baseUrl="
                            + provider.url()))
                    .withBody(messages(3))
                    .withHeader("campaign", "spring")
                    .request(Exchange.class);

            for (BulkResult result : results(sent)) {
                String id = result.submission().messageId();
                assertThat(receiver.receipt("/receipts?token=t0ken", id, "701").get(30, TimeUnit.SECONDS))
                        .isEqualTo(200);
                Exchange receipt = receipts.poll(30, TimeUnit.SECONDS);
                assertThat(receipt).as("a receipt").isNotNull();
                assertThat(receipt.getMessage().getHeader(SmsConstants.MESSAGE_ID))
                        .isEqualTo(id);
                assertThat(receipt.getMessage().getHeader("campaign")).isEqualTo("spring");
            }
            assertThat(ids).hasValue(3);
        }
    }

    @Test
    void emptyListNeedsNoCall() throws Exception {
        try (RawServer untouched = RawServer.answering(accepting(1))) {
            assertThat(results(send(TRANSMIT_SMS.uri(untouched.url()), List.of())))
                    .isEmpty();
            assertThat(untouched.acceptedConnections()).isZero();
        }
    }

    @Test
    void headersOfOneMessageDoNotStay() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Exchange exchange = send(uri(simulator, "transmitsms"), in -> {
                in.setBody(messages(2));
                in.setHeader(SmsConstants.MESSAGE_ID, "of an earlier step");
                in.setHeader(SmsConstants.STATUS, "DELIVERED");
            });

            assertThat(exchange.getMessage().getHeaders())
                    .doesNotContainKeys(SmsConstants.MESSAGE_ID, SmsConstants.STATUS)
                    .containsEntry(SmsConstants.PROVIDER, "transmitsms");
            List<?> replies = exchange.getProperty(SmsConstants.RAW_REPLY, List.class);
            assertThat((Object) replies.get(0)).isInstanceOf(HttpResponse.class);
            assertThat(replies).hasSize(1);
        }
    }

    @Test
    void resultConvertsToJson() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            List<BulkResult> results =
                    results(send(uri(simulator, "transmitsms"), List.of(message(1), "without recipient")));

            Map<?, ?> json = context.getTypeConverter().convertTo(Map.class, results.get(0));
            assertThat(json.keySet().stream().map(String::valueOf))
                    .containsExactlyInAnyOrder("outcome", "submission", "to", "providerCode");
            assertThat(context.getTypeConverter().convertTo(String.class, results.get(1)))
                    .contains("\"outcome\":\"REFUSED\"", "\"errorClass\":\"INVALID_REQUEST\"");
        }
    }

    @Test
    void transactedExchangeStaysOnItsThread() throws Exception {
        Set<Thread> threads = Collections.newSetFromMap(new ConcurrentHashMap<>());
        context.getManagementStrategy().addEventNotifier(new CallWatch(threads));
        try (RawServer provider = RawServer.answering(TWO_FA_LINK.good())) {
            Exchange exchange = send(TWO_FA_LINK.uri(provider.url()), in -> {
                in.getExchange().getExchangeExtension().setTransacted(true);
                in.setBody(messages(5));
            });

            assertThat(results(exchange)).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void stopEndsABulkAtOnceAndTheRestIsNotSent() throws Exception {
        endsABulk(() -> {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop, THREADS);
            await().atMost(30, TimeUnit.SECONDS).until(() -> context.isStopping() || context.isStopped());
            return stopped;
        });
    }

    @Test
    void stopOfTheRouteEndsABulkWithItsTimeOut() throws Exception {
        endsABulk(() -> {
            context.getRouteController().stopRoute("campaign", 1, TimeUnit.SECONDS);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** @param stop ends once the rest is not to be sent any more */
    private void endsABulk(Callable<CompletableFuture<Void>> stop) throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        RawServer.Answer late = (connection, out) -> {
            try {
                answer.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            TWO_FA_LINK.good().write(connection, out);
        };
        try (RawServer provider = RawServer.answering(late)) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:campaign")
                            .routeId("campaign")
                            .to(TWO_FA_LINK.uri(provider.url(), carrier.with("maxInFlight=2")));
                }
            });
            CompletableFuture<Exchange> sending =
                    CompletableFuture.supplyAsync(() -> send("direct:campaign", messages(1000)), THREADS);
            await().atMost(30, TimeUnit.SECONDS).until(() -> provider.requestCount() == atOnce(2));
            CompletableFuture<Void> stopped = stop.call();
            answer.countDown();

            // Camel itself fails an exchange that the forced stop of its route overtook.
            List<BulkResult> results = body(sending.get(60, TimeUnit.SECONDS));
            stopped.get(60, TimeUnit.SECONDS);
            assertThat(results).hasSize(1000);
            assertThat(results.subList(0, atOnce(2)))
                    .extracting(BulkResult::outcome)
                    .doesNotContain(Outcome.RETRYABLE);
            assertThat(results.subList(atOnce(2), 1000))
                    .extracting(BulkResult::outcome)
                    .containsOnly(Outcome.RETRYABLE);
            assertThat(provider.requestCount()).isEqualTo(atOnce(2));
        }
    }
}
