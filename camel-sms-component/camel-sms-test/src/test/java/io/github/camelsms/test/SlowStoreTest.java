package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Verification;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.StateStore;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that answers nobody for a while: each use of it ends, with the outcome that is documented, and all goes on when it answers again. */
@Timeout(120)
class SlowStoreTest {

    private static final String ANNA = "+447700900123";
    private static final String BEN = "+447700900124";
    private static final String RECEIPTS = "/receipts?token=t0ken";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final StateStore entries = new MemoryStateStore();
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private Receiver node;

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @BeforeEach
    void start() throws Exception {
        node = new Receiver();
        simulator.configure(node.context());
        SmsComponent component = node.context().getComponent("sms", SmsComponent.class);
        component.setStateStore((StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (self, method, arguments) -> {
                    waiting.incrementAndGet();
                    gate.await();
                    waiting.decrementAndGet();
                    return method.invoke(entries, arguments);
                }));
        SmsAccount guarded = component.getAccounts().get("2chat");
        guarded.setFrom("+14155550100");
        guarded.setOptOut("enforce");
        node.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?account=2fa-link&path=/receipts&verification=token&webhookVerifyToken=t0ken")
                        .process(exchange ->
                                received.add(exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class)));
            }
        });
        node.context().start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        node.close();
        simulator.close();
    }

    private Exchange call(String uri, String body, Map<String, Object> headers) {
        return node.context()
                .createFluentProducerTemplate()
                .to(uri)
                .withBody(body)
                .withHeaders(new HashMap<>(headers))
                .request(Exchange.class);
    }

    private Exchange send(String uri, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.putIfAbsent(SmsConstants.TO, ANNA);
        return call(uri, "Your parcel arrives today.", all);
    }

    private Exchange keyed() {
        return send(
                "sms:send?account=2fa-link", Map.of(SmsConstants.IDEMPOTENCY_KEY, "order-8842", SmsConstants.TO, BEN));
    }

    private Exchange check(Verification verification, String code) {
        return call(
                "sms:check?account=2chat",
                "",
                Map.of(SmsConstants.VERIFICATION_ID, verification.id(), SmsConstants.VERIFY_CODE, code));
    }

    private static void assertAccepted(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getBody()).isInstanceOf(SmsSubmission.class);
    }

    private static void assertRefused(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(SmsRetryableException.class);
    }

    @Test
    void eachUseEndsAsDocumentedAndGoesOnWhenTheStoreAnswersAgain() throws Exception {
        Verification verification = call("sms:verify?account=2chat", "{code}", Map.of(SmsConstants.TO, ANNA))
                .getMessage()
                .getBody(Verification.class);
        String code = simulator.messages("2chat").get(0).text().strip();
        int sms = simulator.messages().size();
        try (LogLines log = new LogLines()) {
            gate = new CountDownLatch(1);

            assertAccepted(send("sms:send?account=2fa-link&correlate=order", Map.of("order", "A1")));
            assertAccepted(send("sms:send?account=2fa-link&missingAfter=1m", Map.of()));
            assertThat(simulator.messages()).hasSize(sms + 2);
            assertRefused(keyed());
            assertRefused(send("sms:send?account=2chat", Map.of()));
            assertRefused(call("sms:verify?account=2chat", "{code}", Map.of(SmsConstants.TO, BEN)));
            assertRefused(check(verification, code));
            assertThat(node.receipt(RECEIPTS, "65F1A2B3-1", "701").get()).isEqualTo(500);
            assertThat(received).isEmpty();
            assertThat(simulator.messages()).hasSize(sms + 2);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("state store fails"))
                    .hasSize(1);
        }
        gate.countDown();

        Awaitility.await().untilAsserted(() -> assertAccepted(keyed()));
        assertThat(simulator.messages("2fa-link"))
                .filteredOn(message -> message.to().equals(BEN))
                .hasSize(1);
        assertAccepted(send("sms:send?account=2chat", Map.of()));
        assertThat(check(verification, code)
                        .getMessage()
                        .getBody(VerificationResult.class)
                        .state())
                .isEqualTo(VerificationResult.State.VALID);
        assertThat(node.receipt(RECEIPTS, "65F1A2B3-1", "701").get()).isEqualTo(200);
        assertThat(received).containsExactly("65F1A2B3-1");
    }

    @Test
    void fewThreadsAreWithTheStoreHoweverManySend() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(200);
        try {
            gate = new CountDownLatch(1);
            List<CompletableFuture<Exchange>> sends = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> send("sms:send?account=2fa-link&correlate=order", Map.of("order", i)), senders))
                    .toList();
            Awaitility.await().until(() -> waiting.get() >= 20);

            for (CompletableFuture<Exchange> sent : sends) {
                assertAccepted(sent.get());
            }
            assertThat(waiting).hasValueLessThanOrEqualTo(20);
            assertThat(simulator.messages()).hasSize(200);
        } finally {
            senders.shutdownNow();
        }
    }
}
