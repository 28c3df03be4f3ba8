package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.test.SmsSimulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotifyRouteTest extends CamelTestSupport {

    @RegisterExtension
    static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        return SMS.configure(super.createCamelContext());
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notify").to("sms:send?account=2fa-link&from=ExampleCo");
            }
        };
    }

    @Test
    void sendsTheBodyToTheRecipient() {
        template.sendBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", "+447700900123");

        assertThat(SMS.messages())
                .singleElement()
                .returns("+447700900123", SimulatedMessage::to)
                .returns("Hello", SimulatedMessage::text)
                .returns("ExampleCo", SimulatedMessage::from);
    }
}
