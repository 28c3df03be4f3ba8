package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.SimulatedFeedback;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2FA.link wire specification, sections 2 to 7, as the double speaks it. */
class TwoFaLinkDoubleTest {

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Wire wire = Wire.to(simulator.baseUrl("2fa-link"))
            .with("Content-Type", "application/json; charset=utf-8")
            .with("Authorization", Wire.basic("sim-2fa-link-key", "sim-2fa-link-secret"));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void acceptsAMessage() {
        Wire.Answer answer = post("{'mode':'sms','to':'447700900123','from':'ACME','content':'Привет'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        JsonNode json = answer.json();
        assertThat(json.size()).isEqualTo(3);
        assertThat(json.get("errorcode").isInt()).isTrue();
        assertThat(json.get("errorcode").intValue()).isEqualTo(100);
        assertThat(json.get("errormsg").textValue()).isEqualTo("Success");
        String id = json.get("request_id").textValue();
        assertThat(id).matches("[0-9A-F]{8}-[A-Z]{10}");
        assertThat(Long.parseLong(id.substring(0, 8), 16))
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(simulator.messages()).singleElement().satisfies(message -> {
            assertThat(message.provider()).isEqualTo("2fa-link");
            assertThat(message.messageId()).isEqualTo(id);
            assertThat(message.to()).isEqualTo("+447700900123");
            assertThat(message.from()).isEqualTo("ACME");
            assertThat(message.text()).isEqualTo("Привет");
            assertThat(message.state()).isEqualTo(MessageState.ACCEPTED);
            assertThat(message.acceptedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void decodesBase64AndKeepsUdh() {
        String content = Base64.getEncoder().encodeToString("Код 4821 👍".getBytes(StandardCharsets.UTF_8));

        post("{'mode':'sms','to':'447700900123','content':'" + content + "','base64':1,'udh':'050003CC0201'}");

        assertThat(simulator.messages())
                .singleElement()
                .returns("Код 4821 👍", SimulatedMessage::text)
                .returns("050003CC0201", SimulatedMessage::udh)
                .returns(1, SimulatedMessage::segments);
    }

    @Test
    void queriesMoveFromSentToDelivered() {
        String id = send("447700900123", "Hello");

        JsonNode first = query(id);
        clock.move(Duration.ofSeconds(8));
        JsonNode second = query(id);

        assertThat(first).isEqualTo(Wire.json("""
                        {"request_id":"%s","from":"2FA","to":"447700900123","app_name":"SMS Simulator","status":"SMS Sent",
                         "statuscode":"700","msg_count":"1","price":"-0.045",
                         "timestamp_submitted":"2026-09-15T10:30:00+00:00"}""".formatted(id)));
        assertThat(second.get("status").textValue()).isEqualTo("SMS Delivered");
        assertThat(second.get("statuscode").textValue()).isEqualTo("701");
        assertThat(second.get("timestamp_finalized").textValue()).isEqualTo("2026-09-15T10:30:08+00:00");
        assertThat(query(id)).isEqualTo(second);
    }

    @Test
    void chargesEverySegment() {
        String id = send("447700900123", "x".repeat(161));

        JsonNode status = query(id);

        assertThat(status.get("msg_count").textValue()).isEqualTo("2");
        assertThat(status.get("price").textValue()).isEqualTo("-0.09");
    }

    @ParameterizedTest
    @CsvSource({
        "UNDELIVERED, 702, SMS Undelivered, 10",
        "REJECTED, 703, SMS Rejected, 10",
        "EXPIRED, 704, SMS Expired, 3",
        "UNKNOWN, 705, Unknown, 3"
    })
    void tellsEachOutcome(Outcome outcome, String statusCode, String status, int members) {
        simulator.outcome("+44 7700 900199", outcome);
        String told = send("447700900199", "Hello");
        String bySuffix = send("44770090" + outcome.suffix(), "Hello");

        for (String id : new String[] {told, bySuffix}) {
            query(id);
            JsonNode last = query(id);
            assertThat(last.get("statuscode").textValue()).isEqualTo(statusCode);
            assertThat(last.get("status").textValue()).isEqualTo(status);
            assertThat(last.size()).isEqualTo(members);
        }
    }

    @Test
    void pendingStaysSent() {
        String id = send("44770090" + Outcome.PENDING.suffix(), "Hello");

        query(id);
        query(id);

        assertThat(query(id).get("statuscode").textValue()).isEqualTo("700");
    }

    @Test
    void unknownIdIsNotFound() {
        assertThat(query("65F1A2B3-AAAAAAAAAA"))
                .isEqualTo(Wire.json(
                        "{\"request_id\":\"65F1A2B3-AAAAAAAAAA\",\"status\":\"Not Found\",\"statuscode\":\"706\"}"));
    }

    @Test
    void recordsFeedback() {
        String id = send("447700900123", "Hello");

        JsonNode reply = post("{'mode':'feedback','request_id':'" + id + "'}").json();

        assertThat(reply)
                .isEqualTo(Wire.json("{\"request_id\":\"" + id + "\",\"status\":\"Success\",\"statuscode\":\"600\"}"));
        assertThat(simulator.feedbacks()).containsExactly(new SimulatedFeedback("2fa-link", id, clock.instant()));
    }

    @Test
    void feedbackOnAnUnknownIdIsNotRecorded() {
        JsonNode reply =
                post("{'mode':'feedback','request_id':'65F1A2B3-AAAAAAAAAA'}").json();

        assertThat(reply.get("statuscode").textValue()).isEqualTo("706");
        assertThat(simulator.feedbacks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "201 | {'to':'447700900123','content':'x'}",
                "201 | {'mode':'sms','content':'x'}",
                "201 | {'mode':'query'}",
                "201 | {'mode':'feedback'}",
                "201 | {'mode':'sms','to':'447700900123','content':7}",
                "201 | [1]",
                "201 | not json",
                "203 | {'mode':'sms','to':'+447700900123','content':'x'}",
                "203 | {'mode':'sms','to':'447700900','content':'x'}",
                "203 | {'mode':'sms','to':'4477009001234567','content':'x'}",
                "203 | {'mode':'sms','to':447700900123,'content':'x'}",
                "204 | {'mode':'sms','to':'447700900123','from':'A','content':'x'}",
                "204 | {'mode':'sms','to':'447700900123','from':'','content':'x'}",
                "204 | {'mode':'sms','to':'447700900123','from':'ACME-SHOP','content':'x'}",
                "204 | {'mode':'sms','to':'447700900123','from':'ACME SHOP 12','content':'x'}",
                "207 | {'mode':'SMS','to':'447700900123','content':'x'}",
                "207 | {'mode':1,'to':'447700900123','content':'x'}",
                "209 | {'mode':'sms','to':'447700900123','base64':2,'content':'eA=='}",
                "209 | {'mode':'sms','to':'447700900123','base64':true,'content':'eA=='}",
                "209 | {'mode':'sms','to':'447700900123','base64':1,'content':'not base64!'}",
                "210 | {'mode':'sms','to':'447700900123','udh':'06GG','content':'x'}",
                "210 | {'mode':'sms','to':'447700900123','udh':'060003CC0201','content':'x'}",
                "211 | {'mode':'query','request_id':'abc'}",
                "211 | {'mode':'query','request_id':7}",
                "211 | {'mode':'feedback','request_id':'65f1a2b3-AAAAAAAAAA'}"
            })
    void refusesFields(int code, String body) {
        assertRefused(code, post(body));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesCredentials() {
        String message = "{\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"x\"}";

        assertRefused(101, wire.without("Authorization").post("/sms", message));
        assertRefused(
                101,
                wire.with("Authorization", Wire.basic("sim-2fa-link-key", "wrong"))
                        .post("/sms", message));
        assertRefused(
                101,
                wire.with("Authorization", Wire.basic("other", "sim-2fa-link-secret"))
                        .post("/sms", message));
        assertRefused(
                202,
                wire.with("Authorization", Wire.basic("sim-2fa-link-key", "")).post("/sms", message));
        assertRefused(202, wire.with("Authorization", "Bearer sim-2fa-link-key").post("/sms", message));
        assertRefused(202, wire.with("Authorization", "Basic ***").post("/sms", message));
        assertThat(simulator.messages()).isEmpty();
        assertThat(simulator.requests("2fa-link")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "102, Invalid Account",
        "103, Rate Limit Reached",
        "104, Insufficient Credit in Account",
        "301, SMS Rejected",
        "'401', 'Temporary Error, Please try again later!'",
        "999, Error"
    })
    void refusesOnDemand(String code, String text) {
        simulator.refuse("+447700900123", code);

        JsonNode reply =
                post("{'mode':'sms','to':'447700900123','content':'x'}").json();

        assertThat(reply).isEqualTo(Wire.json("{\"errorcode\":" + code + ",\"errormsg\":\"" + text + "\"}"));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesSendersThatAreNotOnTheList() {
        try (SmsSimulator strict =
                SmsSimulator.builder().senderIds("2fa-link", "ACME").start()) {
            Wire strictWire = new Wire(strict.baseUrl("2fa-link"), wire.headers());

            assertRefused(
                    204,
                    strictWire.post(
                            "/sms", "{\"mode\":\"sms\",\"to\":\"447700900123\",\"from\":\"OTHER\",\"content\":\"x\"}"));
            assertThat(strict.messages()).isEmpty();
        }
    }

    @Test
    void knowsNoOtherMethodOrPath() {
        Wire.Answer get = wire.get("/sms");

        assertThat(get.status()).isEqualTo(405);
        assertThat(get.headers()).containsEntry("allow", "POST");
        assertThat(wire.post("/sms/send", "{}").status()).isEqualTo(404);
    }

    private static void assertRefused(int code, Wire.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().size()).isEqualTo(2);
        assertThat(answer.json().get("errorcode").intValue()).isEqualTo(code);
        assertThat(answer.json().get("errormsg").textValue()).isNotBlank();
    }

    private String send(String to, String text) {
        return post("{'mode':'sms','to':'" + to + "','content':'" + text + "'}")
                .json()
                .get("request_id")
                .textValue();
    }

    private JsonNode query(String id) {
        return post("{'mode':'query','request_id':'" + id + "'}").json();
    }

    private Wire.Answer post(String body) {
        return wire.post("/sms", body.replace('\'', '"'));
    }
}
