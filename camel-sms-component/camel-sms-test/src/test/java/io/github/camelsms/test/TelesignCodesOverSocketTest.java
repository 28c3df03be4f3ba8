package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code of TeleSign's, and every signature, between a real CamelContext and a real socket. */
class TelesignCodesOverSocketTest {

    private static final String ID = "0123456789ABCDEF0123456789ABCDEF";
    private static final String CUSTOMER_ID = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
    private static final String API_KEY =
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";

    private static final WireMockServer TELESIGN =
            new WireMockServer(wireMockConfig().bindAddress("localhost").dynamicPort());
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static ProducerTemplate template;

    @BeforeAll
    static void start() {
        TELESIGN.start();
        SmsConfiguration configuration =
                CAMEL.getComponent("sms", SmsComponent.class).getConfiguration();
        configuration.setProvider("telesign");
        configuration.setApiKey(API_KEY);
        configuration.setCustomerId(CUSTOMER_ID);
        configuration.setBaseUrl(TELESIGN.baseUrl());
        CAMEL.start();
        template = CAMEL.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
        TELESIGN.stop();
    }

    @BeforeEach
    void reset() {
        TELESIGN.resetAll();
    }

    private static void reply(int http, String body) {
        TELESIGN.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(http)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
    }

    private static Exchange call(String operation, String options) {
        return template.request("sms:" + (operation.equals("check") ? "query" : operation) + options, exchange -> {
            switch (operation) {
                case "send" -> {
                    exchange.getMessage().setHeader(SmsConstants.TO, "+15555550100");
                    exchange.getMessage().setHeader(SmsConstants.VERIFY_CODE, "57244");
                    exchange.getMessage().setBody("Your code is $$CODE$$");
                }
                case "check" -> {
                    exchange.getMessage().setHeader(SmsConstants.MESSAGE_ID, ID);
                    exchange.getMessage().setHeader(SmsConstants.VERIFY_CODE, "57244");
                }
                default -> exchange.getMessage().setHeader(SmsConstants.MESSAGE_ID, ID);
            }
        });
    }

    private static SmsException failure(String operation) {
        Exception failure = call(operation, "").getException();
        assertThat(failure).isInstanceOf(SmsException.class);
        return (SmsException) failure;
    }

    private static LoggedRequest received() {
        return TELESIGN.findAll(anyRequestedFor(anyUrl())).get(0);
    }

