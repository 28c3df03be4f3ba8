package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies of the doubles of 2FA.link and TeleSign beside recorded ones; Transmit SMS and 2Chat have tests of their own. */
class RecordedRepliesTest {

    private static final SmsSimulator SIMULATOR =
            SmsSimulator.builder().clock(new MovableClock()).start();

    private final Credentials keys = SIMULATOR.credentials("2fa-link");
    private final Wire twoFaLink = Wire.to(SIMULATOR.baseUrl("2fa-link"))
            .with("Content-Type", "application/json; charset=utf-8")
            .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()));
    private final Credentials customer = SIMULATOR.credentials("telesign");
    private final Wire telesign = Wire.to(SIMULATOR.baseUrl("telesign"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic(customer.customer(), customer.apiKey()));
    private final Wire reader = telesign.without("Content-Type");

    @BeforeEach
    void forget() {
        SIMULATOR.reset();
    }

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "send-accepted | {\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"Hi\"}",
                "error-201 | {\"mode\":\"sms\"}",
                "error-203 | {\"mode\":\"sms\",\"to\":\"+447700900123\"}",
                "error-204 | {\"mode\":\"sms\",\"to\":\"447700900123\",\"from\":\"-\"}",
                "error-207 | {\"mode\":\"SMS\"}",
                "error-209 | {\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"%\",\"base64\":1}",
                "error-210 | {\"mode\":\"sms\",\"to\":\"447700900123\",\"udh\":\"zz\"}",
                "error-211 | {\"mode\":\"query\",\"request_id\":\"1\"}",
                "query-not-found | {\"mode\":\"query\",\"request_id\":\"65F1A2B3-QWJXKTNMZP\"}"
            })
    void twoFaLinkAnswersAsRecorded(String fixture, String body) {
        Wire.Answer answer = twoFaLink.post("/sms", body);

        assertThat(answer.status()).isEqualTo(200);
        RecordedShapes.assertSameJson(RecordedShapes.fixture("2fa-link/" + fixture + ".json"), answer.body());
        assertThat(answer.json().path("errorcode"))
                .isEqualTo(Wire.json(RecordedShapes.fixture("2fa-link/" + fixture + ".json"))
                        .path("errorcode"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "query-delivered, 447700900901",
        "query-undelivered, 447700900902",
        "query-rejected, 447700900903",
        "query-expired, 447700900904",
        "query-unknown, 447700900905"
    })
    void twoFaLinkTellsStatesAsRecorded(String fixture, String to) {
        String id = twoFaLink
                .post("/sms", "{\"mode\":\"sms\",\"to\":\"" + to + "\",\"content\":\"Hi\"}")
                .json()
                .get("request_id")
                .textValue();
        SIMULATOR.advance();

        Wire.Answer answer = twoFaLink.post("/sms", "{\"mode\":\"query\",\"request_id\":\"" + id + "\"}");

        String recorded = RecordedShapes.fixture("2fa-link/" + fixture + ".json");
        RecordedShapes.assertSameJson(recorded, answer.body());
        assertThat(answer.json().get("statuscode"))
                .isEqualTo(Wire.json(recorded).get("statuscode"));
        RecordedShapes.assertSameJson(
                RecordedShapes.fixture("2fa-link/feedback-success.json"),
                twoFaLink
                        .post("/sms", "{\"mode\":\"feedback\",\"request_id\":\"" + id + "\"}")
                        .body());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | verify-sms-290 | POST | /v1/verify/sms | phone_number=15555550100",
                "400 | verify-sms-error-10001-invalid-parameter | POST | /v1/verify/sms | phone_number=abc",
                "400 | verify-sms-error-10001-missing-parameter | POST | /v1/verify/sms | ucid=TRVF",
                "200 | status-203-invalid | GET | /v1/verify/{id}?verify_code=111 | ''",
                "200 | completion-1900 | PUT | /v1/verify/completion/{id} | ''",
                "400 | completion-error-400-bare | PUT | /v1/verify/completion/None | ''",
                "404 | completion-error-404-bare | PUT | /v1/verify/completion/0123456789ABCDEF0123456789ABCDEF | ''",
                "400 | status-error-400-bad-reference | GET | /v1/verify/None | ''",
                "404 | status-error-404-not-found | GET | /v1/verify/0123456789ABCDEF0123456789ABCDEF | ''",
                "200 | messaging-290 | POST | /v1/messaging | phone_number=15555550100&message=x&message_type=OTP",
                "400 | messaging-error-12000 | POST | /v1/messaging | message=x&message_type=OTP"
            })
    void telesignAnswersAsRecorded(int status, String fixture, String method, String path, String body) {
        String id = telesign.post("/v1/verify/sms", "phone_number=15555550100")
                .json()
                .get("reference_id")
                .textValue();
        Wire.Answer answer = (body.isEmpty() ? reader : telesign).call(method, path.replace("{id}", id), body);

        assertThat(answer.status()).isEqualTo(status);
        String recorded = RecordedShapes.fixture("telesign/" + fixture + ".json");
        RecordedShapes.assertSameJson(recorded, answer.body());
        assertThat(answer.json().at("/errors/0/code"))
                .isEqualTo(Wire.json(recorded).at("/errors/0/code"));
        assertThat(answer.json().at("/status/code"))
                .isEqualTo(Wire.json(recorded).at("/status/code"));
    }
}
