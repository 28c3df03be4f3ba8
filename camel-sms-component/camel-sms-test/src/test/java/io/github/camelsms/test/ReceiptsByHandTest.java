package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptsByHandTest {

    private static final String NUMBER = "15555550100";

    private final CallbackEndpoint endpoint = new CallbackEndpoint();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void deliversAtOnceAndTellsTheStatesOnTheWay() {
        try (SmsSimulator simulator = manual()) {
            SimulatedMessage message = telesign(simulator);
            simulator.advance();
            assertThat(endpoint.received()).isEmpty();

            simulator.deliver(message).await();
            assertThat(simulator.messages()).singleElement().returns(MessageState.DELIVERED, SimulatedMessage::state);
            assertThat(codes()).containsExactly(200);

            simulator.deliver(message).await();
            assertThat(codes()).containsExactly(200, 200);
        }
    }

    @Test
    void repeatsAReceiptByteForByte() {
        try (SmsSimulator simulator = manual()) {
            SimulatedMessage message = telesign(simulator);
            simulator.deliver(message).await();

            simulator.receiptTwice(message).forEach(Callback::await);

            List<ReceivedRequest> received = endpoint.received();
            assertThat(received).hasSize(4);
            assertThat(received.get(2).text()).isEqualTo(received.get(3).text());
            assertThat(received.get(1).text()).isEqualTo(received.get(3).text());
        }
    }

    @Test
    void sendsAReceiptAgainWhileTheFirstIsStillAtWork() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        endpoint.answers(number -> {
            both.countDown();
            return awaited(both) ? 200 : 500;
        });
        try (SmsSimulator simulator = manual()) {
            SimulatedMessage message = telesign(simulator);
            simulator.advance();

            List<Callback> callbacks = simulator.receiptsAtOnce(message, 2);

            assertThat(callbacks)
                    .extracting(callback -> callback.await().status())
                    .containsOnly(200);
        }
    }

    @Test
    void sendsReceiptsInTheOrderAskedFor() {
        try (SmsSimulator simulator = manual()) {
            SimulatedMessage message = telesign(simulator);

            simulator.receiptsInOrder(message, MessageState.EXPIRED, MessageState.DELIVERED, MessageState.SENT);
            simulator.awaitCallbacksOver();

            assertThat(codes()).containsExactly(221, 200, 203);
            assertThat(simulator.callbacks())
                    .extracting(CallbackAttempt::state)
                    .containsExactly(MessageState.EXPIRED, MessageState.DELIVERED, MessageState.SENT);
            assertThat(simulator.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);
        }
    }

    @Test
    void losesAndDelaysReceipts() {
        try (SmsSimulator simulator =
                SmsSimulator.builder().webhook("telesign", endpoint.url("/dlr")).start()) {
            simulator.loseReceipts("+" + NUMBER).holdReceipts();
            telesign(simulator);
            SimulatedMessage late = SimulatedSends.telesign(simulator, "15555550101", Map.of());
            simulator.advance();
            simulator.advance();
            assertThat(endpoint.received()).isEmpty();

            assertThat(simulator.releaseReceipts()).hasSize(2);
            simulator.awaitCallbacksOver();

            assertThat(simulator.callbacks())
                    .extracting(CallbackAttempt::messageId)
                    .containsExactly(late.messageId(), late.messageId());
            assertThat(codes()).containsExactly(203, 200);
        }
    }

    @Test
    void theClockSendsReceiptsThoughNobodyAsks() {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .statesByClock(Duration.ZERO, Duration.ofMillis(20))
                .webhook("telesign", endpoint.url("/dlr"))
                .start()) {
            telesign(simulator);

            simulator.awaitCallbacks(2);

            assertThat(codes()).containsExactly(203, 200);
        }
    }

    @Test
    void callsNobodyWithoutAUrl() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            SimulatedMessage message = telesign(simulator);
            simulator.advance();

            assertThatThrownBy(() -> simulator.deliver(message))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("webhook(\"telesign\", ...)");
            assertThat(simulator.awaitCallbacksOver()).isEmpty();
        }
    }

    @Test
    void staysOnThisMachine() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Stream.of("http://192.0.2.1/", "http://127.0.0.1.example.org/", "http://[2001:db8::1]/", "ftp://127.0.0.1/")
                    .map(URI::create)
                    .forEach(url -> assertThatThrownBy(() -> simulator.webhook("telesign", url))
                            .isInstanceOf(IllegalArgumentException.class));
            Stream.of("http://localhost:1/", "https://127.0.0.1/", "http://[::1]:1/x", "http://[0:0:0:0:0:0:0:1]/")
                    .map(URI::create)
                    .forEach(url -> simulator.webhook("telesign", url));
            assertThatThrownBy(() -> SmsSimulator.builder()
                            .webhook("telesign", URI.create("http://192.0.2.1/"))
                            .start())
                    .isInstanceOf(IllegalArgumentException.class);

            SimulatedMessage message =
                    SimulatedSends.telesign(simulator, NUMBER, Map.of("callback_url", "http://192.0.2.1/dlr"));
            CallbackAttempt attempt = simulator.deliver(message).await();

            assertThat(attempt.failure()).isEqualTo("not called");
            assertThat(attempt.status()).isNull();
            assertThat(attempt.number()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatItWaitedForInVain() {
        try (SmsSimulator simulator = manual()) {
            assertThatThrownBy(() -> simulator.awaitCallbacks(1, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Expected 1 callbacks");
        }
    }

    @Test
    void addsTheHeadersOfAProxy() {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .webhook("2fa-link", endpoint.url("/dlr"))
                .webhookHeader("X-Forwarded-For", "168.119.166.186")
                .start()) {
            simulator
                    .deliver(SimulatedSends.twoFaLink(simulator, "447700900123"))
                    .await();

            assertThat(endpoint.received())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("X-Forwarded-For")).hasValue("168.119.166.186"));
        }
    }

    @Test
    void printsNothingThatIsPrivate() {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .webhook("transmitsms", endpoint.url("/dlr?token=t0ken"))
                .replyWebhook("transmitsms", endpoint.url("/in?token=t0ken"))
                .start()) {
            SimulatedMessage message = SimulatedSends.transmitSms(simulator, "61491570156", Map.of())
                    .get(0);
            Callback receipt = simulator.deliver(message);
            Callback reply = simulator.reply(message, "Secret text");

            Stream.of(receipt, receipt.await(), receipt.call(), reply, reply.await(), reply.call())
                    .map(Object::toString)
                    .forEach(printed -> assertThat(printed)
                            .doesNotContain("61491570156", "Secret", "t0ken", "s3cr3t", "signature"));
        }
    }

    private SmsSimulator manual() {
        return SmsSimulator.builder()
                .webhook("telesign", endpoint.url("/dlr"))
                .receipts(false)
                .start();
    }

    private static SimulatedMessage telesign(SmsSimulator simulator) {
        return SimulatedSends.telesign(simulator, NUMBER, Map.of());
    }

    private List<Integer> codes() {
        return endpoint.received().stream()
                .map(request -> Wire.json(request.text()).at("/status/code").intValue())
                .toList();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
