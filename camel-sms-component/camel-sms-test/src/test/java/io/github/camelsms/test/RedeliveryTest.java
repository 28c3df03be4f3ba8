package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.RawServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A route that redelivers after {@link SmsRetryableException} alone never sends an SMS twice. */
class RedeliveryTest {

    private static final Answer BUSY = RawServer.reply(429, "text/plain", "busy");

    /** Sends one message through a route that redelivers twice, to a provider that gives these answers one after the other. */
    private static Exchange send(ProviderCase call, int requests, Answer... answers) throws Exception {
        Queue<Answer> next = new ArrayDeque<>(List.of(answers));
        try (RawServer provider = RawServer.choosing(request -> next.size() > 1 ? next.remove() : next.element());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(SmsRetryableException.class)
                            .maximumRedeliveries(2)
                            .redeliveryDelay(0);
                    from("direct:in").to(call.uri(provider.url(), "responseTimeout=500"));
                }
            });
            context.start();
            Exchange result = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));
            await().pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(provider.requestCount()).isEqualTo(requests));
            return result;
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void retryableFailureIsRedeliveredWithTheSameMessage(ProviderCase call) throws Exception {
        Exchange result = send(call, 3, BUSY, BUSY, call.good());

        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getHeader(SmsConstants.PROVIDER)).isEqualTo(call.provider());
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void retryableFailureThatStaysReachesTheCaller(ProviderCase call) throws Exception {
        assertThat(send(call, 3, BUSY).getException()).isInstanceOf(SmsRetryableException.class);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void unknownOutcomeAndRefusalAreNotSentAgain(ProviderCase call) throws Exception {
        for (Answer unknown : new Answer[] {
            RawServer.silence(), RawServer.bytesThenReset(""), RawServer.reply(503, "text/plain", "", "Retry-After: 0")
        }) {
            assertThat(send(call, 1, unknown).getException()).isInstanceOf(SmsOutcomeUnknownException.class);
        }
        assertThat(send(call, 1, RawServer.reply(403, "text/plain", "")).getException())
                .isInstanceOf(SmsRefusedException.class);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void redeliveryWaitsAsLongAsTheProviderAsks(ProviderCase call) throws Exception {
        Answer wait = RawServer.reply(429, "text/plain", "busy", "Retry-After: 1");
        Instant start = Instant.now();
        Exchange result = send(call, 2, wait, call.good());

        assertThat(result.getException()).isNull();
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(result.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
    }

    /** 2FA.link's code decides, whatever the HTTP status, so the time to wait may come with a 200. */
    @Test
    void timeToWaitIsReadUnderAnyStatus() throws Exception {
        String busy = "{\"errorcode\":103,\"errormsg\":\"Rate Limit Reached\"}";
        ProviderCase call = ProviderCase.of("2fa-link", "send");
        Answer wait = RawServer.reply(200, "application/json", busy, "Retry-After: 1");
        Instant start = Instant.now();

        assertThat(send(call, 2, wait, call.good()).getException()).isNull();
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void delayThatOneAccountAskedForDoesNotHoldUpTheNext(ProviderCase call) throws Exception {
        Answer wait = RawServer.reply(429, "text/plain", "busy", "Retry-After: 60");
        try (RawServer first = RawServer.answering(wait);
                RawServer second = RawServer.answering(BUSY);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .doTry()
                            .to(call.uri(first.url()))
                            .doCatch(SmsRetryableException.class)
                            .to(call.uri(second.url()));
                }
            });
            context.start();
            Exchange result = context.createProducerTemplate()
                    .send("direct:in", exchange -> call.input().accept(exchange.getIn()));

            assertThat(result.getException()).isInstanceOf(SmsRetryableException.class);
            assertThat(second.requestCount()).isEqualTo(1);
            assertThat(result.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void failureLeavesTheMessageAsItWas(ProviderCase call) throws Exception {
        Exchange result = send(call, 1, RawServer.reply(400, "text/plain", ""));

        Message message = result.getMessage();
        assertThat(result.getException()).isInstanceOf(SmsException.class);
        assertThat(message.getBody(String.class)).startsWith(Sentinels.TEXT);
        assertThat(message.getHeader(SmsConstants.TO)).isEqualTo(Sentinels.TO);
        assertThat(message.getHeader(SmsConstants.MESSAGE_ID)).isNull();
    }
}