    @ParameterizedTest(name = "{0}: {1} {2}, HTTP {3}, status {4}")
    @CsvFileSource(resources = "/telesign/errors.csv", numLinesToSkip = 1)
    void errorCodeDecides(
            String operation,
            String code,
            String text,
            int http,
            @Nullable String status,
            String exception,
            ErrorClass errorClass) {
        String statusMember = status == null ? "" : ",\"status\":{\"code\":" + status + ",\"description\":\"x\"}";
        reply(
                http,
                "{\"reference_id\":null,\"errors\":[{\"code\":" + code + ",\"description\":\"" + text + "\"}]"
                        + statusMember + "}");
        SmsException failure = failure(operation);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(failure.errorClass()).isEqualTo(errorClass);
        assertThat(failure.providerCode()).contains(code);
        assertThat(failure.httpStatus()).contains(http);
        assertThat(failure).hasMessageContaining(text);
        TELESIGN.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"-10001, 404, 500", "-10004, 404, 599"})
    void notFoundIsAStateOnAQuery(String code, int http, int status) {
        reply(
                http,
                "{\"reference_id\":\"" + ID + "\",\"errors\":[{\"code\":" + code + "}],\"status\":{\"code\":" + status
                        + "}}");
        for (String operation : new String[] {"query", "check"}) {
            Exchange result = call(operation, "");
            assertThat(result.getException()).isNull();
            DeliveryReceipt receipt = result.getMessage().getBody(DeliveryReceipt.class);
            assertThat(receipt.status()).isEqualTo(DeliveryStatus.NOT_FOUND);
            assertThat(receipt.providerCode()).isEqualTo(code);
            assertThat(result.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "/telesign/statuses.csv", numLinesToSkip = 1)
    void statusCodeTellsWhatBecameOfAMessage(
            String code, String text, DeliveryStatus status, boolean last, String onSend, @Nullable String errorClass) {
        for (String written : new String[] {code, "\"" + code + "\""}) {
            reply(200, statusBody(written, text));
            for (String operation : new String[] {"query", "check"}) {
                Exchange result = call(operation, "");
                assertThat(result.getException()).isNull();
                DeliveryReceipt receipt = result.getMessage().getBody(DeliveryReceipt.class);
                assertThat(receipt.status()).isEqualTo(status);
                assertThat(receipt.statusFinal()).isEqualTo(last);
                assertThat(receipt.providerCode()).isEqualTo(code);
                assertThat(receipt.providerText()).isEqualTo(text);
                assertThat(receipt.codeState()).isEqualTo(CodeState.VALID);
                assertThat(result.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo(status.name());
                assertThat(result.getMessage().getHeader(SmsConstants.STATUS_FINAL))
                        .isEqualTo(last);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "/telesign/statuses.csv", numLinesToSkip = 1)
    void statusCodeTellsWhetherASendWasTaken(
            String code,
            String text,
            DeliveryStatus status,
            boolean last,
            String onSend,
            @Nullable ErrorClass errorClass) {
        reply(200, statusBody(code, text));
        if (errorClass == null) {
            SmsSubmission submission = call("send", "").getMessage().getBody(SmsSubmission.class);
            assertThat(submission.status()).isEqualTo(DeliveryStatus.valueOf(onSend));
            assertThat(submission.messageId()).isEqualTo(ID);
            assertThat(submission.providerCode()).isEqualTo(code);
            return;
        }
        SmsException failure = failure("send");
        assertThat(failure.getClass().getSimpleName()).isEqualTo(onSend);
        assertThat(failure.errorClass()).isEqualTo(errorClass);
        assertThat(failure.providerCode()).contains(code);
        if (errorClass == ErrorClass.REJECTED) {
            assertThat(failure.messageId()).contains(ID);
        }
    }

    private static String statusBody(String code, String text) {
        return """
                {"reference_id":"%s","sub_resource":"sms","errors":[],
                 "status":{"code":%s,"description":"%s","updated_on":"2026-09-15T10:30:00.559307Z"},
                 "verify":{"code_state":"VALID","code_entered":"57244"}}""".formatted(ID, code, text);
    }

    @Test
    void feedbackIsRecorded() {
        reply(
                200,
                "{\"reference_id\":\"" + ID
                        + "\",\"subresource\":\"sms\",\"errors\":[],\"status\":{\"code\":\"1900\"}}");
        FeedbackResult result = call("feedback", "").getMessage().getBody(FeedbackResult.class);
        assertThat(result.accepted()).isTrue();
        assertThat(result.providerCode()).isEqualTo("1900");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "check", "feedback", "send"})
    void brokenCallMayBeRepeatedUnlessASendOrAnAttemptMayHaveCounted(String operation) {
        TELESIGN.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(failure(operation))
                .isExactlyInstanceOf(
                        operation.equals("query") || operation.equals("feedback")
                                ? SmsRetryableException.class
                                : SmsOutcomeUnknownException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?authMethod=basic"})
    void basicTakesCustomerIdAndKey(String options) {
        reply(200, statusBody("290", "Message in progress"));
        assertThat(call("send", options).getException()).isNull();
        assertThat(received().getHeader("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder()
                                .encodeToString((CUSTOMER_ID + ":" + API_KEY).getBytes(StandardCharsets.UTF_8)));
        assertThat(received().containsHeader("x-ts-nonce")).isFalse();
    }

    @Test
    void sendIsSignedAsItArrives() throws GeneralSecurityException {
        reply(200, statusBody("290", "Message in progress"));
        assertThat(call("send", "?authMethod=digest&from=ACME%20SHOP").getException())
                .isNull();
        LoggedRequest request = received();
        assertThat(request.getMethod().getName()).isEqualTo("POST");
        assertThat(request.getUrl()).isEqualTo("/v1/verify/sms");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getBodyAsString())
                .isEqualTo("phone_number=15555550100&verify_code=57244&template=Your%20code%20is%20%24%24CODE%24%24"
                        + "&sender_id=ACME%20SHOP");
        assertSigned(request, "/v1/verify/sms");
    }

    @Test
    void everyRequestHasANonceOfItsOwn() {
        reply(200, statusBody("290", "Message in progress"));
        call("query", "?authMethod=digest");
        call("query", "?authMethod=digest");
        assertThat(TELESIGN.findAll(anyRequestedFor(anyUrl())))
                .extracting(request -> request.getHeader("x-ts-nonce"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"query, ''", "check, ?verify_code=57244"})
    void queryIsSignedWithoutItsQueryString(String operation, String query) throws GeneralSecurityException {
        reply(200, statusBody("200", "Delivered to handset"));
        assertThat(call(operation, "?authMethod=digest").getException()).isNull();
        LoggedRequest request = received();
        assertThat(request.getMethod().getName()).isEqualTo("GET");
        assertThat(request.getUrl()).isEqualTo("/v1/verify/" + ID + query);
        assertThat(request.containsHeader("Content-Type")).isFalse();
        assertThat(request.getBody()).isEmpty();
        assertSigned(request, "/v1/verify/" + ID);
    }

    @Test
    void feedbackIsSignedWithoutABody() throws GeneralSecurityException {
        reply(200, "{\"errors\":[],\"status\":{\"code\":\"1900\"}}");
        assertThat(call("feedback", "?authMethod=digest").getException()).isNull();
        LoggedRequest request = received();
        assertThat(request.getMethod().getName()).isEqualTo("PUT");
        assertThat(request.getUrl()).isEqualTo("/v1/verify/completion/" + ID);
        assertThat(request.getHeader("Content-Length")).isEqualTo("0");
        assertThat(request.containsHeader("Content-Type")).isFalse();
        assertSigned(request, "/v1/verify/completion/" + ID);
    }

    /** Computes the signature anew out of nothing but what arrived (section 2.2). */
    private static void assertSigned(LoggedRequest request, String path) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder(request.getMethod().getName())
                .append('\n')
                .append(Objects.requireNonNullElse(request.getHeader("Content-Type"), ""))
                .append('\n')
                .append(Objects.requireNonNullElse(request.getHeader("Date"), ""))
                .append('\n');
        TreeSet<String> names = new TreeSet<>();
        request.getAllHeaderKeys().forEach(name -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-ts-")) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        });
        assertThat(names).containsExactly("x-ts-auth-method", "x-ts-date", "x-ts-nonce");
        names.forEach(name ->
                text.append(name).append(':').append(request.getHeader(name)).append('\n'));
        if (request.getBody().length > 0) {
            text.append(request.getBodyAsString()).append('\n');
        }
        text.append(path);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(API_KEY), "HmacSHA256"));
        String signature =
                Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(request.getHeader("Authorization")).isEqualTo("TSA " + CUSTOMER_ID + ":" + signature);
        assertThat(request.getHeader("x-ts-auth-method")).isEqualTo("HMAC-SHA256");
        assertThat(request.getHeader("x-ts-date"))
                .matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
    }

    /** The simulator checks signatures by code of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"basic", "digest"})
    void simulatorTakesSendQueryAndFeedback(String authMethod) {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Credentials credentials = simulator.credentials("telesign");
            String options = "?authMethod=" + authMethod + "&baseUrl=" + simulator.baseUrl("telesign") + "&customerId="
                    + credentials.customer() + "&apiKey=RAW(" + credentials.apiKey() + ")";
            SmsSubmission submission = template.requestBodyAndHeaders(
                    "sms:send" + options,
                    "Código $$CODE$$ & más",
                    Map.of(SmsConstants.TO, "+15555550100", SmsConstants.VERIFY_CODE, "57244"),
                    SmsSubmission.class);
            assertThat(simulator.messages("telesign"))
                    .singleElement()
                    .returns("Código 57244 & más", SimulatedMessage::text)
                    .returns(submission.messageId(), SimulatedMessage::messageId);
            DeliveryReceipt receipt = template.requestBodyAndHeader(
                    "sms:query" + options, submission, SmsConstants.VERIFY_CODE, "57244", DeliveryReceipt.class);
            assertThat(receipt.codeState()).isEqualTo(CodeState.VALID);
            assertThat(template.requestBody("sms:feedback" + options, submission, FeedbackResult.class)
                            .accepted())
                    .isTrue();
        }
    }
}
