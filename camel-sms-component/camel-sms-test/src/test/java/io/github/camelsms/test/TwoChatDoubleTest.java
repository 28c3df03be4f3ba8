package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2Chat wire specification, sections 2 to 5, as the double speaks it. */
class TwoChatDoubleTest {

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Wire wire = Wire.to(simulator.baseUrl("2chat"))
            .with("Content-Type", "application/json")
            .with("X-User-API-Key", "sim-2chat-key");

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void baseUrlEndsAsTheRealOne() {
        assertThat(simulator.baseUrl("2chat").getPath()).isEqualTo("/open");
    }

    @Test
    void acceptsAMessage() {
        Wire.Answer answer = send("+447700900123", "Код 4821 ✔");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().size()).isEqualTo(2);
        assertThat(answer.json().get("success").booleanValue()).isTrue();
        String id = answer.json().get("message_id").textValue();
        assertThat(id).matches("SMO[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(simulator.messages("2chat"))
                .singleElement()
                .returns(id, SimulatedMessage::messageId)
                .returns("+447700900123", SimulatedMessage::to)
                .returns("+13125550147", SimulatedMessage::from)
                .returns("Код 4821 ✔", SimulatedMessage::text);
    }

    @Test
    void readsAMessage() {
        String id =
                send("+447700900123", "x".repeat(200)).json().get("message_id").textValue();

        Wire.Answer answer = wire.get("/sms/message/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Wire.json("""
                        {"success":true,"message":{"uuid":"%s","destination":"+447700900123","source":"+13125550147",
                         "text":"%s","fragments":2,"direction":"outbound","price":0.014,"voip_number_setup_id":3107,
                         "created_at":"2026-09-15T10:30:00Z","updated_at":"2026-09-15T10:30:00Z"}}""".formatted(id, "x".repeat(200))));
    }

    @Test
    void outcomesShowInTheSimulatorAlone() {
        String id = send("+447700900902", "x").json().get("message_id").textValue();

        JsonNode first = wire.get("/sms/message/" + id).json();
        JsonNode second = wire.get("/sms/message/" + id).json();

        assertThat(second).isEqualTo(first);
        assertThat(simulator.messages()).singleElement().returns(MessageState.UNDELIVERED, SimulatedMessage::state);
    }

    @Test
    void describesTheAccount() {
        Wire.Answer answer = wire.get("/info");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("success").booleanValue()).isTrue();
        assertThat(answer.json().at("/account/blocked").isBoolean()).isTrue();
        assertThat(answer.json().at("/limits/requests_per_minute").isInt()).isTrue();
        assertThat(answer.json().at("/usage/max_api_request_count").isInt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | not json",
                "400 | [1]",
                "400 | {'to_number':'+447700900123','text':'x'}",
                "400 | {'from_number':'+13125550147','text':'x'}",
                "400 | {'from_number':'+13125550147','to_number':'+447700900123'}",
                "400 | {'from_number':'+13125550147','to_number':'+447700900123','text':7}",
                "422 | {'from_number':'+13125550147','to_number':'447700900123','text':'x'}",
                "422 | {'from_number':'+13125550147','to_number':'+0447700900123','text':'x'}",
                "422 | {'from_number':'ACME','to_number':'+447700900123','text':'x'}",
                "422 | {'from_number':'+13125550147','to_number':'+447700900123','text':''}"
            })
    void refusesFields(int status, String body) {
        assertRefused(status, wire.post("/sms/send", body.replace('\'', '"')));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesKeys() {
        assertRefused(401, wire.without("X-User-API-Key").get("/info"));
        assertRefused(401, wire.with("X-User-API-Key", "wrong").get("/info"));
        assertRefused(401, wire.with("X-User-API-Key", "wrong").post("/sms/send", "{}"));
    }

    @Test
    void knowsOnlyItsOwnMessagesPathsAndMethods() {
        assertRefused(404, wire.get("/sms/message/SMO1f0c9b7e-52d4-4a6b-9c1d-7e8f90a1b2c3"));
        assertRefused(404, wire.get("/sms/message/"));
        assertRefused(404, wire.get("/whatsapp/send"));
        assertRefused(406, wire.get("/sms/send"));
        assertRefused(406, wire.post("/info", "{}"));
        assertRefused(406, wire.call("DELETE", "/sms/message/SMO1", ""));
    }

    @ParameterizedTest
    @CsvSource({"402", "403", "404", "429", "486", "503", "418"})
    void refusesOnDemand(int status) {
        simulator.refuse("447700900123", String.valueOf(status));

        assertRefused(status, send("+447700900123", "x"));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesSendersOfOthers() {
        try (SmsSimulator strict =
                SmsSimulator.builder().senderIds("2chat", "+13125550100").start()) {
            assertRefused(
                    404,
                    new Wire(strict.baseUrl("2chat"), wire.headers()).post("/sms/send", body("+447700900123", "x")));
        }
    }

    private static void assertRefused(int status, Wire.Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().size()).isEqualTo(2);
        assertThat(answer.json().get("error").booleanValue()).isTrue();
        assertThat(answer.json().get("error_message").textValue()).isNotBlank();
    }

    private Wire.Answer send(String to, String text) {
        return wire.post("/sms/send", body(to, text));
    }

    private static String body(String to, String text) {
        return "{\"from_number\":\"+13125550147\",\"to_number\":\"" + to + "\",\"text\":\"" + text + "\"}";
    }
}
