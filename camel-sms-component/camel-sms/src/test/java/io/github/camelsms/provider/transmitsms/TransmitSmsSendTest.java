package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransmitSmsSendTest {

    private static final SmsMessage PLAIN =
            SmsMessage.to("+61491570156").text("Your parcel arrives today.").build();

    private final TransmitSmsSend send = new TransmitSmsSend(
            new TransmitSmsApi(TransmitSmsFormat.JSON, "Basic eA=="),
            new ProviderText(new ProviderOptions(
                    "transmitsms",
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    InstantSource.system(),
                    () -> "nonce")));

    @Test
    void writesItsOwnFieldsInOrderAndThenTheParameters() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("dlr_callback", "https://hooks.example.com/dlr?route=a%2Fb");
        params.put("from_shared", "true");
        SmsMessage message = PLAIN.toBuilder()
                .from("ACMESHOP")
                .sendAt(Instant.parse("2026-09-15T10:30:00Z"))
                .validity(Duration.ofDays(1))
                .params(params)
                .build();

        HttpRequest request = send.encode(message);

        assertThat(request.method()).isEqualTo(HttpRequest.Method.POST);
        assertThat(request.path()).isEqualTo("/send-sms.json");
        assertThat(request.query()).isNull();
        assertThat(request.headers())
                .containsOnly(
                        Map.entry("Authorization", "Basic eA=="),
                        Map.entry("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
                        Map.entry("Accept", "application/json"));
        assertThat(form(message))
                .isEqualTo("message=Your+parcel+arrives+today.&to=61491570156&from=ACMESHOP"
                        + "&send_at=2026-09-15+10%3A30%3A00&validity=1440"
                        + "&dlr_callback=https%3A%2F%2Fhooks.example.com%2Fdlr%3Froute%3Da%252Fb&from_shared=true");
    }

    @Test
    void sendsToAListInsteadOfANumber() {
        SmsMessage message = SmsMessage.builder()
                .text("Hi [firstname]")
                .params(Map.of("list_id", "4070887"))
                .build();

        assertThat(form(message)).isEqualTo("message=Hi+%5Bfirstname%5D&list_id=4070887");
    }

    @Test
    void refusesNumberAndListTogether() {
        assertRefused(PLAIN.toBuilder().params(Map.of("list_id", "4070887")).build())
                .withMessageContaining("CamelSmsTo")
                .withMessageContaining("list_id")
                .withMessageContaining("accepted");
    }

    @Test
    void refusesNeitherNumberNorList() {
        assertRefused(SmsMessage.builder().text("Hi").build())
                .withMessageContaining("CamelSmsTo is missing")
                .withMessageContaining("list_id");
    }

    @ParameterizedTest
    @CsvSource({
        "+61491570110, 61491570110",
        "61 491 570-110, 61491570110",
        "ACMESHOP, ACMESHOP",
        "Acme2Shop11, Acme2Shop11",
        "12345, 12345",
        "7, 7"
    })
    void takesOwnNumbersShortCodesAndNames(String from, String sent) {
        assertThat(form(PLAIN.toBuilder().from(from).build())).endsWith("&from=" + sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme Shop", "AcmeShopping1", "Café", "Acme-Shop", "0491570110", "+7"})
    void refusesOtherSenders(String from) {
        assertRefused(PLAIN.toBuilder().from(SenderId.parse(from)).build())
                .withMessageContaining("CamelSmsFrom")
                .withMessageContaining("accepted");
    }

    @Test
    void doesNotEchoARefusedSender() {
        assertRefused(PLAIN.toBuilder().from("0491570110").build())
                .satisfies(refusal -> assertThat(refusal).hasMessageNotContaining("91570110"));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT1M, 1", "PT24H, 1440", "PT60S, 1", "PT72H, 4320"})
    void writesValidityInMinutes(Duration validity, String minutes) {
        assertThat(form(PLAIN.toBuilder().validity(validity).build())).endsWith("&validity=" + minutes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT30S", "PT1M1S", "PT72H1M", "PT72H0.001S", "PT0.000000001S"})
    void refusesOtherValidities(Duration validity) {
        assertRefused(PLAIN.toBuilder().validity(validity).build())
                .withMessageContaining("CamelSmsValidity")
                .withMessageContaining("accepted: 1 to 4320 whole minutes, or 0");
    }

    @Test
    void neverSchedulesBeforeTheTimeAsked() {
        SmsMessage message = PLAIN.toBuilder()
                .sendAt(Instant.parse("2026-12-31T23:59:59.000000001Z"))
                .build();

        assertThat(form(message)).endsWith("&send_at=2027-01-01+00%3A00%3A00");
    }

    @Test
    void refusesMoreThan612Characters() {
        assertThat(form(PLAIN.toBuilder().text("x".repeat(612)).build())).contains("x".repeat(612));
        assertThat(form(PLAIN.toBuilder().text("\uD83D\uDC4D".repeat(612)).build()))
                .contains("%F0%9F%91%8D&to");

        assertRefused(PLAIN.toBuilder().text("x".repeat(613)).build())
                .withMessageContaining("613 characters")
                .withMessageNotContaining("xxx");
    }

    @Test
    void refusesNoText() {
        assertRefused(PLAIN.toBuilder().text(null).build()).withMessageContaining("no text");
        assertRefused(PLAIN.toBuilder().text("").build()).withMessageContaining("no text");
    }

    @Test
    void refusesWhatTheGatewayHasNot() {
        assertRefused(PLAIN.toBuilder().udh(Udh.parse("0500037F0201")).build()).withMessageContaining("CamelSmsUdh");
        assertRefused(PLAIN.toBuilder().verifyCode("4711").build())
                .withMessageContaining("CamelSmsVerifyCode")
                .withMessageNotContaining("4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "to", "from", "send_at", "validity"})
    void refusesItsOwnFieldsAsParameters(String name) {
        assertRefused(PLAIN.toBuilder().params(Map.of(name, "x")).build()).withMessageContaining("param." + name);
    }

    @Test
    void readsAnAcceptedMessage() {
        SmsSubmission submission = decode(
                200,
                "{'message_id':331694668,'send_at':'2026-09-15 10:30:00','recipients':1,'cost':0.087,'sms':2,"
                        + "'new':{'a':[1]},'error':{'code':'SUCCESS','description':'OK'}}");

        assertThat(submission.messageId()).isEqualTo("331694668");
        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.segments()).isEqualTo(2);
        assertThat(submission.price()).isEqualByComparingTo("0.087");
        assertThat(submission.currency()).isNull();
        assertThat(submission.providerCode()).isEqualTo("SUCCESS");
        assertThat(submission.providerText()).isEqualTo("OK");
        assertThat(submission.at()).isEqualTo("2026-09-15T10:30:00Z");
    }

    @Test
    void doesNotTakeTheScheduleForTheTimeOfSubmission() {
        SmsMessage scheduled =
                PLAIN.toBuilder().sendAt(Instant.parse("2026-09-15T10:30:00Z")).build();

        SmsSubmission submission = send.decode(
                scheduled, reply(200, "{'message_id':1,'send_at':'2026-09-15 10:30:00','error':{'code':'SUCCESS'}}"));

        assertThat(submission.at()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message_id':'331694668'}",
                "{'message_id':331694668,'error':{}}",
                "{'message_id':331694668,'error':{'code':' success '}}"
            })
    void anIdWithoutAnErrorIsASuccess(String body) {
        assertThat(decode(200, body).messageId()).isEqualTo("331694668");
    }

    @Test
    void successWithoutAnIdStaysASuccess() {
        assertThat(decode(200, "{'recipients':1,'error':{'code':'SUCCESS','description':'OK'}}")
                        .messageId())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'recipients':0                     | OK, recipients 0 of 1",
                "'recipients':1,'fails':['0491']    | OK, recipients 1 of 1, fails 1",
                "'recipients':'0','fails':''        | OK, recipients 0 of 1",
                "'recipients':1,'fails':'0491,0492' | OK, recipients 1 of 1, fails 2",
                "'recipients':1,'fails':[]          | OK"
            })
    void tellsHowManyRecipientsWereTaken(String members, String text) {
        SmsSubmission submission =
                decode(200, "{'message_id':1," + members + ",'error':{'code':'SUCCESS','description':'OK'}}");

        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.providerText()).isEqualTo(text);
    }

    @Test
    void tellsHowManyOfAListWereTaken() {
        SmsMessage message =
                SmsMessage.builder().text("Hi").params(Map.of("list_id", "7")).build();

        SmsSubmission submission =
                send.decode(message, reply(200, "{'message_id':1,'recipients':1075,'error':{'code':'SUCCESS'}}"));

        assertThat(submission.providerText()).isEqualTo("recipients 1075");
    }

    @Test
    void takenCallWhoseOnlyRecipientFailedIsARefusal() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> decode(
                        200,
                        "{'message_id':331694668,'recipients':0,'fails':['61491570156'],'error':{'code':'SUCCESS'}}"))
                .satisfies(refusal -> {
                    assertThat(refusal.errorClass()).isEqualTo(ErrorClass.REJECTED);
                    assertThat(refusal.messageId()).contains("331694668");
                    assertThat(refusal).hasMessageNotContaining("61491570156");
                });
    }

    @Test
    void countsTheNumbersThatADescriptionLists() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(
                        () -> decode(
                                400,
                                "{'error':{'code':'RECIPIENTS_ERROR','description':{'fails':['0491'],'optouts':['61491570158','61491570159']}}}"))
                .withMessageContaining("fails 1, optouts 2")
                .withMessageNotContaining("0491")
                .withMessageNotContaining("615");
    }

    @Test
    void keepsTextAndNumberOutOfTheRefusal() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(
                        () -> decode(
                                400,
                                "{'error':{'code':'FIELD_INVALID','description':'bad: Your parcel arrives today. to 61491570156'}}"))
                .withMessageNotContaining("parcel")
                .withMessageNotContaining("61491570156");
    }

    @ParameterizedTest
    @CsvSource({
        // A listed code decides, whatever the status.
        "500, OVER_LIMIT, SmsRetryableException, RATE_LIMIT",
        "502, LEDGER_ERROR, SmsRefusedException, INSUFFICIENT_CREDIT",
        "200, BAD_CALLER_ID, SmsRefusedException, INVALID_REQUEST",
        // HTTP 429 says that there were too many calls, with any code.
        "429, SLOW_DOWN, SmsRetryableException, RATE_LIMIT",
        "429, OVER_LIMIT, SmsRetryableException, RATE_LIMIT",
        "429, FIELD_INVALID, SmsRetryableException, RATE_LIMIT",
        "429, NOT_FOUND, SmsRetryableException, RATE_LIMIT",
        "429, SUCCESS, SmsOutcomeUnknownException, UNKNOWN",
        // An unlisted one leaves it to the status, and is never retryable.
        "408, SLOW_DOWN, SmsOutcomeUnknownException, TEMPORARY",
        "503, SLOW_DOWN, SmsOutcomeUnknownException, TEMPORARY",
        "302, SLOW_DOWN, SmsRefusedException, INVALID_REQUEST",
        "201, SLOW_DOWN, SmsOutcomeUnknownException, UNKNOWN",
        // SUCCESS and a status that contradicts it.
        "400, SUCCESS, SmsOutcomeUnknownException, UNKNOWN",
        "500, SUCCESS, SmsOutcomeUnknownException, UNKNOWN"
    })
    void codeComesBeforeStatus(int status, String code, String type, ErrorClass errorClass) {
        SmsException failure = failure(status, "{'message_id':1,'error':{'code':'" + code + "','description':'x'}}");

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.errorClass()).isEqualTo(errorClass);
        assertThat(failure.providerCode()).contains(code);
        assertThat(failure.httpStatus()).contains(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD _MOBILE", " bad_mobile ", "BAD_MOBILE"})
    void codesCompareWithoutCaseAndSpaces(String code) {
        SmsException failure = failure(400, "{'error':{'code':'" + code + "'}}");

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(failure.providerCode()).contains(code.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "[]", "null", "{", "{}", "{'error':'SUCCESS'}", "{'page':{'count':1}}"})
    void unreadableSuccessLeavesTheOutcomeOpen(String body) {
        SmsException failure = failure(200, body);

        assertThat(failure).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNKNOWN);
    }

    @Test
    void throttledReplyCarriesRetryAfter() {
        HttpResponse response = new HttpResponse(
                429,
                Map.of("Retry-After", "3"),
                "{\"error\":{\"code\":\"OVER_LIMIT\"}}".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(SmsRetryableException.class)
                .isThrownBy(() -> send.decode(PLAIN, response))
                .satisfies(throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(3)));
    }

    @Test
    void isNotRepeatable() {
        assertThat(send.repeatable(PLAIN)).isFalse();
    }

    private String form(SmsMessage message) {
        return new String(send.encode(message).body(), StandardCharsets.UTF_8);
    }

    private ThrowableAssertAlternative<SmsRefusedException> assertRefused(SmsMessage message) {
        return assertThatExceptionOfType(SmsRefusedException.class).isThrownBy(() -> send.encode(message));
    }

    private SmsSubmission decode(int status, String body) {
        return send.decode(PLAIN, reply(status, body));
    }

    private SmsException failure(int status, String body) {
        return catchThrowableOfType(SmsException.class, () -> decode(status, body));
    }

    private static HttpResponse reply(int status, String body) {
        return HttpResponse.of(status, body.replace('\'', '"'));
    }
}
