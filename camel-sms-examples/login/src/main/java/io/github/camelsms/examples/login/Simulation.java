package io.github.camelsms.examples.login;

import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** The provider on a free port of this machine; the page is served on another. */
final class Simulation implements AutoCloseable {

    private static final String ACCOUNT = "login";
    private static final String PROVIDER = "2fa-link";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final int port;

    private Simulation(int port) {
        this.port = port;
    }

    static Simulation start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new Simulation(free.getLocalPort());
        }
    }

    SmsSimulator simulator() {
        return simulator;
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Shows what the handsets show. */
    URI inbox() {
        return simulator.inboxUrl();
    }

    /** What the application needs to reach the simulated provider instead of the real one. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        simulator.properties(PROVIDER, ACCOUNT).forEach((name, value) -> properties.put((String) name, (String) value));
        properties.put("camel.server.port", String.valueOf(port));
        return properties;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
