package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Section 3. */
class TelesignSendTest {

    private final Operation<SmsMessage, SmsSubmission> send = Telesign.basic().send();

    private static SmsMessage.Builder message() {
        return SmsMessage.to("+15555550100");
    }

    private String form(SmsMessage message) {
        return Telesign.form(send.encode(message));
    }

    private void refuses(SmsMessage message, String culprit) {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> send.encode(message))
                .satisfies(refused -> assertThat(refused.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST))
                .withMessageContaining(culprit)
                .withMessageContaining("accepted");
    }

    @Test
    void fieldsComeInTheOrderOfTheReference() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("num_deac_req", "1");
        params.put("callback_url", "https://hooks.example.com/sms/telesign?route=eu");
        params.put("sim_swap_check", "true");
        params.put("transaction_payee", "Viatu");
        params.put("brand_new", "a b");
        params.put("transaction_amount", "40 GBP");
        params.put("dlt_entity_id", "1101500000000000001");
        params.put("dlt_template_id", "1107160000000000001");
        params.put("is_primary", "true");
        params.put("language", "en-GB");
        params.put("originating_ip", "203.0.113.45");
        params.put("ucid", "TRVF");
        HttpRequest request = send.encode(message()
                .from("ACMESHOP")
                .verifyCode("57244")
                .text("Pay $$AMOUNT$$ to $$PAYEE$$? Code $$CODE$$")
                .params(params)
                .build());
        assertThat(request.method()).isEqualTo(HttpRequest.Method.POST);
        assertThat(request.path()).isEqualTo("/v1/verify/sms");
        assertThat(request.query()).isNull();
        assertThat(request.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(Telesign.form(request))
                .isEqualTo("phone_number=15555550100&ucid=TRVF&originating_ip=203.0.113.45&language=en-GB"
                        + "&verify_code=57244&template=Pay%20%24%24AMOUNT%24%24%20to%20%24%24PAYEE%24%24%3F%20Code%20"
                        + "%24%24CODE%24%24&sender_id=ACMESHOP&is_primary=true&dlt_template_id=1107160000000000001"
                        + "&dlt_entity_id=1101500000000000001&transaction_amount=40%20GBP&transaction_payee=Viatu"
                        + "&sim_swap_check=true"
                        + "&callback_url=https%3A%2F%2Fhooks.example.com%2Fsms%2Ftelesign%3Froute%3Deu"
                        + "&num_deac_req=1&brand_new=a%20b");
    }

    @Test
    void messageWithoutBodyGetsTelesignsStandardText() {
        assertThat(form(message().build())).isEqualTo("phone_number=15555550100");
        assertThat(form(message().text("").build())).isEqualTo("phone_number=15555550100");
    }

    @Test
    void emptyParameterIsLeftOut() {
        assertThat(form(message().params(Map.of("language", "", "other", "")).build()))
                .isEqualTo("phone_number=15555550100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone_number", "verify_code", "template", "sender_id"})
    void parameterDoesNotReplaceAFieldOfTheComponent(String name) {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(
                        () -> send.encode(message().params(Map.of(name, "123")).build()))
                .withMessageContaining("param." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12345678", "12a45", "-1234", "1 23", "\u0661\u0662\u0663\u0664"})
    void codeOtherThanThreeToSevenDigitsIsRefusedWithoutBeingShown(String code) {
        SmsMessage wrong = message().verifyCode(code).build();
        refuses(wrong, "CamelSmsVerifyCode");
        assertThat(catchThrowableOfType(SmsRefusedException.class, () -> send.encode(wrong)))
                .hasMessageNotContaining(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "9999999"})
    void codeOfThreeToSevenDigitsGoesOut(String code) {
        assertThat(form(message().verifyCode(code).build())).endsWith("&verify_code=" + code);
    }

    @Test
    void textMayHave1600Characters() {
        String longest = "\ud83d\ude00".repeat(1592) + "$$CODE$$";
        assertThat(form(message().text(longest).build())).contains("template=");
        refuses(message().text(longest + "x").build(), "the body has 1601 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dlt_template_id", "dlt_entity_id", "transaction_amount", "transaction_payee", "sim_swap_check"})
    void parameterOfMoreThanFortyCharactersIsRefused(String name) {
        Map<String, String> params = new LinkedHashMap<>(Map.of("transaction_amount", "1", "transaction_payee", "1"));
        params.put(name, "4".repeat(40));
        assertThat(form(message().params(params).build())).contains(name + "=" + "4".repeat(40));
        params.put(name, "4".repeat(41));
        refuses(message().params(params).build(), "parameter " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "TRUE", "a text of up to forty characters, any one."})
    void simSwapCheckIsAnyTextOfFortyCharacters(String value) {
        String cut = value.substring(0, Math.min(40, value.length()));
        assertThat(form(message().params(Map.of("sim_swap_check", cut)).build()))
                .contains("sim_swap_check=");
    }

    /** Status code and text beside the error. */
    @ParameterizedTest
    @CsvSource({
        "-30006, 501, Not authorized",
        "-30008, 500, Transaction not attempted",
        "-10001, 500, Transaction not attempted",
        "-77777, 500, Transaction not attempted"
    })
    void theStatusStaysBesideTheError(String code, String status, String text) {
        SmsException failure = failure(
                401,
                "{\"status\":{\"code\":" + status + ",\"description\":\"" + text + "\"},\"errors\":[{\"code\":" + code
                        + ",\"description\":\"No\"}]}");

        assertThat(failure.providerCode()).contains(code);
        assertThat(failure.providerStatus()).contains(status);
        assertThat(failure).hasMessageContaining("No; status " + text);
    }

    @Test
    void aStatusThatIsTheCodeItselfIsSaidOnce() {
        SmsException failure = failure(200, "{\"status\":{\"code\":233,\"description\":\"Blocked\"},\"errors\":[]}");

        assertThat(failure.providerCode()).contains("233");
        assertThat(failure.providerStatus()).isEmpty();
    }

    @Test
    void ofManyErrorsTheFirstListedDecidesAndThreeAreShown() {
        String errors = "{\"code\":-77777,\"description\":\"New\"},".repeat(20_000);
        SmsException failure = failure(400, "{\"status\":{\"code\":500},\"errors\":[" + errors + "{\"code\":-40009}]}");

        assertThat(failure.providerCode()).contains("-40009");
        assertThat(failure).hasMessageContaining("-77777 New; -77777 New; -77777 New; 19998 more");
        assertThat(failure.getMessage()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({"transaction_amount", "transaction_payee"})
    void amountAndPayeeBelongTogether(String only) {
        refuses(message().params(Map.of(only, "40 GBP")).build(), "transaction_amount and transaction_payee");
    }

    @ParameterizedTest
    @CsvSource({
        "ucid, ABCD",
        "ucid, trvf",
        "is_primary, yes",
        "originating_ip, 203.0.113.256",
        "originating_ip, 203.0.113",
        "originating_ip, example.com",
        "originating_ip, 2001:db8::12345",
        "originating_ip, fe80::1%lo",
        "callback_url, /sms/telesign",
        "callback_url, ftp://hooks.example.com/",
        "callback_url, not a url"
    })
    void valueThatTheReferenceRulesOutIsRefused(String name, String value) {
        refuses(message().params(Map.of(name, value)).build(), "parameter " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "ucid, UNKN",
        "is_primary, false",
        "originating_ip, 0.0.0.0",
        "originating_ip, 255.255.255.255",
        "originating_ip, 2001:db8::1",
        "originating_ip, ::ffff:203.0.113.45"
    })
    void valueThatTheReferenceListsGoesOut(String name, String value) {
        assertThat(form(message().params(Map.of(name, value)).build()))
                .endsWith(name + "=" + value.replace(":", "%3A"));
    }

    @Test
    void whatTelesignCannotDoIsRefused() {
        refuses(message().udh(Udh.parse("050003CC0201")).build(), "CamelSmsUdh");
        refuses(message().sendAt(Instant.EPOCH).build(), "CamelSmsSendAt");
        refuses(message().validity(Duration.ofHours(1)).build(), "CamelSmsValidity");
        refuses(SmsMessage.builder().text("$$CODE$$").build(), "CamelSmsTo");
    }

    @Test
    void textThatCarriesNoCodeIsSentWithAWarningOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(TelesignSend.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            send.encode(message().text("Code $$CODE$$").build());
            assertThat(log.list).isEmpty();
            assertThat(form(message().text("Secret text").build())).contains("Secret%20text");
            send.encode(message().text("Secret text").build());
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("$$CODE$$")
                        .doesNotContain("Secret"));
    }

    @Test
    void replySaysIdStatusAndTime() {
        SmsSubmission submission = send.decode(message().build(), HttpResponse.of(200, """
                        {"reference_id":"ABCDEF","status":{"code":290,"description":"Message in progress",
                         "updated_on":"2026-09-15T10:30:00.559307Z"},"errors":[]}"""));
        assertThat(submission.messageId()).isEqualTo("ABCDEF");
        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.providerCode()).isEqualTo("290");
        assertThat(submission.providerText()).isEqualTo("Message in progress");
        assertThat(submission.at()).isEqualTo("2026-09-15T10:30:00.559307Z");
    }

    @Test
    void codeOfTheBodyDecidesWhateverTheHttpStatus() {
        SmsSubmission submission = send.decode(
                message().build(), HttpResponse.of(500, "{\"reference_id\":\"A\",\"status\":{\"code\":\"290\"}}"));
        assertThat(submission.messageId()).isEqualTo("A");
    }

    private SmsException failure(int http, String body) {
        SmsMessage sent = message().verifyCode("57244").text("Hello $$CODE$$").build();
        return catchThrowableOfType(SmsException.class, () -> send.decode(sent, HttpResponse.of(http, body)));
    }

    @Test
    void firstListedEntryDecidesAndAllAreKept() {
        SmsException failure = failure(400, """
                {"errors":[{"code":-77777,"description":"New"},{"code":"-40008","description":"Cap"},
                 {"code":-90001,"description":"Down"}],"status":{"code":500}}""");
        assertThat(failure).isInstanceOf(SmsRefusedException.class);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(failure.providerCode()).contains("-40008");
        assertThat(failure).hasMessageContaining("-77777 New; -40008 Cap; -90001 Down");
    }

    @Test
    void clockIsNamedWhenTheDateIsOutOfRange() {
        assertThat(failure(401, "{\"errors\":[{\"code\":-30010,\"description\":\"Not in range\"}]}"))
                .hasMessageContaining("check the clock");
    }

    @Test
    void echoOfWhatWasSignedIsNotKept() {
        SmsException failure = failure(401, """
                {"errors":[{"code":-30006,"description":"Invalid Signature for 57244 to 15555550100"}],
                 "status":{"code":501},"signature_string":"POST template=Hello&verify_code=57244"}""");
        assertThat(failure.getMessage() + failure.fault())
                .doesNotContain("57244")
                .doesNotContain("15555550100")
                .doesNotContain("Hello");
    }

    @ParameterizedTest
    @CsvSource({
        "200, 500, UNKNOWN",
        "401, 500, UNKNOWN",
        "503, 500, UNKNOWN",
        "200, 501, AUTHENTICATION",
        "503, 501, AUTHENTICATION"
    })
    void statusOfARefusalDecidesWithoutErrors(int http, String code, ErrorClass expected) {
        SmsException failure = failure(http, "{\"errors\":[],\"status\":{\"code\":" + code + "}}");
        assertThat(failure).isInstanceOf(SmsRefusedException.class);
        assertThat(failure.errorClass()).isEqualTo(expected);
        assertThat(failure.providerCode()).contains(code);
    }

    @ParameterizedTest
    @CsvSource({
        "200, UNKNOWN, false",
        "302, INVALID_REQUEST, true",
        "400, INVALID_REQUEST, true",
        "401, AUTHENTICATION, true",
        "402, INSUFFICIENT_CREDIT, true",
        "403, AUTHENTICATION, true",
        "404, INVALID_REQUEST, true",
        "405, INVALID_REQUEST, true",
        "408, TEMPORARY, false",
        "500, TEMPORARY, false",
        "503, TEMPORARY, false"
    })
    void httpStatusDecidesWithoutAnyCode(int http, ErrorClass expected, boolean knownNotSent) {
        for (String body : new String[] {"", "<html>", "[]", "{}", "{\"errors\":[{\"description\":\"x\"}]}"}) {
            SmsException failure = failure(http, body);
            assertThat(failure.errorClass()).as(body).isEqualTo(expected);
            assertThat(failure)
                    .as(body)
                    .isInstanceOf(knownNotSent ? SmsRefusedException.class : SmsOutcomeUnknownException.class);
        }
    }

    @Test
    void tooManyRequestsWithoutACodeMayBeRepeatedWhenTelesignSaysSo() {
        SmsMessage sent = message().build();
        HttpResponse reply = new HttpResponse(429, Map.of("Retry-After", "7"), new byte[0]);
        assertThatExceptionOfType(SmsRetryableException.class)
                .isThrownBy(() -> send.decode(sent, reply))
                .satisfies(failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void idsOfRefusalsAreKeptUnlessTheySayNone() {
        assertThat(failure(400, "{\"reference_id\":\"AB\",\"errors\":[{\"code\":-40006}]}")
                        .messageId())
                .contains("AB");
        assertThat(failure(400, "{\"reference_id\":\"None\",\"errors\":[{\"code\":-40006}]}")
                        .messageId())
                .isEmpty();
    }

    @Test
    void sendIsNotRepeatable() {
        assertThat(send.repeatable(message().build())).isFalse();
    }
}
