package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.test.RawServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message and a list of one go the same way through the accounts, and what their failures say is the same. */
@Timeout(60)
class OneRuleTest {

    private static final ProviderCase TELESIGN = ProviderCase.of("telesign", "send");
    private static final String TELESIGN_TEXT = Sentinels.TEXT + " $$CODE$$";

    private DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    private void account(String name, String url) {
        SmsAccount account = new SmsAccount();
        account.setProvider("telesign");
        account.setCustomerId(Sentinels.CUSTOMER_ID);
        account.setApiKey(Sentinels.SECRET_KEY);
        account.setBaseUrl(url);
        context.getRegistry().bind(name, account);
    }

    private static Answer refusal(int status, int code) {
        return RawServer.reply(
                status,
                "application/json",
                "{\"errors\":[{\"code\":" + code + ",\"description\":\"No\"}],\"status\":{\"code\":500}}");
    }

    private Exchange send(Object body) {
        return context.createProducerTemplate().send("sms:send?account=a,b", exchange -> {
            exchange.getIn().setHeader(SmsConstants.TO, Sentinels.TO);
            exchange.getIn().setHeader(SmsConstants.VERIFY_CODE, Sentinels.CODE);
            exchange.getIn().setBody(body);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "500, -40001, TEMPORARY, REFUSED, false", // Status unavailable
        "429, -40008, RATE_LIMIT, REFUSED, true", // hard cap of the account
        "429, -40007, RATE_LIMIT, RETRYABLE, true",
        "503, -90001, TEMPORARY, RETRYABLE, true",
        "402, -10030, INSUFFICIENT_CREDIT, REFUSED, true",
        "400, -40004, INVALID_REQUEST, REFUSED, false",
        "401, -30006, AUTHENTICATION, REFUSED, true",
    })
    void oneMessageAndAListGoTheSameWay(int status, int code, ErrorClass why, Outcome outcome, boolean goesOn)
            throws Exception {
        try (RawServer first = RawServer.answering(refusal(status, code));
                RawServer spare = RawServer.answering(refusal(status, code))) {
            account("a", first.url());
            account("b", spare.url());

            SmsException single = send(TELESIGN_TEXT).getException(SmsException.class);
            int askedForOne = spare.requestCount();
            context.close();
            context = new DefaultCamelContext(); // without the pause that the refusal has led to
            context.start();
            account("a", first.url());
            account("b", spare.url());
            List<?> several = send(List.of(TELESIGN_TEXT)).getMessage().getBody(List.class);

            assertThat(single.errorClass()).isEqualTo(why);
            assertThat(Outcome.of(single)).isEqualTo(outcome);
            assertThat(askedForOne).isEqualTo(goesOn ? 1 : 0);
            BulkResult result = (BulkResult) several.get(0);
            assertThat(result.errorClass()).isEqualTo(why);
            assertThat(result.outcome()).isEqualTo(outcome);
            assertThat(result.providerCode()).isEqualTo(String.valueOf(code));
            assertThat(spare.requestCount()).isEqualTo(goesOn ? 2 : 0);
        }
    }

    @Test
    void theLogOfOneAccountAloneSaysNothingOfOthers() throws Exception {
        int freed;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freed = closed.getLocalPort();
        }
        account("only", "http://127.0.0.1:" + freed);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 5; i++) {
                Exchange failed = context.createProducerTemplate().send("sms:send?account=only", exchange -> {
                    TELESIGN.input().accept(exchange.getIn());
                });
                assertThat(failed.getException()).isInstanceOf(SmsException.class);
            }

            assertThat(log.lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .contains("only")
                            .doesNotContainIgnoringCase("other")
                            .doesNotContainIgnoringCase("next account"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+447700900471\r\nERROR forged",
                "447700900471;Sentinel text: the lighthouse;918273",
                "no such account"
            })
    void anUnknownNameOfAnAccountIsNotEchoed(String name) throws IOException {
        try (RawServer server = RawServer.answering(TELESIGN.good())) {
            account("a", server.url());
            account("b", server.url());
            for (Object body : List.of(
                    TELESIGN_TEXT, List.of(SmsMessage.to(Sentinels.TO).text("x").build()))) {
                Exchange refused = context.createFluentProducerTemplate()
                        .to("sms:send?account=a,b")
                        .withHeaders(Map.of(
                                SmsConstants.ACCOUNT, name,
                                SmsConstants.TO, Sentinels.TO,
                                SmsConstants.VERIFY_CODE, Sentinels.CODE))
                        .withBody(body)
                        .send();

                assertThat(refused.getException())
                        .isInstanceOf(SmsRefusedException.class)
                        .hasMessageContaining("[a, b]");
                assertThat(refused.getException().getMessage()).doesNotContain("\n", "\r", "forged", "such", "47;");
                Sentinels.assertAbsent(refused.getException());
            }
            assertThat(server.requestCount()).isZero();
        }
    }
}
