package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several accounts side by side: each message goes out with the credentials, to the address and through the connections of one. */
class AccountsTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    private RawServer server;
    private RawServer other;

    @BeforeEach
    void startServers() throws Exception {
        server = RawServer.answering(SEND.good());
        other = RawServer.answering(SEND.good());
    }

    @AfterEach
    void stopServers() throws Exception {
        server.close();
        other.close();
    }

    private static void message(Message in) {
        SEND.input().accept(in);
    }

    private static Exchange send(CamelContext context, String uri, String account) throws Exception {
        return Call.on(context, uri, in -> {
            message(in);
            in.setHeader(SmsConstants.ACCOUNT, account);
        });
    }

    private static SmsAccount account(String key, RawServer provider) {
        SmsAccount account = new SmsAccount();
        account.setProvider("2fa-link");
        account.setApiKey(key);
        account.setSecretKey(key + "-secret");
        account.setBaseUrl(provider.url());
        return account;
    }

    private static String basic(String key) {
        byte[] pair = (key + ":" + key + "-secret").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static List<String> authorizations(RawServer server) {
        return server.requests().stream()
                .map(request -> request.header("Authorization"))
                .toList();
    }

    private static DefaultCamelContext context(SmsAccount a, SmsAccount b) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("a", a);
        context.getRegistry().bind("b", b);
        context.start();
        return context;
    }

    @Test
    void accountsOfPropertiesAndBeansAreFoundByOptionAndHeader() throws Exception {
        Properties properties = new Properties();
        properties.put("camel.component.sms.accounts[main].provider", "2fa-link");
        properties.put("camel.component.sms.accounts[main].api-key", "main");
        properties.put("camel.component.sms.accounts[main].secretKey", "main-secret");
        properties.put("camel.component.sms.accounts[main].baseUrl", server.url());
        properties.put("camel.component.sms.accounts[main].responseTimeout", "7s");
        properties.put("camel.component.sms.accounts[main].from", "MAIN");
        properties.put("camel.component.sms.accounts[second].provider", "2fa-link");
        properties.put("camel.component.sms.accounts[second].apiKey", "second");
        properties.put("camel.component.sms.accounts[second].secretKey", "second-secret");
        properties.put("camel.component.sms.accounts[second].baseUrl", server.url());
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.bind("bean", account("bean", server));
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            Exchange first = send(context, "sms:send?account=main", null);
            send(context, "sms:send", "second");
            send(context, "sms:send?account=main", "bean");
            send(context, "sms:send?account=bean", "main");

            assertThat(first.getMessage().getBody(SmsSubmission.class).account())
                    .isEqualTo("main");
            assertThat(first.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("main");
            assertThat(authorizations(server))
                    .containsExactly(basic("main"), basic("second"), basic("bean"), basic("main"));
            assertThat(server.requests().get(0).body()).contains("\"from\":\"MAIN\"");
            assertThat(server.requests().get(1).body()).doesNotContain("from");
        } finally {
            main.stop();
        }
    }

    @Test
    void messageWithoutAnAccountWhereNoneIsChosenIsRefusedWithTheNames() throws Exception {
        try (DefaultCamelContext context = context(account("a", server), account("b", server))) {
            for (String wrong : new String[] {null, "c", "A", ""}) {
                Exchange exchange = send(context, "sms:send", wrong);

                assertThat(exchange.getException())
                        .isInstanceOf(SmsRefusedException.class)
                        .hasMessageContainingAll("CamelSmsAccount", "[a, b]");
            }
            assertThat(server.acceptedConnections()).isZero();
        }
    }

    @Test
    void headerIsNotHonouredOnAnEndpointWithItsOwnCredentials() throws Exception {
        try (DefaultCamelContext context = context(account("a", server), account("b", server))) {
            Exchange exchange = send(context, SEND.uri(server.url()), "a");

            assertThat(exchange.getException())
                    .isInstanceOf(SmsRefusedException.class)
                    .hasMessageContainingAll("credentials of its own", "CamelSmsAccount");
            assertThat(server.acceptedConnections()).isZero();
        }
    }

    @Test
    void accountsSendManyMessagesAtOnceWithoutMixingCredentials() throws Exception {
        try (DefaultCamelContext context = context(account("a", server), account("b", other))) {
            List<CompletableFuture<Exchange>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String account = i % 2 == 0 ? "a" : "b";
                calls.add(context.createProducerTemplate().asyncSend("sms:send?account=a", exchange -> {
                    message(exchange.getIn());
                    exchange.getIn().setHeader(SmsConstants.ACCOUNT, account);
                }));
            }
            for (CompletableFuture<Exchange> call : calls) {
                assertThat(call.join().getException()).isNull();
            }

            assertThat(authorizations(server)).hasSize(100).containsOnly(basic("a"));
            assertThat(authorizations(other)).hasSize(100).containsOnly(basic("b"));
        }
    }

    @Test
    void callThatFindsNoPlaceInTimeMayBeRepeatedAndWasNotSent() throws Exception {
        try (RawServer silent = RawServer.answering(RawServer.silence());
                DefaultCamelContext context = context(oneAtATime("a", silent), account("b", server))) {
            List<CompletableFuture<Exchange>> calls = sendAtOnce(context, 5);
            List<Exception> failures =
                    calls.stream().map(call -> call.join().getException()).toList();

            assertThat(failures)
                    .filteredOn(SmsRetryableException.class::isInstance)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(
                            failure -> assertThat(failure).hasMessageContaining("no place among the calls in flight"));
            assertThat(failures)
                    .filteredOn(SmsOutcomeUnknownException.class::isInstance)
                    .hasSize(silent.requestCount());
        }
    }

    private static List<CompletableFuture<Exchange>> sendAtOnce(CamelContext context, int count) {
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(context.createProducerTemplate()
                    .asyncSend("sms:send?account=a", exchange -> message(exchange.getIn())));
        }
        return calls;
    }

    @Test
    void fullAccountHoldsUpNoOther() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer slow = RawServer.answering((connection, out) -> {
                    block(answer);
                    SEND.good().write(connection, out);
                });
                DefaultCamelContext context = context(oneAtATime("a", slow), oneAtATime("b", server))) {
            List<CompletableFuture<Exchange>> full = sendAtOnce(context, 2);
            await().atMost(Duration.ofSeconds(60)).until(() -> slow.requestCount() >= 1);

            assertThat(send(context, "sms:send?account=b", null).getException()).isNull();
            answer.countDown();
            full.forEach(CompletableFuture::join);
        }
    }

    private static SmsAccount oneAtATime(String key, RawServer provider) {
        SmsAccount account = account(key, provider);
        account.setMaxInFlight(1);
        account.setResponseTimeout(Duration.ofSeconds(5));
        return account;
    }

    private static void block(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitingCallTakesThePlaceThatBecomesFree() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer slow = RawServer.answering((connection, out) -> {
                    block(answer);
                    SEND.good().write(connection, out);
                });
                DefaultCamelContext context = context(oneAtATime("a", slow), account("b", slow))) {
            List<CompletableFuture<Exchange>> calls = sendAtOnce(context, 3);
            await().untilAsserted(() -> assertThat(slow.requestCount()).isEqualTo(1));
            answer.countDown();
            for (CompletableFuture<Exchange> call : calls) {
                assertThat(call.join().getException()).isNull();
            }
            assertThat(slow.acceptedConnections()).isEqualTo(1);
        }
    }

    @Test
    void nearerOptionWins() throws Exception {
        Properties properties = new Properties();
        properties.put("camel.component.sms.configuration.provider", "2fa-link");
        properties.put("camel.component.sms.configuration.apiKey", "common");
        properties.put("camel.component.sms.configuration.secretKey", "common-secret");
        properties.put("camel.component.sms.configuration.baseUrl", server.url());
        properties.put("camel.component.sms.configuration.from", "COMMON");
        properties.put("camel.component.sms.accounts[own].provider", "2fa-link");
        properties.put("camel.component.sms.accounts[own].apiKey", "own");
        properties.put("camel.component.sms.accounts[own].secretKey", "own-secret");
        properties.put("camel.component.sms.accounts[own].from", "OWN");
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            Call.on(context, "sms:send", AccountsTest::message);
            Call.on(context, "sms:send?account=own", AccountsTest::message);
            Call.on(context, "sms:send?account=own&from=NEAR", AccountsTest::message);
            Call.on(context, "sms:send?account=own&from=NEAR", in -> {
                message(in);
                in.setHeader(SmsConstants.FROM, "HEADER");
            });

            assertThat(authorizations(server))
                    .containsExactly(basic("common"), basic("own"), basic("own"), basic("own"));
            assertThat(server.requests())
                    .extracting(request -> request.body().replaceAll(".*\"from\":\"([A-Z]+)\".*", "$1"))
                    .containsExactly("COMMON", "OWN", "NEAR", "HEADER");
        } finally {
            main.stop();
        }
    }

    @Test
    void credentialsAndAddressOfAnotherProviderAreNeverInherited() throws Exception {
        Properties properties = new Properties();
        properties.put("camel.component.sms.configuration.provider", "other-gateway");
        properties.put("camel.component.sms.configuration.apiKey", Sentinels.API_KEY);
        properties.put("camel.component.sms.configuration.secretKey", Sentinels.SECRET_KEY);
        properties.put("camel.component.sms.configuration.baseUrl", server.url());
        properties.put("camel.component.sms.accounts[own].provider", "2fa-link");
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            for (String uri : new String[] {"sms:send?account=own", "sms:send?provider=2fa-link"}) {
                assertThat(context.getEndpoint(uri).createProducer())
                        .satisfies(producer -> assertThatThrownBy(producer::start)
                                .hasMessageContaining("option apiKey is required by provider 2fa-link"));
            }
            assertThat(server.acceptedConnections()).isZero();
        } finally {
            main.stop();
        }
    }

    @Test
    void stoppingOneRouteLeavesTheConnectionsOfTheOthers() throws Exception {
        try (DefaultCamelContext context = context(account("a", server), account("b", server))) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one").routeId("one").to("sms:send?account=a");
                    from("direct:two").routeId("two").to("sms:send?account=a&from=TWO");
                }
            });
            ProducerTemplate template = context.createProducerTemplate();
            template.send("direct:one", exchange -> message(exchange.getIn()));
            context.getRouteController().stopRoute("one");
            Exchange second = template.send("direct:two", exchange -> message(exchange.getIn()));
            context.getRouteController().startRoute("one");
            Exchange again = template.send("direct:one", exchange -> message(exchange.getIn()));

            assertThat(second.getException()).isNull();
            assertThat(again.getException()).isNull();
            assertThat(server.requestCount()).isEqualTo(3);
        }
    }
}
