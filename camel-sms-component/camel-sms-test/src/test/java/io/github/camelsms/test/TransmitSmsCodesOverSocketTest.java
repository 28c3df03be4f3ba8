package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each row of Transmit SMS's error table (sections 9.1 and 9.2) and of its delivery states (section 10), over a socket. */
class TransmitSmsCodesOverSocketTest {

    private static final String HANDSET = "+61491570156";
    private static final String ID = "331694668";

    private static WireMockServer gateway;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        gateway = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        gateway.start();
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        gateway.stop();
    }

    @BeforeEach
    void forget() {
        gateway.resetAll();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/transmitsms/errors.csv", delimiter = '|')
    void failedSend(int status, String code, String send, String query, ErrorClass errorClass) {
        answer(error(status, code));

        assertFailed(send(), status, code, send, errorClass);

        assertThat(onlyRequest().getUrl()).isEqualTo("/send-sms.json");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/transmitsms/errors.csv", delimiter = '|')
    void failedQuery(int status, String code, String send, String query, ErrorClass errorClass) {
        answer(error(status, code));

        Exchange exchange = query(HANDSET);

        if (query.equals("NOT_FOUND")) {
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo("NOT_FOUND");
            assertThat(exchange.getMessage().getHeader(SmsConstants.PROVIDER_CODE))
                    .isEqualTo(code);
        } else {
            assertFailed(exchange, status, code, query, errorClass);
        }
        assertThat(onlyRequest().getUrl()).isEqualTo("/get-sms-delivery-status.json");
    }

    private static void assertFailed(Exchange exchange, int status, String code, String type, ErrorClass errorClass) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmsException.class, failure -> {
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.errorClass()).isEqualTo(errorClass);
            assertThat(failure.provider()).isEqualTo("transmitsms");
            assertThat(failure.httpStatus()).contains(status);
            assertThat(failure.providerCode().orElse("-")).isEqualTo(code);
            assertThat(failure).hasMessageNotContaining(HANDSET.substring(1));
        });
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/transmitsms/states.csv", delimiter = '|')
    void stateOfOneRecipient(String state, DeliveryStatus status, boolean last) {
        answer(ok("{'stats':{'message_id':331694668,'sender_id':61491570110,'mobile':61491570156,"
                + "'send_at':'2026-09-15 10:30:00','datetime':'2026-09-15 10:30:07','status':'" + state
                + "'},'error':{'code':'SUCCESS','description':'OK'}}"));

        assertState(query(HANDSET), state, status, last);

        assertThat(onlyRequest().getUrl()).isEqualTo("/get-sms-delivery-status.json");
        assertThat(onlyRequest().getBodyAsString()).isEqualTo("message_id=331694668&msisdn=61491570156");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/transmitsms/states.csv", delimiter = '|')
    void stateOfASendToOne(String state, DeliveryStatus status, boolean last) {
        answer(ok("{'page':{'count':1,'number':1},'total':1,'message':{'send_at':'2026-09-15 10:30:00'},"
                + "'recipients':[{'msisdn':61491570156,'delivery_status':'" + state
                + "'}],'error':{'code':'SUCCESS','description':'OK'}}"));

        assertState(query(null), state, status, last);

        assertThat(onlyRequest().getUrl()).isEqualTo("/get-sms-sent.json");
        assertThat(onlyRequest().getBodyAsString()).isEqualTo("message_id=331694668&page=1&max=100&optouts=include");
    }

    private static void assertState(Exchange exchange, String state, DeliveryStatus status, boolean last) {
        assertThat(exchange.getException()).isNull();
        DeliveryReceipt receipt = exchange.getMessage().getBody(DeliveryReceipt.class);
        assertThat(receipt.messageId()).isEqualTo(ID);
        assertThat(receipt.status()).isEqualTo(status);
        assertThat(receipt.statusFinal()).isEqualTo(last);
        assertThat(receipt.to()).hasToString("***56");
        assertThat(receipt.submittedAt()).isEqualTo("2026-09-15T10:30:00Z");
        assertThat(exchange.getMessage().getHeader(SmsConstants.STATUS)).isEqualTo(status.name());
        assertThat(exchange.getMessage().getHeader(SmsConstants.STATUS_FINAL)).isEqualTo(last);
        assertThat(exchange.getMessage().getHeader(SmsConstants.PROVIDER_CODE)).isEqualTo(state);
    }

    @Test
    void acceptedMessage() {
        answer(ok("{'message_id':331694668,'send_at':'2026-09-15 10:30:00','recipients':1,'cost':0.087,'sms':1,"
                + "'error':{'code':'SUCCESS','description':'OK'}}"));

        Exchange exchange = send();

        assertThat(exchange.getException()).isNull();
        SmsSubmission submission = exchange.getMessage().getBody(SmsSubmission.class);
        assertThat(submission.messageId()).isEqualTo(ID);
        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(submission.providerCode()).isEqualTo("SUCCESS");
        assertThat(submission.price()).isEqualByComparingTo("0.087");
        LoggedRequest request = onlyRequest();
        assertThat(request.getMethod().getName()).isEqualTo("POST");
        assertThat(request.getUrl()).isEqualTo("/send-sms.json");
        assertThat(request.getBodyAsString()).isEqualTo("message=Caf%C3%A9+%E2%9C%93+1%2B1&to=61491570156");
        assertThat(request.getHeader("Authorization")).isEqualTo("Basic azE6czE=");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/x-www-form-urlencoded; charset=UTF-8");
        assertThat(request.getHeader("Accept")).isEqualTo("application/json");
        assertThat(request.getHeader("Content-Length")).isEqualTo(String.valueOf(request.getBody().length));
        assertThat(request.containsHeader("Transfer-Encoding")).isFalse();
    }

    @Test
    void throttledReplyDelaysTheRedelivery() {
        answer(error(429, "OVER_LIMIT").withHeader("Retry-After", "2"));

        Exchange exchange = send();

        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(2000L);
    }

    private static Exchange send() {
        return call("sms:send")
                .withBody("Café ✓ 1+1")
                .withHeader(SmsConstants.TO, HANDSET)
                .send();
    }

    private static Exchange query(String to) {
        return call("sms:query").withBody(ID).withHeader(SmsConstants.TO, to).send();
    }

    private static FluentProducerTemplate call(String operation) {
        return context.createFluentProducerTemplate()
                .to(operation + "?provider=transmitsms&apiKey=k1&secretKey=s1&maxRequestsPerSecond=0&baseUrl="
                        + gateway.baseUrl());
    }

    private static void answer(ResponseDefinitionBuilder response) {
        gateway.stubFor(any(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return code.equals("-")
                ? aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html></html>")
                : ok("{'error':{'code':'" + code + "','description':'About 61491570156'}}")
                        .withStatus(status);
    }

    private static ResponseDefinitionBuilder ok(String json) {
        return aResponse()
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBody(json.replace('\'', '"'));
    }

    private static LoggedRequest onlyRequest() {
        List<LoggedRequest> requests = gateway.findAll(anyRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }
}
