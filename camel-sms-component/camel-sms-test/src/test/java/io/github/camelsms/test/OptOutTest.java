package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.OptOutRegister;
import io.github.camelsms.spi.StateStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recipients that want no more SMS get none, on whichever node they said so. */
@Timeout(120)
class OptOutTest {

    private static final String ANNA = "+61491570156";
    private static final String BEN = "+61491570157";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final JdbcDataSource database = new JdbcDataSource();
    private final StateStore store = new JdbcStateStore(database);
    private final DefaultCamelContext sender = simulator.configure(new DefaultCamelContext());
    private final DefaultCamelContext receiver = simulator.configure(new DefaultCamelContext());
    private final List<InboundSms> received = new ArrayList<>();
    private final int port = ServerPort.free();

    @BeforeEach
    void start() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        for (DefaultCamelContext node : List.of(sender, receiver)) {
            SmsComponent component = node.getComponent("sms", SmsComponent.class);
            component.setStateStore(store);
            component.getAccounts().values().forEach(account -> {
                account.setOptOut("enforce");
                account.setMaxRequestsPerSecond(0);
            });
        }
        account(sender, "2chat").setFrom("+14155550100");
        sender.start();
    }

    @AfterEach
    void stop() {
        sender.stop();
        receiver.stop();
        simulator.close();
    }

    private static SmsAccount account(CamelContext node, String name) {
        return node.getComponent("sms", SmsComponent.class).getAccounts().get(name);
    }

    private void receive() throws Exception {
        ServerPort.assumeServer();
        receiver.getPropertiesComponent().addInitialProperty("camel.server.host", "127.0.0.1");
        receiver.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
        receiver.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:inbound?account=2chat&webhookVerifyToken=t0ken&path=/in")
                        .process(exchange -> received.add(exchange.getMessage().getBody(InboundSms.class)));
            }
        });
        receiver.start();
    }

    private int arrives(String id, String from, String text) throws Exception {
        String body = "{\"uuid\":\"" + id + "\",\"sent_by\":\"user\",\"remote_phone_number\":\"" + from
                + "\",\"channel_phone_number\":\"+14155550100\",\"message\":{\"text\":\"" + text + "\"}}";
        HttpRequest call = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in?token=t0ken"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(call, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void send(String account, String to) {
        try {
            sender.createProducerTemplate()
                    .requestBodyAndHeader(
                            "sms:send?account=" + account, "Your parcel arrives today.", "CamelSmsTo", to);
        } catch (CamelExecutionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private void assertRefused(String account, String to) {
        int before = simulator.requests().size();
        assertThatThrownBy(() -> send(account, to))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("wants no more SMS")
                .hasMessageNotContaining(to.substring(1))
                .extracting(failure -> ((SmsException) failure).errorClass())
                .isEqualTo(ErrorClass.OPTED_OUT);
        assertThat(simulator.requests()).hasSize(before);
    }

    @Test
    void stopAndStartCountOnEveryNode() throws Exception {
        receive();
        send("2chat", ANNA);

        assertThat(arrives("1", ANNA, "Stop!")).isEqualTo(200);
        assertRefused("2chat", ANNA);
        send("2chat", BEN);
        send("transmitsms", ANNA); // another account

        assertThat(arrives("2", ANNA, "Stop. Thank you")).isEqualTo(200);
        assertThat(arrives("3", ANNA, "ＳＴＡＲＴ")).isEqualTo(200);
        send("2chat", ANNA);
        assertThat(received).extracting(InboundSms::optOut).containsExactly(true, false, false);
        assertThat(received).extracting(InboundSms::optIn).containsExactly(false, false, true);
    }

    @Test
    void aStoreThatCannotKeepTheOptOutMakesTheProviderRepeatIt() throws Exception {
        receive();
        send("2chat", BEN);
        execute("ALTER TABLE camel_sms_state RENAME TO gone");

        assertThat(arrives("1", ANNA, "STOP")).isEqualTo(500);
        execute("ALTER TABLE gone RENAME TO camel_sms_state");
        assertThat(arrives("1", ANNA, "STOP")).isEqualTo(200);

        assertRefused("2chat", ANNA);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void bulkResultsNameWhoIsRefused() {
        sender.getComponent("sms", SmsComponent.class).getOptOutRegister().add("transmitsms", BEN);

        List<?> results = sender.createProducerTemplate()
                .requestBody(
                        "sms:send?account=transmitsms",
                        List.of(message(ANNA), message(BEN), message("+61491570158")),
                        List.class);

        assertThat(results)
                .extracting(result -> ((BulkResult) result).outcome().name())
                .containsExactly("ACCEPTED", "REFUSED", "ACCEPTED");
        assertThat(((BulkResult) results.get(1)).errorClass()).isEqualTo(ErrorClass.OPTED_OUT);
        assertThat(simulator.requests("transmitsms")).hasSize(1);
        assertThat(simulator.messages("transmitsms")).hasSize(2);
    }

    private static SmsMessage message(String to) {
        return SmsMessage.to(to).text("Sale today").build();
    }

    @Test
    void anAccountThatOnlyFlagsSends() {
        account(sender, "2chat").setOptOut("flag");
        sender.getComponent("sms", SmsComponent.class).getOptOutRegister().add("2chat", ANNA);

        send("2chat", ANNA);

        assertThat(simulator.messages("2chat")).hasSize(1);
    }

    @Test
    void nothingIsSentWhileTheStoreCannotBeAsked() throws Exception {
        send("2chat", ANNA);
        execute("DROP TABLE camel_sms_state");

        assertThatThrownBy(() -> send("2chat", ANNA)).isInstanceOf(SmsRetryableException.class);
        List<?> results = sender.createProducerTemplate()
                .requestBody("sms:send?account=transmitsms", List.of(message(ANNA), message(BEN)), List.class);

        assertThat(results)
                .extracting(result -> ((BulkResult) result).outcome().name())
                .containsExactly("RETRYABLE", "RETRYABLE");
        assertThat(simulator.messages()).hasSize(1);
    }

    @Test
    void whoOptedOutOfOneAccountOfAListGetsNothingThroughAnother() {
        sender.getComponent("sms", SmsComponent.class).getOptOutRegister().add("2fa-link", ANNA);

        assertRefused("2chat,2fa-link", ANNA);
        send("2chat", ANNA);
    }

    @Test
    void theProvidersOwnOptOutIsEntered() {
        simulator.receive("transmitsms", ANNA, "STOP");

        assertThatThrownBy(() -> send("transmitsms", ANNA))
                .isInstanceOf(SmsRefusedException.class)
                .extracting(failure -> ((SmsException) failure).errorClass())
                .isEqualTo(ErrorClass.OPTED_OUT);
        assertThat(simulator.requests("transmitsms")).hasSize(1);

        assertRefused("transmitsms", ANNA);
    }

    @Test
    void theProvidersOwnOptOutsAmongSeveralAreEntered() {
        OptOutRegister register = sender.getComponent("sms", SmsComponent.class).getOptOutRegister();
        String third = "+61491570158";
        simulator
                .wireMock()
                .stubFor(
                        post(urlPathEqualTo("/send-sms.json"))
                                .willReturn(
                                        okJson(
                                                "{\"message_id\":1,\"recipients\":2,\"optouts\":[\"61491570157\"],\"error\":{\"code\":\"SUCCESS\"}}")));

        assertThat(outcomes(ANNA, BEN, third)).containsExactly("ACCEPTED", "OPTED_OUT", "ACCEPTED");
        assertThat(register.contains("transmitsms", BEN)).isTrue();
        assertThat(register.contains("transmitsms", ANNA)).isFalse();

        int calls = simulator.requests("transmitsms").size();
        assertThat(outcomes(BEN)).containsExactly("OPTED_OUT");
        assertThat(simulator.requests("transmitsms")).hasSize(calls);
    }

    @Test
    void whenAllOfSeveralOptedOutAtTheProviderAllAreEntered() {
        simulator.receive("transmitsms", ANNA, "STOP").receive("transmitsms", BEN, "STOP");

        assertThat(outcomes(ANNA, BEN)).containsExactly("OPTED_OUT", "OPTED_OUT");
        int calls = simulator.requests("transmitsms").size();
        assertThat(outcomes(ANNA, BEN)).containsExactly("OPTED_OUT", "OPTED_OUT");
        assertThat(simulator.requests("transmitsms")).hasSize(calls);
        assertRefused("transmitsms", ANNA);
    }

    /** What a bulk send says of each: its error class, or its outcome where it has none. */
    private List<String> outcomes(String... numbers) {
        List<?> results = sender.createProducerTemplate()
                .requestBody(
                        "sms:send?account=transmitsms",
                        Stream.of(numbers).map(OptOutTest::message).toList(),
                        List.class);
        return results.stream()
                .map(result -> (BulkResult) result)
                .map(result -> result.errorClass() == null
                        ? result.outcome().name()
                        : result.errorClass().name())
                .toList();
    }

    @Test
    void routesUseTheRegister() throws Exception {
        sender.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:add").bean("OptOutRegister", "add('2chat', ${body})");
                from("direct:asks").bean("OptOutRegister", "contains('2chat', ${body})");
                from("direct:import").bean("OptOutRegister", "importCsv");
                from("direct:export").bean("OptOutRegister", "exportCsv");
            }
        });
        var template = sender.createProducerTemplate();

        assertThat(sender.getRegistry().findSingleByType(OptOutRegister.class)).isNotNull();
        assertThat(template.requestBody("direct:add", ANNA)).isEqualTo(true);
        assertThat(template.requestBody("direct:import", "account,number\n2chat," + BEN))
                .isEqualTo(1);
        assertThat(template.requestBody("direct:asks", BEN)).isEqualTo(true);
        assertThat(template.requestBody("direct:export", (Object) null)
                        .toString()
                        .lines())
                .hasSize(3);
        assertRefused("2chat", BEN);
    }

    @Test
    void malformedOptionsAreRefusedAtTheStart() {
        Map.of(
                        "optOut=drop", "option optOut is not known; accepted: flag, enforce",
                        "optOutKeywords=!!", "option optOutKeywords has a keyword without a letter or digit",
                        "optInKeywords=START,stop", "optOutKeywords and optInKeywords must not share a keyword")
                .forEach((option, message) -> assertThatThrownBy(
                                () -> sender.getEndpoint("sms:send?provider=2chat&apiKey=key&" + option)
                                        .createProducer()
                                        .start())
                        .hasStackTraceContaining(message));
    }
}
