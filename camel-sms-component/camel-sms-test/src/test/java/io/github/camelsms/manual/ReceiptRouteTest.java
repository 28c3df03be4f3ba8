package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.test.Forgery;
import io.github.camelsms.test.SimulatedMessage;
import io.github.camelsms.test.SmsSimulator;
import java.net.URI;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiptRouteTest extends CamelTestSupport {

    private static final SmsSimulator SIMULATOR = SmsSimulator.start();

    @AfterAll
    static void stopSimulator() {
        SIMULATOR.close();
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.put("camel.server.host", "127.0.0.1");
        properties.put("camel.server.port", "0"); // a free one
        properties.put("sms.url", SIMULATOR.baseUrl("transmitsms").toString());
        properties.put("sms.key", SIMULATOR.credentials("transmitsms").apiKey());
        properties.put("sms.secret", SIMULATOR.credentials("transmitsms").secret());
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                String keys = "?provider=transmitsms&apiKey=RAW({{sms.key}})&secretKey=RAW({{sms.secret}})";
                from("direct:notify").to("sms:send" + keys + "&baseUrl={{sms.url}}");
                from("sms:dlr" + keys).to("mock:receipts");
                from("sms:inbound" + keys).to("mock:replies");
            }
        };
    }

    @BeforeEach
    void register() {
        SIMULATOR.webhook("transmitsms", url("/sms/transmitsms/dlr"));
        SIMULATOR.replyWebhook("transmitsms", url("/sms/transmitsms/inbound"));
    }

    private URI url(String path) {
        int port = context.getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @AfterEach
    void resetSimulator() {
        SIMULATOR.reset();
    }

    @Test
    void takesReceiptsOnceAndNoForgedOnes() throws Exception {
        MockEndpoint receipts = getMockEndpoint("mock:receipts");
        receipts.expectedHeaderValuesReceivedInAnyOrder("CamelSmsStatus", "SENT", "DELIVERED");
        SimulatedMessage message = send();

        assertThat(SIMULATOR.forge(message, Forgery.WRONG_KEY).await().status()).isEqualTo(403);
        assertThat(SIMULATOR.deliver(message).await().status()).isEqualTo(200);
        assertThat(SIMULATOR.receiptTwice(message))
                .extracting(repeat -> repeat.await().status())
                .containsOnly(200);

        receipts.assertIsSatisfied();
    }

    @Test
    void takesReplies() throws Exception {
        MockEndpoint replies = getMockEndpoint("mock:replies");
        replies.expectedMessageCount(1);
        replies.message(0).simple("${body.text} ${body.optOut}").isEqualTo("STOP true");

        assertThat(SIMULATOR.reply(send(), "STOP").await().status()).isEqualTo(200);

        replies.assertIsSatisfied();
    }

    private SimulatedMessage send() {
        template.sendBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", "+447700900123");
        return SIMULATOR.messages().get(0);
    }
}
