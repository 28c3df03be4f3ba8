package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.MessageStep;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class InboxRingTest {

    private static final String NUMBER = "447700900123";

    @Test
    void forgetsTheOldest() {
        try (CallbackEndpoint endpoint = new CallbackEndpoint();
                SmsSimulator simulator = SmsSimulator.builder().keepMessages(3).start()) {
            simulator.webhook("2fa-link", endpoint.url("/dlr"));
            SimulatedMessage first = SimulatedSends.twoFaLink(simulator, NUMBER);
            for (int i = 0; i < 4; i++) {
                SimulatedMessage message = SimulatedSends.twoFaLink(simulator, NUMBER);
                simulator.deliver(message).await(Duration.ofSeconds(30));
            }

            Inbox inbox = simulator.inbox();
            assertThat(inbox.items()).extracting(InboxItem::number).containsExactly(3L, 4L, 5L);
            assertThat(inbox.forgotten()).isEqualTo(2);
            assertThat(inbox.total()).isEqualTo(5);
            assertThat(simulator.messages()).hasSize(3).doesNotContain(first);
            assertThat(simulator.requests()).hasSize(3);
            assertThat(simulator.callbacks()).hasSize(3);
            assertThat(simulator.awaitCallbacks(4))
                    .as("counts those that are forgotten")
                    .hasSize(3);
            assertThatThrownBy(() -> inbox.end(1, MessageState.DELIVERED)).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> simulator.deliver(first)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anAnswerTakesAPlaceToo() {
        try (CallbackEndpoint endpoint = new CallbackEndpoint();
                SmsSimulator simulator = SmsSimulator.builder().keepMessages(2).start()) {
            simulator.replyWebhook("transmitsms", endpoint.url("/inbound"));
            SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
            for (String text : List.of("one", "two", "three")) {
                simulator.inbound("transmitsms", NUMBER, text).await(Duration.ofSeconds(30));
            }

            assertThat(simulator.inbox().items()).extracting(InboxItem::text).containsExactly("two", "three");
        }
    }

    @Test
    void chargesForWhatItForgot() {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .keepMessages(1)
                .pricePerSegment(new BigDecimal("0.10"))
                .start()) {
            SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
            SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
            Credentials keys = simulator.credentials("transmitsms");

            Wire.Answer balance = Wire.to(simulator.baseUrl("transmitsms"))
                    .with("Content-Type", Wire.FORM)
                    .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                    .get("/get-balance.json");

            assertThat(balance.json().get("balance").decimalValue()).isEqualByComparingTo(new BigDecimal("999.80"));
        }
    }

    @Test
    void forgetsTheOldestRefusal() {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .keepMessages(2)
                .requestsPerSecond("2chat", 1)
                .clock(new MovableClock())
                .start()) {
            for (int i = 0; i < 4; i++) {
                Wire.to(simulator.baseUrl("2chat")).post("/sms/send", "{}");
            }

            assertThat(simulator.inbox().refusals())
                    .as("throttled ones are refused too")
                    .extracting(
                            RefusedSubmission::number,
                            refusal -> refusal.exchange()
                                    .reply()
                                    .map(Reply::status)
                                    .orElseThrow())
                    .containsExactly(tuple(3L, 429), tuple(4L, 429));
        }
    }

    @Test
    void keepsAtLeastOne() {
        assertThatThrownBy(() -> SmsSimulator.builder().keepMessages(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remembersHowAMessageMoved() {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            SimulatedSends.twoFaLink(simulator, NUMBER);
            SimulatedSends.twoFaLink(simulator, "447700900904");
            long before = simulator.inbox().revision();

            simulator.advance();
            simulator.advance();

            assertThat(simulator.inbox().items())
                    .extracting(item ->
                            item.history().stream().map(MessageStep::state).toList())
                    .containsExactly(
                            List.of(MessageState.ACCEPTED, MessageState.SENT, MessageState.DELIVERED),
                            List.of(MessageState.ACCEPTED, MessageState.SENT, MessageState.EXPIRED));
            assertThat(simulator.inbox().changedSince(before)).hasSize(2);
            simulator.reset();
            assertThat(simulator.inbox().items()).isEmpty();
            assertThat(simulator.inbox().revision()).isGreaterThan(before);
        }
    }
}
