package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider gets of a text with typographic characters. */
class SmartEncodingTest {

    private static final String WRITTEN =
            "It\u2019s here \u2013 your parcel arrives today, between 10 and 12 o\u2019clock, $$CODE$$\u2026";
    private static final String REPLACED =
            "It's here - your parcel arrives today, between 10 and 12 o'clock, $$CODE$$...";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = simulator.configure(new DefaultCamelContext());

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    private Exchange send(String options, Object body) {
        return context.createFluentProducerTemplate()
                .to("sms:send?" + options)
                .withBody(body)
                .withHeaders(Map.of("CamelSmsTo", "+447700900123"))
                .request(Exchange.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2fa-link, from=Acme",
        "2chat, from=RAW(+14155550100)",
        "transmitsms, from=Acme",
        "telesign, param.language=en-GB"
    })
    void everyProviderGetsTheStandIns(String provider, String option) {
        Exchange sent = send("account=" + provider + "&encoding=smart&maxSegments=1&" + option, WRITTEN);

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader("CamelSmsReplaced")).isEqualTo(4);
        assertThat(sent.getMessage().getHeader("CamelSmsSegments")).isEqualTo(1);
        assertThat(simulator.messages(provider))
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .startsWith(REPLACED.substring(0, REPLACED.indexOf('$')))
                        .endsWith("..."));
        assertThat(new String(simulator.requests().get(0).body(), StandardCharsets.UTF_8))
                .doesNotContain("base64");
    }

    @Test
    void asItIsByDefault() {
        Exchange sent = send("account=2fa-link&from=Acme", WRITTEN);

        assertThat(simulator.messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).isEqualTo(WRITTEN));
        assertThat(sent.getMessage().getHeaders()).doesNotContainKey("CamelSmsReplaced");
    }

    @Test
    void aTextThatWouldNotGetShorterGoesAsItIs() {
        Exchange sent = send("account=2fa-link&from=Acme&encoding=smart", "It\u2019s here");

        assertThat(simulator.messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).isEqualTo("It\u2019s here"));
        assertThat(sent.getMessage().getHeader("CamelSmsReplaced")).isEqualTo(0);
    }

    @Test
    void eachMessageOfABulkSendIsLookedAt() {
        List<?> results = send(
                        "account=transmitsms&encoding=smart&maxRequestsPerSecond=0",
                        List.of(
                                SmsMessage.to("+447700900123").text(WRITTEN).build(),
                                SmsMessage.to("+447700900124")
                                        .text(WRITTEN + "\u0434")
                                        .build()))
                .getMessage()
                .getBody(List.class);

        assertThat(results)
                .extracting(result -> ((BulkResult) result).submission().segments())
                .containsExactly(1, 2);
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::text)
                .containsExactlyInAnyOrder(REPLACED, WRITTEN + "\u0434");
    }

    @Test
    void anUnknownEncodingIsRefused() {
        assertThatThrownBy(() -> context.getEndpoint("sms:send?account=2fa-link&encoding=gsm")
                        .createProducer()
                        .start())
                .hasStackTraceContaining("option encoding is not known; accepted: asIs, smart");
    }
}
