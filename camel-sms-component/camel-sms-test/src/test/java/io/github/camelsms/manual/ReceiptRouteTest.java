package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Forgery;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.test.SmsSimulatorExtension;
import java.net.URI;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReceiptRouteTest extends CamelTestSupport {

    private static final String NUMBER = "+447700900123";

    @RegisterExtension
    static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        return SMS.configure(super.createCamelContext());
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.put("camel.server.host", "127.0.0.1");
        properties.put("camel.server.port", "0"); // a free one
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notify").to("sms:send?account=transmitsms");
                from("sms:dlr?account=transmitsms").to("mock:receipts");
                from("sms:inbound?account=transmitsms").to("mock:replies");
            }
        };
    }

    @BeforeEach
    void register() {
        SMS.webhook("transmitsms", url("/sms/transmitsms/dlr"));
        SMS.replyWebhook("transmitsms", url("/sms/transmitsms/inbound"));
    }

    private URI url(String path) {
        int port = context.getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Test
    void takesReceipts() throws Exception {
        MockEndpoint receipts = getMockEndpoint("mock:receipts");
        receipts.expectedHeaderValuesReceivedInAnyOrder("CamelSmsStatus", "SENT", "DELIVERED");
        SMS.whenSentTo(NUMBER).deliver().receiptTwice();

        send();

        assertThat(SMS.awaitReceipts()).extracting(CallbackAttempt::status).containsOnly(200);
        receipts.assertIsSatisfied();
    }

    @Test
    void takesReplies() throws Exception {
        MockEndpoint replies = getMockEndpoint("mock:replies");
        replies.expectedMessageCount(1);
        replies.message(0).simple("${body.text} ${body.optOut}").isEqualTo("STOP true");
        SMS.whenSentTo(NUMBER).thenReply("STOP");

        send();

        replies.assertIsSatisfied();
    }

    @Test
    void takesNoForgedReceipt() {
        send();
        SimulatedMessage message = SMS.messages().get(0);

        CallbackAttempt forged =
                SMS.simulator().forge(message, Forgery.WRONG_KEY).await();

        assertThat(forged.status()).isEqualTo(403);
    }

    private void send() {
        template.sendBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", NUMBER);
    }
}
