package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.SmsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider answers, it means the same to one message and to a list of one. */
@Timeout(120)
class AnyAnswerTest {

    private static final List<Integer> STATUSES = List.of(200, 204, 400, 401, 429, 503);

    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "<html>no</html>",
            "{\"success\":false,\"message\":\"no\"}",
            "{\"error\":true,\"message\":\"no\"}",
            "{\"errorcode\":\"103\"}",
            "{\"errorcode\":\"999\"}",
            "{\"errorcode\":\"104\",\"request_id\":\"R-1\"}",
            "{\"error\":{\"code\":\"OVER_LIMIT\",\"description\":\"no\"}}",
            "{\"error\":{\"code\":\"LEDGER_ERROR\",\"description\":\"no\"}}",
            "{\"error\":{\"code\":\"RECIPIENTS_ERROR\",\"description\":\"no\"}}",
            "{\"error\":{\"code\":\"FIELD_INVALID\",\"description\":\"no\"}}",
            "{\"error\":{\"code\":\"NEW_ONE\",\"description\":\"no\"}}",
            "{\"errors\":[{\"code\":-40007,\"description\":\"no\"}],\"status\":{\"code\":500}}",
            "{\"errors\":[{\"code\":-10001,\"description\":\"no\"}],\"status\":{\"code\":501}}",
            "{\"errors\":[{\"code\":-1,\"description\":\"no\"}],\"status\":{\"code\":599}}");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicReference<RawServer.Answer> answer = new AtomicReference<>();
    private RawServer server;

    @BeforeEach
    void start() throws IOException {
        server = RawServer.choosing(request -> answer.get());
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        server.close();
    }

    /** An account of its own for each call, so that no pause and no circuit is left from the one before. */
    private Exchange send(ProviderCase provider, String account, boolean several) {
        SmsAccount made = new SmsAccount();
        made.setProvider(provider.provider());
        made.setApiKey(provider.provider().equals("telesign") ? Sentinels.SECRET_KEY : Sentinels.API_KEY);
        made.setSecretKey(
                provider.provider().equals("2chat") || provider.provider().equals("telesign")
                        ? null
                        : Sentinels.SECRET_KEY);
        made.setCustomerId(provider.provider().equals("telesign") ? Sentinels.CUSTOMER_ID : null);
        made.setBaseUrl(server.url());
        made.setMaxRequestsPerSecond(0);
        context.getRegistry().bind(account, made);
        return context.createProducerTemplate().send("sms:send", exchange -> {
            provider.input().accept(exchange.getMessage());
            exchange.getMessage().setHeader(SmsConstants.ACCOUNT, account);
            if (several) {
                exchange.getMessage().setBody(List.of(exchange.getMessage().getBody()));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void oneMessageAndAListOfOneAgree(ProviderCase provider) {
        List<String> bodies = new ArrayList<>(BODIES);
        bodies.add(provider.goodReply());
        List<String> wrong = new ArrayList<>();
        for (int status : STATUSES) {
            for (int body = 0; body < bodies.size(); body++) {
                answer.set(RawServer.reply(status, "application/json", status == 204 ? "" : bodies.get(body)));
                String name = provider.provider() + "-" + status + "-" + body;
                Exchange one = send(provider, name, false);
                Exchange several = send(provider, name + "-list", true);

                SmsException failure = one.getException(SmsException.class);
                BulkResult result =
                        (BulkResult) several.getMessage().getBody(List.class).get(0);
                Outcome outcome = failure == null ? Outcome.ACCEPTED : Outcome.of(failure);
                if (result.outcome() != outcome
                        || failure != null
                                && (result.errorClass() != failure.errorClass()
                                        || !String.valueOf(result.providerCode())
                                                .equals(failure.providerCode().orElse("null")))) {
                    wrong.add(status + " " + bodies.get(body) + ": one " + outcome + " " + failure + ", list "
                            + result.outcome() + " " + result.detail());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
