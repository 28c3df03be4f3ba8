package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.test.SmsSimulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedeliveryRouteTest extends CamelTestSupport {

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
                onException(SmsRetryableException.class).maximumRedeliveries(3).redeliveryDelay(0);
                from("direct:notify").to("sms:send?account=2fa-link");
            }
        };
    }

    @Test
    void sendsAgainWhatWasSurelyNotSent() {
        SMS.whenSentTo("+447700900123").by("2fa-link").refuse("103").times(2);

        template.sendBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", "+447700900123");

        assertThat(SMS.requests()).hasSize(3);
        assertThat(SMS.awaitMessages(1)).extracting(SimulatedMessage::text).containsExactly("Hello");
    }
}
