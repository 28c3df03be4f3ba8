package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.MessageWebhook;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's own webhook: called once for each message, with the message. */
class MessageWebhooksTest {

    private static final String NUMBER = "447700900123";

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final SmsSimulator simulator =
            SmsSimulator.builder().retrySpeed(1_000).start();
    private final Wire wire =
            Wire.to(URI.create("http://127.0.0.1:" + simulator.port())).with("Content-Type", "application/json");

    @AfterEach
    void stop() {
        simulator.close();
        endpoint.close();
    }

    private JsonNode add(String more) {
        Wire.Answer added =
                wire.post("/inbox/api/webhooks", "{\"url\":\"" + endpoint.url("/messages") + "\"" + more + "}");
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        return added.json();
    }

    private JsonNode webhook() {
        return wire.get("/inbox/api/webhooks/1").json();
    }

    private void send(String text) {
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of("message", text));
    }

    private ReceivedRequest call(int number) {
        await().until(() -> endpoint.received().size() >= number);
        return endpoint.received().get(number - 1);
    }

    @Test
    void getsTheMessageAsTheApiAnswersIt() {
        send("before");
        add("");
        send("Hello");

        ReceivedRequest call = call(1);
        JsonNode message = Wire.json(call.text());
        JsonNode api = wire.get("/inbox/api/messages/2").json();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/messages");
        assertThat(call.header("Content-Type")).contains("application/json");
        assertThat(call.header("Webhook-Id"))
                .hasValueSatisfying(id -> assertThat(id).isNotBlank());
        assertThat(call.header("Webhook-Timestamp"))
                .hasValueSatisfying(at -> assertThat(at).containsOnlyDigits());
        assertThat(call.header("Webhook-Signature")).isEmpty();
        assertThat(message.get("text").textValue()).isEqualTo("Hello");
        for (String name : List.of("number", "handset", "messageId", "text", "at", "segments", "tags", "dueAt")) {
            assertThat(message.get(name)).as(name).isEqualTo(api.get(name));
        }
        await().until(() -> webhook().get("taken").intValue() == 1);
        assertThat(webhook().at("/last/status").intValue()).isEqualTo(200);
        assertThat(webhook().at("/last/over").booleanValue()).isTrue();
        assertThat(endpoint.received()).as("nothing about what came before").hasSize(1);
    }

    @Test
    void signsAsStandardWebhooksSays() throws Exception {
        add(",\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"");
        send("Hello");

        ReceivedRequest call = call(1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "HmacSHA256"));
        String signed = call.header("Webhook-Id").orElseThrow() + "."
                + call.header("Webhook-Timestamp").orElseThrow() + "." + call.text();
        assertThat(call.header("Webhook-Signature"))
                .contains("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(webhook().get("signed").booleanValue()).isTrue();
        assertThat(webhook().toString()).doesNotContain("whsec_");
    }

    @Test
    void isRepeatedUntilItIsTaken() {
        endpoint.answers(number -> number < 3 ? 503 : 204);
        add("");
        send("Hello");

        call(3);
        await().until(() -> webhook().get("taken").intValue() == 1);
        assertThat(endpoint.received())
                .extracting(call -> call.header("Webhook-Id").orElseThrow() + call.text())
                .as("the same id and bytes")
                .hasSize(3)
                .containsOnly(call(1).header("Webhook-Id").orElseThrow() + call(1).text());
        assertThat(webhook().at("/deliveries/0/attempts").intValue()).isEqualTo(3);
        assertThat(webhook().at("/deliveries/0/status").intValue()).isEqualTo(204);
    }

    @Test
    void isGivenUpAfterFiveAttempts() {
        endpoint.answers(number -> 500);
        add("");
        send("Hello");

        await().until(() -> webhook().get("failed").intValue() == 1);
        assertThat(endpoint.received()).hasSize(5);
        assertThat(webhook().at("/last/status").intValue()).isEqualTo(500);
        assertThat(webhook().get("underWay").intValue()).isZero();
    }

    @Test
    void saysWhyThereWasNoReply() {
        wire.post("/inbox/api/webhooks", "{\"url\":\"" + CallbackEndpoint.nobody() + "\"}");
        send("Hello");

        await().until(() -> webhook().get("failed").intValue() == 1);
        assertThat(webhook().at("/last/failure").textValue()).isEqualTo("unreachable");
        assertThat(webhook().at("/last/status").isNull()).isTrue();
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        add(",\"delay\":3600");
        send("Hello");

        await().until(() -> webhook().get("underWay").intValue() == 1);
        assertThat(webhook().get("delay").doubleValue()).isEqualTo(3600);
        assertThat(webhook().get("last").isNull()).isTrue();
        assertThat(endpoint.received()).isEmpty();
    }

    @Test
    void callsWhenTheSearchFindsTheMessage() {
        add(",\"q\":\"status:delivered text:code\"");
        send("code 1");
        send("hello");
        simulator.inbox().end(2, MessageState.DELIVERED);
        simulator.inbox().end(1, MessageState.DELIVERED);
        JsonNode first = Wire.json(call(1).text());
        send("code 3");
        simulator.inbox().loseReceipt(3);

        assertThat(first.get("text").textValue()).isEqualTo("code 1");
        assertThat(first.get("state").textValue()).isEqualTo("DELIVERED");
        assertThat(Wire.json(call(2).text()).get("text").textValue()).isEqualTo("code 3");
    }

    @Test
    void manyMessagesComeOnceEach() {
        add("");
        IntStream.range(0, 300).parallel().forEach(i -> send("message " + i));

        await().until(() -> webhook().get("taken").intValue() == 300);
        assertThat(endpoint.received())
                .extracting(call -> Wire.json(call.text()).get("number").intValue())
                .hasSize(300)
                .doesNotHaveDuplicates();
        assertThat(webhook().get("deliveries")).hasSize(50);
    }

    @Test
    void isCalledNoMoreOnceItIsRemoved() {
        add("");
        assertThat(wire.call("DELETE", "/inbox/api/webhooks/1", "").json().get("webhooks"))
                .isEmpty();
        JsonNode second = add("");
        send("Hello");

        await().until(() ->
                wire.get("/inbox/api/webhooks/2").json().get("taken").intValue() == 1);
        assertThat(second.get("id").textValue()).isEqualTo("2");
        assertThat(endpoint.received()).hasSize(1);
        assertThat(wire.get("/inbox/api/webhooks/1").status()).isEqualTo(404);
        assertThat(wire.call("DELETE", "/inbox/api/webhooks/1", "").status()).isEqualTo(404);
    }

    @Test
    void isThereFromTheStart() {
        try (SmsSimulator other = SmsSimulator.builder()
                .messageWebhook(MessageWebhook.to(endpoint.url("/start?token=t0ken"))
                        .when("to:0123")
                        .signedWith("key"))
                .start()) {
            SimulatedSends.transmitSms(other, "447700900456", Map.of("message", "another"));
            SimulatedSends.transmitSms(other, NUMBER, Map.of("message", "Hello"));

            assertThat(Wire.json(call(1).text()).get("text").textValue()).isEqualTo("Hello");
            assertThat(call(1).header("Webhook-Signature")).isPresent();
            assertThat(Wire.to(URI.create("http://127.0.0.1:" + other.port()))
                            .get("/inbox/api/webhooks")
                            .body())
                    .doesNotContain("t0ken");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":7}",
                "{\"url\":\"ftp://127.0.0.1/x\"}",
                "{\"url\":\"http://192.0.2.1/x\"}",
                "{\"url\":\"http://me:pass@127.0.0.1/x\"}",
                "{\"url\":\"http://127.0.0.1/ x\"}",
                "{\"url\":\"http://127.0.0.1/x\",\"q\":\"status:gone\"}",
                "{\"url\":\"http://127.0.0.1/x\",\"delay\":-1}",
                "{\"url\":\"http://127.0.0.1/x\",\"delay\":\"soon\"}",
                "{\"url\":\"http://127.0.0.1/x\",\"secret\":\"whsec_%%%\"}",
                "{\"url\":\"http://127.0.0.1/x\",\"secret\":\" \"}",
                "{\"url\":",
                "[]"
            })
    void refusesWhatMakesNoSense(String body) {
        Wire.Answer answer = wire.post("/inbox/api/webhooks", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).isNotBlank().doesNotContain("pass", "whsec_%");
        assertThat(wire.get("/inbox/api/webhooks").json().get("webhooks")).isEmpty();
    }

    @Test
    void refusesAnotherMachineAtTheStart() {
        MessageWebhook elsewhere = MessageWebhook.to(URI.create("http://192.0.2.1/x"));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SmsSimulator.builder().messageWebhook(elsewhere).start());
        SmsSimulator.builder().callAnyHost().messageWebhook(elsewhere).start().close();
        assertThat(elsewhere.signedWith("private").toString()).doesNotContain("private");
    }
}
