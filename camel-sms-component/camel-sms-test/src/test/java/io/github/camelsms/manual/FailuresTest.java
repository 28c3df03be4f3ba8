package io.github.camelsms.manual;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.SmsSimulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailuresTest {

    private static final String NUMBER = "+447700900123";

    @RegisterExtension
    final SmsSimulatorExtension sms = new SmsSimulatorExtension();

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void startCamel() {
        sms.configure(context, "2fa-link").start();
    }

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    @Test
    void refused() {
        sms.whenSentTo(NUMBER).refuse("301");

        assertThat(sendFails()).isInstanceOf(SmsRefusedException.class);
    }

    @Test
    void notSent() {
        sms.whenSentTo(NUMBER).refuse("103").times(1);

        assertThat(sendFails()).isInstanceOf(SmsRetryableException.class);
        assertThat(sendFails()).isNull();
    }

    @Test
    void perhapsSent() {
        sms.whenSentTo(NUMBER).noReply();

        assertThat(sendFails()).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(sms.messages()).hasSize(1);
    }

    @Test
    void perhapsSentToo() {
        sms.wireMock().stubFor(post("/sms").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        assertThat(sendFails()).isInstanceOf(SmsOutcomeUnknownException.class);
    }

    private Exception sendFails() {
        return context.createProducerTemplate()
                .request(
                        "sms:send?responseTimeout=5s&to=" + NUMBER,
                        exchange -> exchange.getMessage().setBody("Hello"))
                .getException();
    }
}
