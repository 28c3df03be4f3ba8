package io.github.camelsms.examples.orders;

import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The providers on a free port of this machine. They call another free port with receipts. */
final class Simulation implements AutoCloseable {

    private static final Map<String, String> SHOPS = Map.of("uk", "2fa-link", "au", "transmitsms");

    private final SmsSimulator simulator;
    private final int port;

    private Simulation(SmsSimulator simulator, int port) {
        this.simulator = simulator;
        this.port = port;
    }

    static Simulation start() throws IOException {
        int port = freePort();
        SmsSimulator simulator = SmsSimulator.builder()
                .statesByClock(Duration.ofMillis(500), Duration.ofSeconds(1))
                .start();
        SHOPS.forEach((shop, provider) ->
                simulator.webhook(provider, URI.create("http://127.0.0.1:" + port + "/sms/" + shop + "/dlr")));
        return new Simulation(simulator, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    SmsSimulator simulator() {
        return simulator;
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + port + "/rates");
    }

    /** What the application needs to reach the simulated providers instead of the real ones, and to be reached by them. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        SHOPS.forEach((shop, provider) -> simulator
                .properties(provider, shop)
                .forEach((name, value) -> properties.put((String) name, (String) value)));
        properties.put("camel.component.sms.accounts[uk].allowedAddresses", "127.0.0.1");
        properties.put("camel.component.sms.responseTimeout", "2s");
        properties.put("camel.server.port", String.valueOf(port));
        properties.put("orders.askAfter", "5");
        properties.put("orders.askPeriod", "1000");
        return properties;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
