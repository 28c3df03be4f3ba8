package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.util.List;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The component sends to the simulator and receives what the simulator calls back. */
class TwoFaLinkReceiptRouteTest {

    private final SmsSimulator simulator = SmsSimulator.builder()
            .retrySpeed(60_000)
            .webhookHeader("X-Forwarded-For", "168.119.166.186")
            .start();
    private final ReceivingCamel camel =
            new ReceivingCamel("sms:dlr?provider=2fa-link&path=/receipts&trustedProxies=127.0.0.1");
    private final MockEndpoint receipts = camel.mock(0);

    @BeforeEach
    void start() {
        simulator.webhook("2fa-link", camel.url("/receipts"));
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
        simulator.close();
    }

    @Test
    void aReceiptFollowsASend() throws Exception {
        receipts.expectedMessageCount(1);
        String id = send();

        simulator.advance();
        simulator.advance();

        assertThat(simulator.awaitCallbacksOver()).singleElement().returns(200, CallbackAttempt::status);
        receipts.assertIsSatisfied();
        DeliveryReceipt receipt = receipts.getExchanges().get(0).getMessage().getBody(DeliveryReceipt.class);
        assertThat(receipt.messageId()).isEqualTo(id);
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void aRepeatedReceiptReachesTheRouteOnce() throws Exception {
        receipts.expectedMessageCount(1);
        send();
        SimulatedMessage message = simulator.messages().get(0);
        simulator.deliver(message).await();

        List<Callback> repeats = simulator.receiptTwice(message);

        assertThat(repeats).extracting(repeat -> repeat.await().status()).containsOnly(200);
        receipts.assertIsSatisfied();
    }

    @Test
    void aFailedRouteIsTriedAgain() throws Exception {
        receipts.expectedMessageCount(2);
        receipts.whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("not now");
        });
        send();

        Callback callback = simulator.deliver(simulator.messages().get(0));

        assertThat(callback.await().status()).isEqualTo(200);
        assertThat(callback.attempts()).extracting(CallbackAttempt::status).containsExactly(500, 200);
        receipts.assertIsSatisfied();
    }

    private String send() {
        Credentials keys = simulator.credentials("2fa-link");
        String uri = "sms:send?provider=2fa-link&to=+447700900123&apiKey=RAW(" + keys.apiKey() + ")&secretKey=RAW("
                + keys.secret() + ")&baseUrl=" + simulator.baseUrl("2fa-link");
        return camel.template().requestBody(uri, "Hello", SmsSubmission.class).messageId();
    }
}
