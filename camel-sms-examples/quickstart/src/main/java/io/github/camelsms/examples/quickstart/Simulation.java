package io.github.camelsms.examples.quickstart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The providers on a free port of this machine, with a bad day for four of the numbers. They call another free port with receipts and
 * with the replies of three handsets, and one types a code.
 */
final class Simulation implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Map<String, String> REPLIES = Map.of(
            "+61491570156", "Thank you! My number plate is on its way by post.",
            "+61491570157", "STOP",
            "+61491570159", "Teşekkürler, yarın geliyorum");

    /** Whose user types the code that comes. */
    private static final String TYPIST = "+447700900148";

    private static final String TYPISTS_ROW = "46";
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final SmsSimulator simulator;
    private final int port;
    private final ScheduledExecutorService handsets = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> answered = new HashSet<>();

    private Simulation(SmsSimulator simulator, int port) {
        this.simulator = simulator;
        this.port = port;
        handsets.scheduleWithFixedDelay(this::reply, 0, 20, TimeUnit.MILLISECONDS);
    }

    static Simulation start() throws IOException {
        int port = freePort();
        String webhooks = "http://" + HOST + ":" + port + "/sms/";
        SmsSimulator simulator = SmsSimulator.builder()
                .statesByClock(Duration.ofMillis(100), Duration.ofMillis(300))
                .webhook("2fa-link", URI.create(webhooks + "2fa-link/dlr"))
                .webhook("transmitsms", URI.create(webhooks + "transmitsms/dlr"))
                .webhook("telesign", URI.create(webhooks + "telesign/dlr"))
                .replyWebhook("transmitsms", URI.create(webhooks + "transmitsms/inbound"))
                .start();
        simulator.loseReceipts("+447700900126");
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
        return new Simulation(simulator, port);
    }

    SmsSimulator simulator() {
        return simulator;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void reply() {
        for (SimulatedMessage message : simulator.messages("transmitsms")) {
            String text = REPLIES.get(message.to());
            if (text != null && answered.add(message.to())) {
                simulator.reply(message, text);
            }
        }
        for (SimulatedMessage message : simulator.messages("2chat")) {
            Matcher code = CODE.matcher(message.text());
            if (message.to().equals(TYPIST) && code.find() && answered.add(TYPIST)) {
                type(code.group());
            }
        }
    }

    private void type(String code) {
        URI url = URI.create("http://" + HOST + ":" + port + "/code/" + TYPISTS_ROW);
        HttpRequest typed = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(code))
                .build();
        client.sendAsync(typed, HttpResponse.BodyHandlers.discarding());
    }

    /** What the application needs to reach the simulated providers instead of the real ones, and to be reached by them. */
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
        properties.put("camel.component.sms.accounts[transmitsms].maxRequestsPerSecond", "0"); // nobody counts here
        properties.put("camel.server.host", HOST);
        properties.put("camel.server.port", String.valueOf(port));
        properties.put("camel.component.sms.accounts[2fa-link].allowedAddresses", HOST);
        return properties;
    }

    @Override
    public void close() {
        handsets.shutdownNow();
        simulator.close();
    }
}
