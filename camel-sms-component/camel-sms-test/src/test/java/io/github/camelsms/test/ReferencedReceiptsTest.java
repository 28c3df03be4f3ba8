package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a send names the address of its receipts, they find the send although its reply was lost, on another node too. */
@Timeout(120)
class ReferencedReceiptsTest {

    private static final String HANDSET = "+61491570156";
    private static final String OTHER = "+61491570157";

    private final JdbcDataSource database = new JdbcDataSource();
    private final DefaultCamelContext receiver = new DefaultCamelContext();
    private final DefaultCamelContext sender = new DefaultCamelContext();
    private final SmsSimulator simulator = SmsSimulator.start();
    private String url;

    @BeforeEach
    void start() throws Exception {
        ServerPort.assumeServer();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(receiver);
        server.setHost("127.0.0.1");
        server.setPort(ServerPort.any());
        receiver.addService(server, true, true);
        for (DefaultCamelContext node : List.of(receiver, sender)) {
            node.getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(database));
            node.start();
        }
        url = "http://127.0.0.1:"
                + receiver.getComponent("platform-http", PlatformHttpComponent.class)
                        .getEngine()
                        .getServerPort();
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        receiver.close();
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
        account.setMaxRequestsPerSecond(0);
        return account;
    }

    /** Receipts of the account go to {@code mock:receipts} on the one node, sends are made on the other. */
    private MockEndpoint serve(SmsAccount account) throws Exception {
        receiver.getRegistry().bind("main", account);
        receiver.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?account=main").to("mock:receipts");
            }
        });
        account.setCallbackUrl(url + "/sms/main/dlr");
        sender.getRegistry().bind("main", account);
        return receiver.getEndpoint("mock:receipts", MockEndpoint.class);
    }

    private Exchange send(Object to, String options) {
        return sender.createProducerTemplate().request("sms:send?account=main" + options, in -> {
            in.getMessage().setBody("Your parcel arrives today. $$CODE$$");
            in.getMessage().setHeader(SmsConstants.TO, to);
            in.getMessage().setHeader(SmsConstants.IDEMPOTENCY_KEY, "order-8842");
            in.getMessage().setHeader("order", 8842);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"transmitsms", "telesign"})
    void aReceiptSettlesASendWhoseReplyWasLost(String provider) throws Exception {
        MockEndpoint receipts = serve(account(provider));
        receipts.expectedMinimumMessageCount(1);
        simulator.whenSentTo(HANDSET).noReply().deliver();

        assertThat(send(HANDSET, "&correlate=order&responseTimeout=1s").getException())
                .isInstanceOf(SmsOutcomeUnknownException.class);
        simulator.awaitReceipts();
        receipts.assertIsSatisfied(60_000);

        Exchange again = send(HANDSET, "&correlate=order");
        SmsSubmission submission = again.getMessage().getBody(SmsSubmission.class);
        SimulatedMessage message = simulator.messages().get(0);
        assertThat(again.getMessage().getHeader(SmsConstants.REPLAYED)).isEqualTo(true);
        assertThat(submission.messageId()).isEqualTo(message.messageId());
        assertThat(submission.to().e164()).isEqualTo(HANDSET);
        assertThat(submission.account()).isEqualTo("main");
        assertThat(submission.segments()).isEqualTo(1);
        assertThat(send(HANDSET, "").getMessage().getBody()).isEqualTo(submission);
        assertThat(simulator.messages()).hasSize(1);
        assertThat(receipts.getExchanges())
                .allSatisfy(receipt ->
                        assertThat(receipt.getMessage().getHeader("order")).isEqualTo(8842));
    }

    @Test
    void eachRecipientOfALostSharedCallIsSettled() throws Exception {
        serve(account("transmitsms"));
        simulator.whenSent().noReply().deliver();
        List<String> both = List.of(HANDSET, OTHER);

        assertThat(send(both, "&responseTimeout=1s").getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .extracting("outcome")
                .containsOnly(BulkResult.Outcome.UNKNOWN);
        simulator.awaitReceipts();

        List<?> again = send(both, "").getMessage().getBody(List.class);
        assertThat(again).extracting("outcome").containsOnly(BulkResult.Outcome.ACCEPTED);
        assertThat(again)
                .extracting("submission.to")
                .extracting(Object::toString)
                .doesNotHaveDuplicates();
        assertThat(simulator.messages()).hasSize(2);
    }

    @Test
    void theTokenAndTheReferenceStandSideBySide() throws Exception {
        SmsAccount account = account("telesign");
        account.setVerification("token,signature");
        account.setWebhookVerifyToken(Sentinels.API_KEY);
        MockEndpoint receipts = serve(account);
        receipts.expectedMinimumMessageCount(1);
        simulator.whenSentTo(HANDSET).deliver();

        assertThat(send(HANDSET, "").getException()).isNull();
        simulator.awaitReceipts();

        receipts.assertIsSatisfied(60_000);
        assertThat(simulator.messages().get(0).fields().get("callback_url"))
                .matches(".*/sms/main/dlr\\?token=" + Sentinels.API_KEY + "&ref=[A-Za-z0-9_-]{22}");
        assertThat(simulator.callbacks()).extracting(CallbackAttempt::status).containsOnly(200);
    }

    @Test
    void aSendThatNobodyTracksHasNoReference() throws Exception {
        serve(account("transmitsms"));

        Exchange sent = sender.createProducerTemplate().request("sms:send?account=main", in -> {
            in.getMessage().setBody("Your parcel arrives today.");
            in.getMessage().setHeader(SmsConstants.TO, HANDSET);
        });

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages().get(0).fields()).containsEntry("dlr_callback", url + "/sms/main/dlr");
    }

    @Test
    void aProviderThatCallsOneAddressTakesNoOther() {
        SmsAccount account = account("2fa-link");
        account.setCallbackUrl("https://sms.example.com/sms/main/dlr");
        sender.getRegistry().bind("main", account);

        assertThatThrownBy(() -> sender.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:notify").to("sms:send?account=main");
                    }
                }))
                .hasStackTraceContaining("option callbackUrl is not possible with provider 2fa-link: it calls only the"
                        + " address that is registered with it");
    }

    @Test
    void anAddressThatCannotBeCalledIsRefused() {
        SmsAccount account = account("transmitsms");
        account.setCallbackUrl("sms.example.com?token=" + Sentinels.API_KEY);
        sender.getRegistry().bind("main", account);

        assertThatThrownBy(() -> sender.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:notify").to("sms:send?account=main");
                    }
                }))
                .hasStackTraceContaining("option callbackUrl is not a valid address; accepted:")
                .satisfies(failure -> Sentinels.assertAbsent(failure));
    }
}
