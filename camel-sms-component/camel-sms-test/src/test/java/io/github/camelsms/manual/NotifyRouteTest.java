package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.test.SimulatedMessage;
import io.github.camelsms.test.SmsSimulator;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NotifyRouteTest extends CamelTestSupport {

    private static final SmsSimulator SIMULATOR = SmsSimulator.start();

    @AfterAll
    static void stopSimulator() {
        SIMULATOR.close();
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.put("sms.url", SIMULATOR.baseUrl("2fa-link").toString());
        properties.put("sms.key", SIMULATOR.credentials("2fa-link").apiKey());
        properties.put("sms.secret", SIMULATOR.credentials("2fa-link").secret());
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notify")
                        .to("sms:send?provider=2fa-link&apiKey=RAW({{sms.key}})&secretKey=RAW({{sms.secret}})"
                                + "&baseUrl={{sms.url}}&from=ExampleCo");
            }
        };
    }

    @Test
    void sendsTheBodyToTheRecipient() {
        template.sendBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", "+447700900123");

        assertThat(SIMULATOR.messages())
                .singleElement()
                .returns("+447700900123", SimulatedMessage::to)
                .returns("Hello", SimulatedMessage::text)
                .returns("ExampleCo", SimulatedMessage::from);
    }
}
