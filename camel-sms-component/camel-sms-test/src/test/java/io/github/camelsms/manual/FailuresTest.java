package io.github.camelsms.manual;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.test.SmsSimulator;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final SmsSimulator simulator = SmsSimulator.start();
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void startCamel() {
        SmsConfiguration account =
                context.getComponent("sms", SmsComponent.class).getConfiguration();
        account.setProvider("2fa-link");
        account.setBaseUrl(simulator.baseUrl("2fa-link").toString());
        account.setApiKey(simulator.credentials("2fa-link").apiKey());
        account.setSecretKey(simulator.credentials("2fa-link").secret());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    @Test
    void refused() {
        simulator.refuse("+447700900123", "301");

        assertThat(sendFails()).isInstanceOf(SmsRefusedException.class);
    }

    @Test
    void notSent() {
        simulator.refuse("+447700900123", "103");

        assertThat(sendFails()).isInstanceOf(SmsRetryableException.class);
    }

    @Test
    void perhapsSent() {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        assertThat(sendFails()).isInstanceOf(SmsOutcomeUnknownException.class);
    }

    private Exception sendFails() {
        return context.createProducerTemplate()
                .request(
                        "sms:send?to=+447700900123",
                        exchange -> exchange.getMessage().setBody("Hello"))
                .getException();
    }
}
