package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoFaLinkReceiptsTest {

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final MovableClock clock = new MovableClock();
    private SmsSimulator simulator;

    @BeforeEach
    void start() {
        simulator = SmsSimulator.builder()
                .clock(clock)
                .webhook("2fa-link", endpoint.url("/sms/dlr?token=t0ken"))
                .start();
    }

    @AfterEach
    void stop() {
        simulator.close();
        endpoint.close();
    }

    @Test
    void tellsTheEndAndNothingBefore() {
        SimulatedMessage message = SimulatedSends.twoFaLink(simulator, "447700900123");

        simulator.advance();
        simulator.advance();
        simulator.awaitCallbacksOver();

        assertThat(endpoint.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/sms/dlr");
            assertThat(request.query()).isEqualTo("token=t0ken");
            assertThat(request.header("Content-Type")).hasValue("application/json");
            assertThat(request.text())
                    .isEqualTo("{\"request_id\":\"" + message.messageId()
                            + "\",\"sender\":\"ACME\",\"msisdn\":\"447700900123\",\"status\":\"SMS delivered\","
                            + "\"statuscode\":\"701\",\"timestamp\":\"2026-09-15T10:30:00+00:00\"}");
        });
        assertThat(simulator.callbacks()).singleElement().satisfies(attempt -> {
            assertThat(attempt.messageId()).isEqualTo(message.messageId());
            assertThat(attempt.state()).isEqualTo(MessageState.DELIVERED);
            assertThat(attempt.status()).isEqualTo(200);
            assertThat(attempt.number()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "447700900901, 701, SMS delivered",
        "447700900902, 702, SMS Undelivered",
        "447700900903, 703, SMS Rejected",
        "447700900904, 704, SMS Expired",
        "447700900905, 705, Unknown"
    })
    void writesEachEndAsDocumented(String to, String code, String text) {
        simulator.deliver(SimulatedSends.twoFaLink(simulator, to)).await();

        assertThat(endpoint.received())
                .singleElement()
                .satisfies(request -> assertThat(request.json().orElseThrow())
                        .containsEntry("statuscode", code)
                        .containsEntry("status", text));
    }

    @Test
    void aMessageWithoutAnEndHasNoReceipt() {
        SimulatedMessage message = SimulatedSends.twoFaLink(simulator, "447700900900");

        assertThatThrownBy(() -> simulator.deliver(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2fa-link sends no receipt in state SENT");
    }

    @Test
    void triesThreeTimes() {
        endpoint.answers(number -> 500);
        try (SmsSimulator fast = SmsSimulator.builder()
                .webhook("2fa-link", endpoint.url("/"))
                .retrySpeed(60_000)
                .start()) {
            fast.deliver(SimulatedSends.twoFaLink(fast, "447700900123")).await();

            assertThat(fast.callbacks())
                    .extracting(attempt -> attempt.waited().toSeconds())
                    .containsExactly(0L, 10L, 60L);
        }
    }

    @Test
    void nobodyCanReply() {
        SimulatedMessage message = SimulatedSends.twoFaLink(simulator, "447700900123");
        simulator.replyWebhook("2fa-link", endpoint.url("/in"));

        assertThatThrownBy(() -> simulator.reply(message, "Yes")).isInstanceOf(IllegalArgumentException.class);
        assertThat(endpoint.received()).isEqualTo(List.of());
    }
}
