package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.CallbackKind;
import io.github.camelsms.simulator.Forgery;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransmitSmsCallbacksTest {

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final MovableClock clock = new MovableClock();
    private SmsSimulator simulator;

    @BeforeEach
    void start() {
        simulator = SmsSimulator.builder()
                .clock(clock)
                .webhook("transmitsms", endpoint.url("/dlr"))
                .replyWebhook("transmitsms", endpoint.url("/in"))
                .start();
    }

    @AfterEach
    void stop() {
        simulator.close();
        endpoint.close();
    }

    @Test
    void tellsThatItIsSentAndThenTheEnd() throws Exception {
        String id = send("61491570156", Map.of()).get(0).messageId();

        simulator.advance();
        simulator.advance();
        simulator.awaitCallbacksOver();

        assertThat(endpoint.received())
                .extracting(ReceivedRequest::method, ReceivedRequest::path, ReceivedRequest::query)
                .containsExactly(
                        tuple("GET", "/dlr", receipt(id, "61491570156", "pending")),
                        tuple("GET", "/dlr", receipt(id, "61491570156", "delivered")));
        assertThat(endpoint.received().get(1).header("x-transmitsms-signature"))
                .hasValue(hmac("{\"message_id\":\"" + id
                        + "\",\"mobile\":\"61491570156\",\"datetime\":\"2026-09-15 10:30:00\",\"status\":\"delivered\","
                        + "\"user_id\":\"54911\",\"rate\":\"10\"}"));
        assertThat(endpoint.received().get(1).body()).isEmpty();
    }

    @Test
    void theSendsOwnUrlGoesFirstAndKeepsItsParameters() throws Exception {
        String own = endpoint.url("/own?route=orders%2Feu&n=%C3%A9").toString();
        SimulatedMessage message =
                send("61491570156", Map.of("dlr_callback", own)).get(0);

        simulator.deliver(message).await();

        ReceivedRequest last = endpoint.received().get(1);
        assertThat(last.path()).isEqualTo("/own");
        assertThat(last.query())
                .isEqualTo("route=orders%2Feu&n=%C3%A9&" + receipt(message.messageId(), "61491570156", "delivered"));
        assertThat(last.header("x-transmitsms-signature"))
                .hasValue(hmac("{\"route\":\"orders\\/eu\",\"n\":\"\\u00e9\",\"message_id\":\"" + message.messageId()
                        + "\",\"mobile\":\"61491570156\",\"datetime\":\"2026-09-15 10:30:00\",\"status\":\"delivered\","
                        + "\"user_id\":\"54911\",\"rate\":\"10\"}"));
    }

    @Test
    void tellsOfEachRecipientOfOneId() {
        simulator.outcome("61491570157", Outcome.EXPIRED);
        List<SimulatedMessage> messages = send("61491570156,61491570157", Map.of());

        messages.forEach(message -> simulator.deliver(message).await());

        assertThat(messages)
                .extracting(SimulatedMessage::messageId)
                .containsOnly(messages.get(0).messageId());
        Map<String, String> ends = endpoint.received().stream()
                .map(ReceivedRequest::queryParameters)
                .filter(parameters -> !parameters.get("status").equals("pending"))
                .collect(Collectors.toMap(parameters -> parameters.get("mobile"), end -> end.get("status")));
        assertThat(ends).isEqualTo(Map.of("61491570156", "delivered", "61491570157", "soft-bounce"));
        assertThat(endpoint.received()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"UNDELIVERED, hard-bounce", "REJECTED, hard-bounce", "EXPIRED, soft-bounce", "DELIVERED, delivered"})
    void writesEachEndAsDocumented(MessageState state, String status) {
        SimulatedMessage message = send("61491570156", Map.of()).get(0);

        simulator.receiptsInOrder(message, state).get(0).await();

        assertThat(endpoint.received())
                .singleElement()
                .satisfies(request -> assertThat(request.queryParameters()).containsEntry("status", status));
    }

    @Test
    void passesARepliesTextOnByteForByte() throws Exception {
        SimulatedMessage message =
                send("61491570156", Map.of("from", "61491570110")).get(0);

        Callback callback = simulator.reply(message, "Café \"ok\" 👍 a/b");
        callback.await();

        String responseId = endpoint.received().get(0).queryParameters().get("response_id");
        assertThat(endpoint.received()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/in");
            assertThat(request.query())
                    .isEqualTo("user_id=54911&message_id=" + message.messageId()
                            + "&mobile=61491570156&longcode=61491570110&datetime_entry=2026-09-15+10%3A30%3A00"
                            + "&response=Caf%C3%A9+%22ok%22+%F0%9F%91%8D+a%2Fb&response_id=" + responseId
                            + "&is_optout=no");
            assertThat(request.header("x-transmitsms-signature"))
                    .hasValue(hmac("{\"user_id\":\"54911\",\"message_id\":\"" + message.messageId()
                            + "\",\"mobile\":\"61491570156\",\"longcode\":\"61491570110\","
                            + "\"datetime_entry\":\"2026-09-15 10:30:00\","
                            + "\"response\":\"Caf\\u00e9 \\\"ok\\\" \\ud83d\\udc4d a\\/b\",\"response_id\":\""
                            + responseId + "\",\"is_optout\":\"no\"}"));
        });
        assertThat(simulator.callbacks()).singleElement().returns(CallbackKind.REPLY, CallbackAttempt::kind);
    }

    @Test
    void aReplyGoesWhereItsSendSays() {
        SimulatedMessage message = send(
                        "61491570156",
                        Map.of("reply_callback", endpoint.url("/mine").toString()))
                .get(0);

        simulator.reply("+" + message.msisdn(), " Stop ").await();

        assertThat(endpoint.received()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/mine");
            assertThat(request.queryParameters())
                    .containsEntry("is_optout", "yes")
                    .containsEntry("response", " Stop ");
        });
    }

    @Test
    void aMessageOutOfTheBlueAnswersNone() {
        simulator.inbound("transmitsms", "+61491570156", "JOIN").await();

        assertThat(endpoint.received())
                .singleElement()
                .satisfies(request -> assertThat(request.query())
                        .startsWith("user_id=54911&message_id=&mobile=61491570156&longcode=61491570110&"));
    }

    @Test
    void aSenderOfLettersCannotBeAnswered() {
        SimulatedMessage message = send("61491570156", Map.of("from", "ACME")).get(0);

        assertThatThrownBy(() -> simulator.reply(message, "Yes")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forgeriesDifferFromTheRealOneInWhatTheySay() throws Exception {
        SimulatedMessage message = send("61491570156", Map.of()).get(0);

        simulator.forge(message, Forgery.WRONG_KEY).await();
        simulator.forge(message, Forgery.TAMPERED).await();
        simulator.forge(message, Forgery.UNSIGNED).await();

        String query = receipt(message.messageId(), "61491570156", "delivered");
        Function<String, String> json = status -> "{\"message_id\":\"" + message.messageId()
                + "\",\"mobile\":\"61491570156\",\"datetime\":\"2026-09-15 10:30:00\",\"status\":\"" + status
                + "\",\"user_id\":\"54911\",\"rate\":\"10\"}";
        assertThat(endpoint.received()).extracting(ReceivedRequest::query).containsOnly(query);
        assertThat(endpoint.received().get(0).header("x-transmitsms-signature"))
                .isPresent()
                .isNotEqualTo(Optional.of(hmac(json.apply("delivered"))));
        assertThat(endpoint.received().get(1).header("x-transmitsms-signature"))
                .hasValue(hmac(json.apply("hard-bounce")));
        assertThat(endpoint.received().get(2).header("x-transmitsms-signature")).isEmpty();
        assertThat(simulator.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);
    }

    private List<SimulatedMessage> send(String to, Map<String, String> more) {
        return SimulatedSends.transmitSms(simulator, to, more);
    }

    private static String receipt(String id, String mobile, String status) {
        return "message_id=" + id + "&mobile=" + mobile + "&datetime=2026-09-15+10%3A30%3A00&status=" + status
                + "&user_id=54911&rate=10";
    }

    private static String hmac(String json) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cr3t-Example".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(json.getBytes(StandardCharsets.UTF_8)));
    }
}
