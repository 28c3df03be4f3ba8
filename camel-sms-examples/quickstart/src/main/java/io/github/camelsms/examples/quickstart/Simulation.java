package io.github.camelsms.examples.quickstart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import io.github.camelsms.test.Credentials;
import io.github.camelsms.test.SmsSimulator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The providers on a free port of this machine, with a bad day for three of the numbers. */
final class Simulation implements AutoCloseable {

    private final SmsSimulator simulator;

    private Simulation(SmsSimulator simulator) {
        this.simulator = simulator;
    }

    static Simulation start() {
        SmsSimulator simulator = SmsSimulator.start();
        simulator.refuse("+447700900301", "301");
        simulator
                .wireMock()
                .stubFor(post(urlPathEqualTo("/send-sms.json"))
                        .withRequestBody(containing("61491570157"))
                        .inScenario("too many calls, once")
                        .whenScenarioStateIs(STARTED)
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                        .willSetStateTo("quiet"));
        simulator
                .wireMock()
                .stubFor(post(urlPathEqualTo("/open/sms/send"))
                        .withRequestBody(containing("447700900504"))
                        .willReturn(aResponse().withStatus(504)));
        return new Simulation(simulator);
    }

    SmsSimulator simulator() {
        return simulator;
    }

    /** What the accounts need to reach the simulated providers instead of the real ones. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String provider : simulator.providers()) {
            String account = "camel.component.sms.accounts[" + provider + "].";
            Credentials credentials = simulator.credentials(provider);
            properties.put(account + "baseUrl", simulator.baseUrl(provider).toString());
            properties.put(account + "apiKey", credentials.apiKey());
            if (credentials.secretKey() != null) {
                properties.put(account + "secretKey", credentials.secretKey());
            }
            if (credentials.customerId() != null) {
                properties.put(account + "customerId", credentials.customerId());
            }
        }
        return properties;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
