package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A send tells the provider where the running webhooks of its account are, when {@code publicUrl} says how they are reached. */
@Timeout(120)
class CallbackAddressTest {

    private static final String HANDSET = "+61491570156";
    private static final String TOKEN = Sentinels.SECRET_KEY;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SmsSimulator simulator = SmsSimulator.start();
    private String publicUrl;

    @BeforeEach
    void start() throws Exception {
        ServerPort.assumeServer();
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(context);
        server.setHost("127.0.0.1");
        server.setPort(ServerPort.any());
        context.addService(server, true, true);
        context.getRegistry().bind("main", account("transmitsms"));
        context.getRegistry().bind("other", account("transmitsms"));
        context.getRegistry().bind("codes", account("telesign"));
        context.start();
        publicUrl = "http://127.0.0.1:"
                + context.getComponent("platform-http", PlatformHttpComponent.class)
                        .getEngine()
                        .getServerPort();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        simulator.close();
    }

    private SmsAccount account(String provider) {
        Credentials keys = simulator.credentials(provider);
        SmsAccount account = new SmsAccount();
        account.setProvider(provider);
        account.setApiKey(keys.apiKey());
        account.setSecretKey(keys.secretKey());
        account.setCustomerId(keys.customerId());
        account.setBaseUrl(simulator.baseUrl(provider).toString());
        return account;
    }

    private MockEndpoint receive(String uri, String id) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + "&publicUrl=" + publicUrl + "/").routeId(id).to("mock:" + id);
            }
        });
        return context.getEndpoint("mock:" + id, MockEndpoint.class);
    }

    private SimulatedMessage send(String account, Map<String, String> params) {
        Exchange exchange = context.createProducerTemplate().request("sms:send?account=" + account, in -> {
            in.getMessage().setBody("Your parcel arrives today. $$CODE$$");
            in.getMessage().setHeader(SmsConstants.TO, HANDSET);
            in.getMessage().setHeader(SmsConstants.PARAMS, params);
        });
        assertThat(exchange.getException()).isNull();
        List<SimulatedMessage> messages = simulator.messages();
        return messages.get(messages.size() - 1);
    }

    @Test
    void receiptsAndRepliesFindTheirRoutesWithoutARegisteredAddress() throws Exception {
        MockEndpoint receipts =
                receive("sms:dlr?account=main&verification=token&webhookVerifyToken=RAW(" + TOKEN + ")", "receipts");
        MockEndpoint replies = receive("sms:inbound?account=main", "replies");
        receipts.expectedMinimumMessageCount(1);
        replies.expectedMessageCount(1);

        SimulatedMessage message = send("main", Map.of());
        simulator.advance();
        assertThat(simulator.reply(message, "Thanks").await().status()).isEqualTo(200);

        receipts.assertIsSatisfied(60_000);
        replies.assertIsSatisfied(60_000);
        assertThat(receipts.getExchanges().get(0).getMessage().getHeader(SmsConstants.STATUS))
                .isEqualTo(DeliveryStatus.SENT.name());
        assertThat(message.fields().get("dlr_callback")).startsWith(publicUrl + "/sms/main/dlr?token=");
        assertThat(message.fields()).containsEntry("reply_callback", publicUrl + "/sms/main/inbound");
    }

    @Test
    void telesignIsToldToo() throws Exception {
        receive("sms:dlr?account=codes", "receipts");

        assertThat(send("codes", Map.of()).fields()).containsEntry("callback_url", publicUrl + "/sms/codes/dlr");
    }

    @Test
    void messagesOfABulkAreToldToo() throws Exception {
        receive("sms:dlr?account=main", "receipts");

        context.createProducerTemplate()
                .requestBody(
                        "sms:send?account=main",
                        List.of(
                                SmsMessage.to(HANDSET).text("One").build(),
                                SmsMessage.to("+61491570157").text("One").build()));

        assertThat(simulator.messages())
                .hasSize(2)
                .extracting(message -> message.fields().get("dlr_callback"))
                .containsOnly(publicUrl + "/sms/main/dlr");
    }

    @Test
    void addressOfTheMessageItselfWins() throws Exception {
        receive("sms:dlr?account=main", "receipts");
        String own = "https://hooks.example.com/dlr";

        assertThat(send("main", Map.of("dlr_callback", own)).fields()).containsEntry("dlr_callback", own);
    }

    @Test
    void otherAccountsAndStoppedRoutesAreNotMeant() throws Exception {
        receive("sms:dlr?account=main", "receipts");

        assertThat(send("other", Map.of()).fields()).doesNotContainKey("dlr_callback");
        context.getRouteController().stopRoute("receipts");
        assertThat(send("main", Map.of()).fields()).doesNotContainKey("dlr_callback");
        context.getRouteController().startRoute("receipts");
        assertThat(send("main", Map.of()).fields()).containsKey("dlr_callback");
    }

    @Test
    void publicUrlThatIsNoneIsRefusedAtStart() {
        publicUrl = "sms.example.com";

        assertThatThrownBy(() -> receive("sms:dlr?account=main", "receipts"))
                .hasStackTraceContaining("publicUrl")
                .hasStackTraceContaining("https://sms.example.com");
    }
}
