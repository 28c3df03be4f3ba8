package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.SimulatedFeedback;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TeleSign Verify SMS wire specification, sections 3 to 8, as the double speaks it; Basic authentication. */
class TelesignDoubleTest {

    private static final String UNKNOWN = "0123456789ABCDEF0123456789ABCDEF";

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Credentials credentials = simulator.credentials("telesign");
    private final Wire wire = Wire.to(simulator.baseUrl("telesign"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic(credentials.customer(), credentials.apiKey()));
    private final Wire reader = wire.without("Content-Type");

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void acceptsAMessage() {
        Wire.Answer answer = wire.post(
                "/v1/verify/sms",
                "phone_number=15555550100&ucid=TRVF&originating_ip=203.0.113.45&language=en-GB&verify_code=57244"
                        + "&template=Pay%20%24%24AMOUNT%24%24%20to%20%24%24PAYEE%24%24%3F%20Code%20%24%24CODE%24%24"
                        + "&sender_id=ACMESHOP&is_primary=true&dlt_template_id=1107160000000000001"
                        + "&dlt_entity_id=1101500000000000001&transaction_amount=40%20GBP&transaction_payee=Viatu"
                        + "&sim_swap_check=true&callback_url=https%3A%2F%2Fhooks.example.com%2Fsms%3Froute%3Deu");

        assertThat(answer.status()).isEqualTo(200);
        String id = answer.json().get("reference_id").textValue();
        assertThat(id).matches("[0-9A-F]{32}");
        assertThat(answer.json()).isEqualTo(Wire.json("""
                        {"reference_id":"%s","sub_resource":"sms","errors":[],
                         "status":{"updated_on":"2026-09-15T10:30:00Z","code":290,"description":"Message in progress"},
                         "verify":{"code_state":"UNKNOWN","code_entered":""}}""".formatted(id)));
        assertThat(simulator.messages())
                .singleElement()
                .returns(id, SimulatedMessage::messageId)
                .returns("+15555550100", SimulatedMessage::to)
                .returns("ACMESHOP", SimulatedMessage::from)
                .returns("Pay 40 GBP to Viatu? Code 57244", SimulatedMessage::text)
                .returns("57244", SimulatedMessage::verifyCode)
                .satisfies(message -> assertThat(message.fields())
                        .containsEntry("callback_url", "https://hooks.example.com/sms?route=eu"));
    }

    @Test
    void makesACodeWhenNoneIsGiven() {
        send("phone_number=15555550100");

        SimulatedMessage message = simulator.messages().get(0);
        assertThat(message.verifyCode()).matches("[0-9]{7}");
        assertThat(message.text()).contains(message.verifyCode());
    }

    @Test
    void statusMovesOverTheGatewayToTheHandset() {
        String id = send("phone_number=15555550100");

        JsonNode first = status(id);
        JsonNode second = status(id);

        assertThat(first).isEqualTo(Wire.json("""
                        {"reference_id":"%s","sub_resource":"sms","errors":[],
                         "status":{"updated_on":"2026-09-15T10:30:00Z","code":203,"description":"Delivered to gateway"},
                         "verify":{"code_state":"UNKNOWN","code_entered":""}}""".formatted(id)));
        assertThat(second.at("/status/code").intValue()).isEqualTo(200);
        assertThat(second.at("/additional_info/message_parts_count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"UNDELIVERED, 207", "REJECTED, 504", "EXPIRED, 221", "UNKNOWN, 250", "PENDING, 203"})
    void tellsEachOutcome(Outcome outcome, int code) {
        simulator.outcome("15555550100", outcome);
        String id = send("phone_number=15555550100");

        status(id);

        assertThat(status(id).at("/status/code").intValue()).isEqualTo(code);
    }

    @Test
    void checksCodes() {
        String id = send("phone_number=15555550100&verify_code=57244");

        assertThat(check(id, "11111")).isEqualTo(Wire.json("{\"code_state\":\"INVALID\",\"code_entered\":\"11111\"}"));
        assertThat(check(id, "57244")).isEqualTo(Wire.json("{\"code_state\":\"VALID\",\"code_entered\":\"57244\"}"));
        assertThat(check(id, "57244").get("code_state").textValue()).isEqualTo("VALID");
    }

    @Test
    void stopsAfterThreeWrongTries() {
        String id = send("phone_number=15555550100");
        String right = simulator.messages().get(0).verifyCode();
        for (int i = 0; i < 3; i++) {
            assertThat(check(id, "1111").get("code_state").textValue()).isEqualTo("INVALID");
        }

        assertThat(check(id, right).get("code_state").textValue()).isEqualTo("MAX_ATTEMPTS_EXCEEDED");
    }

    @Test
    void codesGrowOld() {
        String id = send("phone_number=15555550100&verify_code=57244");
        clock.move(Duration.ofMinutes(11));

        assertThat(check(id, "57244").get("code_state").textValue()).isEqualTo("EXPIRED");
    }

    @Test
    void recordsCompletion() {
        String id = send("phone_number=15555550100&verify_code=57244");

        Wire.Answer answer = reader.call("PUT", "/v1/verify/completion/" + id, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Wire.json("""
                        {"reference_id":"%s","subresource":"sms","errors":[],"status":{"updated_on":"2026-09-15T10:30:00Z",
                         "code":"1900","description":"Verify completion successfully recorded"}}""".formatted(id)));
        assertThat(simulator.feedbacks()).containsExactly(new SimulatedFeedback("telesign", id, clock.instant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=1",
                "phone_number=",
                "phone_number=abc",
                "phone_number=%2B15555550100",
                "phone_number=05555550100",
                "phone_number=155555501001234567",
                "phone_number=15555550100&ucid=NONE",
                "phone_number=15555550100&originating_ip=somewhere",
                "phone_number=15555550100&language=english_!",
                "phone_number=15555550100&verify_code=12",
                "phone_number=15555550100&verify_code=12345678",
                "phone_number=15555550100&verify_code=12a4",
                "phone_number=15555550100&template=",
                "phone_number=15555550100&sender_id=ABCDEFGHIJKLMNOPQRSTU",
                "phone_number=15555550100&is_primary=yes",
                "phone_number=15555550100&sim_swap_check=1",
                "phone_number=15555550100&callback_url=hooks",
                "phone_number=15555550100&dlt_template_id=12345678901234567890123456789012345678901",
                "phone_number=15555550100&dlt_entity_id=12345678901234567890123456789012345678901",
                "phone_number=15555550100&transaction_amount=40%20GBP",
                "phone_number=15555550100&transaction_payee=Viatu"
            })
    void refusesFields(String body) {
        assertRefused(400, -10001, 500, wire.post("/v1/verify/sms", body));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void wordsRefusedFieldsAsDocumented() {
        JsonNode missing = wire.post("/v1/verify/sms", "x=1").json();
        JsonNode invalid = wire.post("/v1/verify/sms", "phone_number=abc").json();

        assertThat(missing.at("/errors/0/description").textValue())
                .isEqualTo("Invalid Request: Missing Parameter: PhoneNumber");
        assertThat(invalid.at("/errors/0/description").textValue())
                .isEqualTo("Invalid Request: PhoneNumber Parameter: abc");
        assertThat(invalid.get("reference_id").textValue()).matches("[0-9A-F]{32}");
        assertThat(invalid.get("sub_resource").textValue()).isEqualTo("sms");
    }

    /** Each refusal of the documents, as the recorded replies have it. */
    @ParameterizedTest
    @CsvSource({
        "10009, 401", "10030, 402", "10033, 401", "20002, 401", "30000, 401", "30001, 401", "30004, 401", "30005, 401",
        "30006, 401", "30007, 401", "30008, 401", "30009, 401", "30010, 401", "30011, 401", "30012, 401", "30015, 401",
        "40006, 400", "40007, 429", "40008, 429", "40009, 400", "90001, 500"
    })
    void refusesInTheWordsOfTheDocuments(String code, int httpStatus) throws IOException {
        JsonNode documented;
        try (InputStream file =
                getClass().getResourceAsStream("/fixtures/telesign/verify-sms-error-" + code + ".json")) {
            documented = Wire.json(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        simulator.refuse("15555550100", "-" + code);

        Wire.Answer answer = wire.post("/v1/verify/sms", "phone_number=15555550100");

        assertThat(answer.status()).isEqualTo(httpStatus);
        assertThat(answer.json().get("errors")).isEqualTo(documented.get("errors"));
        assertThat(answer.json().at("/status/code")).isEqualTo(documented.at("/status/code"));
        assertThat(answer.json().at("/status/description")).isEqualTo(documented.at("/status/description"));
        assertThat(answer.body()).doesNotContain("{phone_number}", "Refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-10001", "-20001", "-20003", "-20004", "-30002", "-30003", "-40002", "-40004", "-40005"})
    void refusesInDocumentedWordsOfOtherPagesToo(String code) {
        simulator.refuse("15555550100", code);

        Wire.Answer answer = wire.post("/v1/verify/sms", "phone_number=15555550100");

        assertThat(answer.json().at("/errors/0/description").textValue()).doesNotContain("Refused", "{", "}");
    }

    @Test
    void takesTemplatesOfSixteenHundredCharacters() {
        Map<String, String> longest = Map.of("phone_number", "15555550100", "template", "x".repeat(1600));
        Map<String, String> longer = Map.of("phone_number", "15555550100", "template", "x".repeat(1601));

        assertThat(wire.post("/v1/verify/sms", Wire.form(longest)).status()).isEqualTo(200);
        assertRefused(400, -10001, 500, wire.post("/v1/verify/sms", Wire.form(longer)));
    }

    @Test
    void takesFormsAlone() {
        assertRefused(
                400,
                -40006,
                500,
                wire.with("Content-Type", "application/json")
                        .post("/v1/verify/sms", "{\"phone_number\":\"15555550100\"}"));
    }

    @Test
    void refusesCredentials() {
        String body = "phone_number=15555550100";
        Wire.Answer missing = wire.without("Authorization").post("/v1/verify/sms", body);

        assertRefused(401, -30004, 501, missing);
        assertThat(missing.json().get("reference_id").isNull()).isTrue();
        assertThat(missing.json().get("sub_resource").isNull()).isTrue();
        assertRefused(401, -30005, 501, wire.with("Authorization", "Basic x").post("/v1/verify/sms", body));
        assertRefused(401, -30005, 501, wire.with("Authorization", "Bearer x").post("/v1/verify/sms", body));
        assertRefused(
                401,
                -30000,
                501,
                wire.with("Authorization", Wire.basic("other", credentials.apiKey()))
                        .post("/v1/verify/sms", body));
        assertRefused(
                401,
                -30015,
                501,
                wire.with("Authorization", Wire.basic(credentials.customer(), "wrong"))
                        .post("/v1/verify/sms", body));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesCredentialsOfEnquiriesInTheirOwnShapes() {
        Wire.Answer status = reader.without("Authorization").get("/v1/verify/" + UNKNOWN);
        Wire.Answer completion = reader.without("Authorization").call("PUT", "/v1/verify/completion/" + UNKNOWN, "");

        assertRefused(401, -30004, 501, status);
        assertThat(status.json().get("reference_id").isNull()).isTrue();
        assertThat(completion.status()).isEqualTo(401);
        assertThat(completion.json())
                .isEqualTo(Wire.json("{\"code\":-30004,\"description\":\"Missing required 'Authorization' header\"}"));
    }

    @Test
    void knowsOnlyItsIds() {
        Wire.Answer unknown = reader.get("/v1/verify/" + UNKNOWN);
        Wire.Answer malformed = reader.get("/v1/verify/None");

        assertRefused(404, -10001, 500, unknown);
        assertThat(unknown.json().at("/errors/0/description").textValue())
                .isEqualTo("CustomerID/ReferenceID not found: CustomerID/ReferenceID Parameter: " + UNKNOWN);
        assertThat(unknown.json().get("reference_id").textValue()).isEqualTo(UNKNOWN);
        assertRefused(400, -10001, 500, malformed);
        assertThat(malformed.json().at("/errors/0/description").textValue())
                .isEqualTo("Invalid Request: ReferenceID Parameter: None");
    }

    @Test
    void completionKnowsOnlyItsIds() {
        Wire.Answer unknown = reader.call("PUT", "/v1/verify/completion/" + UNKNOWN, "");
        Wire.Answer malformed = reader.call("PUT", "/v1/verify/completion/None", "");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json())
                .isEqualTo(Wire.json("{\"code\":-10001,\"description\":\"Customer ID / Reference ID not found\"}"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.json().get("code").intValue()).isEqualTo(-10001);
        assertThat(simulator.feedbacks()).isEmpty();
    }

    @Test
    void knowsNoOtherMethodOrPath() {
        assertRefused(405, -40005, 500, reader.get("/v1/verify/sms"));
        assertRefused(405, -40005, 500, wire.post("/v1/verify/" + UNKNOWN, "x=1"));
        assertThat(reader.get("/v1/verify/completion/" + UNKNOWN)
                        .json()
                        .get("code")
                        .intValue())
                .isEqualTo(-40005);
        assertRefused(404, -40004, 500, wire.post("/v1/phoneid", "x=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "-10033, 401, 500",
        "-20002, 401, 501",
        "-30001, 401, 501",
        "-40007, 429, 500",
        "-40008, 429, 500",
        "-40009, 400, 500",
        "-90001, 500, 500",
        "-77777, 400, 500"
    })
    void refusesOnDemand(int code, int httpStatus, int statusCode) {
        simulator.refuse("15555550100", String.valueOf(code));

        assertRefused(httpStatus, code, statusCode, wire.post("/v1/verify/sms", "phone_number=15555550100"));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void blocksOnDemand() {
        simulator.refuse("15555550100", "233");

        Wire.Answer answer = wire.post("/v1/verify/sms", "phone_number=15555550100");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/status/code").intValue()).isEqualTo(233);
        assertThat(answer.json().at("/errors").isEmpty()).isTrue();
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesSendersOfOthers() {
        try (SmsSimulator strict =
                SmsSimulator.builder().senderIds("telesign", "ACME").start()) {
            assertRefused(
                    400,
                    -10001,
                    500,
                    new Wire(strict.baseUrl("telesign"), wire.headers())
                            .post("/v1/verify/sms", "phone_number=15555550100&sender_id=OTHER"));
        }
    }

    /** Texts, HTTP status and status code as the fixtures have them, of every error that a test may ask for. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                -10009, -10030, -10033, -20002, -30000, -30001, -30004, -30005, -30006, -30007, -30008, -30009, -30010,
                -30011, -30012, -30015, -40006, -40007, -40008, -40009, -90001
            })
    void answersAsDocumented(int code) throws IOException {
        String file = "/fixtures/telesign/verify-sms-error-" + -code + ".json";
        JsonNode documented = new ObjectMapper().readTree(getClass().getResource(file));
        simulator.refuse("15555550100", String.valueOf(code));

        JsonNode answer =
                wire.post("/v1/verify/sms", "phone_number=15555550100").json();

        assertThat(answer.get("errors")).isEqualTo(documented.get("errors"));
        assertThat(answer.at("/status/code")).isEqualTo(documented.at("/status/code"));
        assertThat(answer.at("/status/description")).isEqualTo(documented.at("/status/description"));
    }

    private static void assertRefused(int httpStatus, int code, int statusCode, Wire.Answer answer) {
        JsonNode json = answer.json();
        assertThat(json.at("/errors/0/code").intValue()).isEqualTo(code);
        assertThat(json.at("/errors/0/description").textValue()).isNotBlank();
        assertThat(json.at("/status/code").intValue()).isEqualTo(statusCode);
        assertThat(json.at("/status/description").textValue())
                .isEqualTo(statusCode == 501 ? "Not authorized" : "Transaction not attempted");
        assertThat(json.has("reference_id")).isTrue();
        assertThat(json.has("sub_resource")).isTrue();
        assertThat(json.has("verify")).isFalse();
        assertThat(answer.status()).isEqualTo(httpStatus);
    }

    private String send(String body) {
        return wire.post("/v1/verify/sms", body).json().get("reference_id").textValue();
    }

    private JsonNode status(String id) {
        return reader.get("/v1/verify/" + id).json();
    }

    private JsonNode check(String id, String code) {
        return reader.get("/v1/verify/" + id + "?verify_code=" + code).json().get("verify");
    }
}
