package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Forgery;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The component believes what the simulated Transmit SMS and TeleSign sign, and nothing else. */
class SignedReceiptsRouteTest {

    private static final String MOBILE = "61491570156";

    private final SmsSimulator simulator =
            SmsSimulator.builder().retrySpeed(60_000).start();
    private final ReceivingCamel camel = new ReceivingCamel(
            "sms:dlr?provider=transmitsms&path=/transmitsms" + keys("transmitsms"),
            "sms:inbound?provider=transmitsms&path=/replies" + keys("transmitsms"),
            "sms:dlr?provider=telesign&path=/telesign" + keys("telesign"));
    private final MockEndpoint transmitSms = camel.mock(0);
    private final MockEndpoint replies = camel.mock(1);
    private final MockEndpoint telesign = camel.mock(2);

    @BeforeEach
    void start() {
        simulator
                .webhook("transmitsms", camel.url("/transmitsms?route=orders%2Feu&n=%C3%A9+a%20b"))
                .replyWebhook("transmitsms", camel.url("/replies"))
                .webhook("telesign", camel.url("/telesign"));
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
        simulator.close();
    }

    @Test
    void takesTheReceiptsOfEachRecipient() {
        SimulatedSends.transmitSms(simulator, MOBILE + ",61491570157", Map.of());

        simulator.advance();
        simulator.advance();

        assertThat(simulator.awaitCallbacksOver())
                .hasSize(4)
                .extracting(CallbackAttempt::status)
                .containsOnly(200);
        assertThat(receipts(transmitSms))
                .filteredOn(receipt -> receipt.status() == DeliveryStatus.DELIVERED)
                .extracting(receipt ->
                        Optional.ofNullable(receipt.to()).map(Msisdn::digits).orElse(""))
                .containsExactlyInAnyOrder(MOBILE, "61491570157");
    }

    @Test
    void takesAReplyAsItWasWritten() {
        SimulatedMessage message =
                SimulatedSends.transmitSms(simulator, MOBILE, Map.of()).get(0);
        String text = "Café \"ok\" 👍 a/b \\ 100% + 1\n&x=y";

        assertThat(simulator.reply(message, text).await().status()).isEqualTo(200);
        assertThat(simulator.inbound("transmitsms", MOBILE, "STOP").await().status())
                .isEqualTo(200);

        List<InboundSms> received = replies.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InboundSms.class))
                .toList();
        assertThat(received).extracting(InboundSms::text).containsExactly(text, "STOP");
        assertThat(received).extracting(InboundSms::inReplyTo).containsExactly(message.messageId(), null);
        assertThat(received).extracting(InboundSms::optOut).containsExactly(false, true);
    }

    @Test
    void takesTheReceiptsOfTelesign() {
        SimulatedMessage message = SimulatedSends.telesign(simulator, "15555550100", Map.of());

        assertThat(simulator.deliver(message).await().status()).isEqualTo(200);

        assertThat(receipts(telesign))
                .extracting(DeliveryReceipt::messageId, DeliveryReceipt::status)
                .containsExactly(
                        tuple(message.messageId(), DeliveryStatus.SENT),
                        tuple(message.messageId(), DeliveryStatus.DELIVERED));
    }

    @ParameterizedTest
    @EnumSource
    void refusesForgeries(Forgery forgery) {
        SimulatedMessage one =
                SimulatedSends.transmitSms(simulator, MOBILE, Map.of()).get(0);
        SimulatedMessage other = SimulatedSends.telesign(simulator, "15555550100", Map.of());

        assertThat(simulator.forge(one, forgery).await().status()).isEqualTo(403);
        assertThat(simulator.forge(other, forgery).await().status()).isEqualTo(403);

        assertThat(transmitSms.getExchanges()).isEmpty();
        assertThat(telesign.getExchanges()).isEmpty();
    }

    private String keys(String provider) {
        Credentials keys = simulator.credentials(provider);
        String other = keys.secretKey() == null
                ? "&customerId=RAW(" + keys.customer() + ")"
                : "&secretKey=RAW(" + keys.secret() + ")";
        return "&apiKey=RAW(" + keys.apiKey() + ")" + other;
    }

    private static List<DeliveryReceipt> receipts(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(DeliveryReceipt.class))
                .toList();
    }
}
