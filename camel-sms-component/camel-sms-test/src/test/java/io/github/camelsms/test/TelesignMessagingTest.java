package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** TeleSign's Messaging API, chosen by {@code api=messaging}, over a socket. */
class TelesignMessagingTest {

    private static final String ID = "0123456789ABCDEF0123456789ABCDEF";

    private static WireMockServer telesign;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        telesign = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        telesign.start();
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        telesign.stop();
    }

    @BeforeEach
    void forget() {
        telesign.resetAll();
    }

    private static Exchange call(String operation, String text, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to("sms:" + operation
                        + "?provider=telesign&api=messaging&customerId=FFFFFFFF-EEEE&apiKey=a2V5&baseUrl="
                        + telesign.baseUrl())
                .withBody(text)
                .withHeaders(headers)
                .request(Exchange.class);
    }

    private static Exchange send(Map<String, Object> params) {
        return call(
                "send",
                "Your parcel arrives today.",
                Map.of(SmsConstants.TO, "+15555550100", SmsConstants.FROM, "ACMESHOP", SmsConstants.PARAMS, params));
    }

    private static Exchange query() {
        return call("query", null, Map.of(SmsConstants.MESSAGE_ID, ID));
    }

    private static byte[] fixture(String file) {
        return Fixture.all(TelesignMessagingTest.class.getClassLoader(), "telesign").stream()
                .filter(fixture -> fixture.file().equals(file))
                .findFirst()
                .orElseThrow()
                .body();
    }

    private static void answers(int status, byte[] body) {
        telesign.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static void answers(int status, String code) {
        answers(
                status,
                ("{\"reference_id\":\"" + ID + "\",\"status\":{\"code\":" + code
                                + ",\"description\":\"said\",\"updated_on\":\"2026-09-15T10:30:00Z\"}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static LoggedRequest onlyRequest() {
        telesign.verify(1, anyRequestedFor(anyUrl()));
        return telesign.findAll(anyRequestedFor(anyUrl())).get(0);
    }

    @Test
    void sendsTheTextAsItIs() {
        answers(201, fixture("messaging-290.json"));

        Exchange sent = send(Map.of(
                "account_lifecycle_event",
                "transact",
                "external_id",
                "order-8842",
                "callback_url",
                "https://hooks.example.com/sms/telesign"));

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeaders())
                .containsEntry(SmsConstants.MESSAGE_ID, ID)
                .containsEntry(SmsConstants.STATUS, "ACCEPTED")
                .containsEntry(SmsConstants.PROVIDER_CODE, "290");
        assertThat(onlyRequest().getUrl()).isEqualTo("/v1/messaging");
        assertThat(onlyRequest().getBody()).isEqualTo(fixture("messaging-request.form"));
    }

    @Test
    void asksTheSameApi() {
        answers(200, "200");

        assertThat(query().getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("DELIVERED");
        assertThat(onlyRequest().getUrl()).isEqualTo("/v1/messaging/" + ID);
    }

    @Test
    void feedbackIsThatOfVerify() {
        answers(200, fixture("completion-1900.json"));

        assertThat(call("feedback", null, Map.of(SmsConstants.MESSAGE_ID, ID)).getException())
                .isNull();
        assertThat(onlyRequest().getUrl()).isEqualTo("/v1/verify/completion/" + ID);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/telesign/messaging-errors.csv", numLinesToSkip = 1)
    void codeDecides(String code, int http, String send, String query, ErrorClass errorClass) {
        answers(http, code);

        assertFailed(send(Map.of()), code, http, send, errorClass);
        assertThat(onlyRequest().getUrl()).isEqualTo("/v1/messaging");
        Exchange queried = query();
        if (query.equals("NOT_FOUND")) {
            assertThat(queried.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("NOT_FOUND");
        } else if (!code.equals("19999")) {
            assertFailed(queried, code, http, query, errorClass);
        } else {
            assertThat(queried.getException()).isInstanceOf(SmsException.class);
        }
    }

    @Test
    void aCodeThatIsNoNumberLeavesItToTheHttpStatus() {
        answers(400, "\"ABCDE\"");

        assertThat(send(Map.of()).getException()).isExactlyInstanceOf(SmsRefusedException.class);
        assertThat(query().getException()).isExactlyInstanceOf(SmsRefusedException.class);
    }

    private static void assertFailed(Exchange exchange, String code, int http, String type, ErrorClass errorClass) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmsException.class, failure -> {
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.errorClass()).isEqualTo(errorClass);
            assertThat(failure.providerCode()).contains(code);
            assertThat(failure.httpStatus()).contains(http);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message_type | SMS | parameter message_type is not accepted; accepted: [ARN, MKT, OTP]",
                "account_lifecycle_event | birth | accepted: [create, delete, sign-in, transact, update]",
                "external_id | Größe | up to 100 characters of ASCII",
                "ucid | TRVF | parameters [ucid] belong to api=verify",
            })
    void refusesParametersByName(String name, String value, String message) {
        assertThat(send(Map.of(name, value)).getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(message);
        telesign.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void refusesWhatOnlyVerifyHas() {
        Exchange code = call("send", "Hi", Map.of(SmsConstants.TO, "+15555550100", SmsConstants.VERIFY_CODE, "12345"));
        Exchange check = call("query", null, Map.of(SmsConstants.MESSAGE_ID, ID, SmsConstants.VERIFY_CODE, "12345"));
        Exchange empty = call("send", "", Map.of(SmsConstants.TO, "+15555550100"));

        assertThat(code.getException())
                .hasMessageContaining("CamelSmsVerifyCode")
                .hasMessageNotContaining("12345");
        assertThat(check.getException())
                .hasMessageContaining("CamelSmsVerifyCode")
                .hasMessageNotContaining("12345");
        assertThat(empty.getException()).hasMessageContaining("1 to 1600");
        telesign.verify(0, anyRequestedFor(anyUrl()));
    }
}
