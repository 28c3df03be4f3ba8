package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TeleSign Messaging, section 6 of the TeleSign wire specification, as the double speaks it; Basic authentication. */
class TelesignMessagingDoubleTest {

    private static final String VALID = "phone_number=15555550100&message=Hello&message_type=ARN";

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
                "/v1/messaging",
                "phone_number=15555550100&message=Your%20parcel%20arrives%20today.&message_type=ARN"
                        + "&account_lifecycle_event=transact&sender_id=ACMESHOP&external_id=order-8842"
                        + "&originating_ip=203.0.113.45&is_primary=true&dlt_template_id=1107160000000000001"
                        + "&dlt_entity_id=1101500000000000001&callback_url=https%3A%2F%2Fhooks.example.com%2Fsms");

        String id = answer.json().get("reference_id").textValue();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(id).matches("[0-9A-F]{32}");
        assertThat(answer.json()).isEqualTo(Wire.json("""
                        {"reference_id":"%s","external_id":"order-8842",
                         "status":{"code":290,"description":"Message in progress","updated_on":"2026-09-15T10:30:00Z"}}""".formatted(id)));
        assertThat(simulator.messages())
                .singleElement()
                .returns("+15555550100", SimulatedMessage::to)
                .returns("ACMESHOP", SimulatedMessage::from)
                .returns("Your parcel arrives today.", SimulatedMessage::text);
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED, 200", "UNDELIVERED, 207", "REJECTED, 504", "EXPIRED, 221", "UNKNOWN, 250", "PENDING, 203"})
    void tellsEachOutcome(Outcome outcome, int code) {
        simulator.outcome("15555550100", outcome);
        String id = send(VALID);

        assertThat(status(id).at("/status/code").intValue()).isEqualTo(203);
        assertThat(status(id).at("/status/code").intValue()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12000 | message=x&message_type=ARN",
                "12000 | phone_number=&message=x&message_type=ARN",
                "12009 | phone_number=15555550100&message_type=ARN",
                "12017 | phone_number=15555550100&message=x",
                "11000 | phone_number=%2B15555550100&message=x&message_type=ARN",
                "11000 | phone_number=055555&message=x&message_type=ARN",
                "11017 | phone_number=15555550100&message=x&message_type=arn",
                "11003 | phone_number=15555550100&message=x&message_type=ARN&account_lifecycle_event=signin",
                "11004 | phone_number=15555550100&message=x&message_type=ARN&callback_url=",
                "11010 | phone_number=15555550100&message=x&message_type=ARN&originating_ip=here",
                "11013 | phone_number=15555550100&message=x&message_type=ARN&sender_id=ABCDEFGHIJKLMNOPQRSTU",
                "11016 | phone_number=15555550100&message=x&message_type=ARN&external_id=%C3%A9",
                "11034 | phone_number=15555550100&message=x&message_type=ARN&dlt_template_id=",
                "11035 | phone_number=15555550100&message=x&message_type=ARN&dlt_entity_id="
            })
    void refusesParameters(int code, String body) {
        assertRefused(400, code, wire.post("/v1/messaging", body));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        String start = "phone_number=15555550100&message_type=ARN&message=";

        assertRefused(400, 11009, wire.post("/v1/messaging", start + "x".repeat(1601)));
        assertRefused(400, 11016, wire.post("/v1/messaging", start + "x&external_id=" + "x".repeat(101)));
        assertThat(wire.post("/v1/messaging", start + "x".repeat(1600)).status())
                .isEqualTo(200);
    }

    @Test
    void refusesCredentials() {
        assertRefused(401, 10009, wire.without("Authorization").post("/v1/messaging", VALID));
        assertRefused(401, 10028, wire.with("Authorization", "Bearer x").post("/v1/messaging", VALID));
        assertRefused(
                401,
                10015,
                wire.with("Authorization", Wire.basic("OTHER", credentials.apiKey()))
                        .post("/v1/messaging", VALID));
        assertRefused(
                401,
                10022,
                wire.with("Authorization", Wire.basic(credentials.customer(), "b3RoZXI="))
                        .post("/v1/messaging", VALID));
        assertThat(simulator.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10000, 500", "10010, 401", "10019, 429", "10020, 429", "10030, 402", "10032, 401", "238, 200"})
    void refusesOnDemand(int code, int httpStatus) {
        simulator.refuse("15555550100", String.valueOf(code));

        assertRefused(httpStatus, code, wire.post("/v1/messaging", VALID));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void codesOfOneInterfaceDoNotTroubleTheOther() {
        simulator.refuse("15555550100", "10030").refuse("15555550101", "-10030");

        assertThat(wire.post("/v1/verify/sms", "phone_number=15555550100").status())
                .isEqualTo(200);
        assertThat(wire.post("/v1/verify/sms", "phone_number=15555550101").status())
                .isEqualTo(402);
        assertThat(wire.post("/v1/messaging", VALID.replace("0100", "0101")).status())
                .isEqualTo(200);
    }

    @Test
    void idsBelongToTheirInterfaceAndGrowOld() {
        String id = send(VALID);
        String verification = wire.post("/v1/verify/sms", "phone_number=15555550100")
                .json()
                .get("reference_id")
                .textValue();

        assertRefused(404, 10017, reader.get("/v1/messaging/" + verification));
        assertThat(reader.get("/v1/verify/" + id).status()).isEqualTo(404);
        assertRefused(400, 11011, reader.get("/v1/messaging/None"));
        assertRefused(404, 10017, reader.get("/v1/messaging/0123456789ABCDEF0123456789ABCDEF"));
        clock.move(Duration.ofDays(31));
        assertRefused(404, 10036, reader.get("/v1/messaging/" + id));
        Wire.Answer old = reader.get("/v1/verify/" + verification);
        assertThat(old.status()).isEqualTo(404);
        assertThat(old.json().at("/errors/0/code").intValue()).isEqualTo(-10004);
        assertThat(old.json().at("/status/code").intValue()).isEqualTo(599);
    }

    @Test
    void completionIsCommonToBoth() {
        assertThat(reader.call("PUT", "/v1/verify/completion/" + send(VALID), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void callsBackWithoutWhatBelongsToVerification() {
        try (CallbackEndpoint endpoint = new CallbackEndpoint()) {
            simulator.webhook("telesign", endpoint.url("/hook"));
            send(VALID + "&external_id=order-8842");
            simulator.deliver(simulator.messages().get(0)).await();

            JsonNode body = Wire.json(endpoint.received().get(1).text()); // the first says sent
            assertThat(body.at("/status/code").intValue()).isEqualTo(200);
            assertThat(body.get("external_id").textValue()).isEqualTo("order-8842");
            assertThat(body.has("sub_resource")).isFalse();
            assertThat(body.has("verify")).isFalse();
        }
    }

    private static void assertRefused(int httpStatus, int code, Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(httpStatus);
        assertThat(answer.json().at("/status/code").intValue()).isEqualTo(code);
        assertThat(answer.json().at("/status/description").textValue()).isNotBlank();
        assertThat(answer.json().has("errors")).isFalse();
    }

    private String send(String body) {
        return wire.post("/v1/messaging", body).json().get("reference_id").textValue();
    }

    private JsonNode status(String id) {
        return reader.get("/v1/messaging/" + id).json();
    }
}
