package io.github.camelsms.examples.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The application as its command starts it, and the handsets that it sends to. */
final class Application implements AutoCloseable {

    static final String NUMBER = "+447700900123";

    private final Simulation simulation;
    private final Main main;

    private Application(Simulation simulation, Map<String, String> properties) {
        this.simulation = simulation;
        main = Login.application(properties);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // no hook that keeps the JVM of the tests
        main.start();
    }

    /** @param options take the place of those in {@code application.properties} */
    static Application start(Map<String, String> options) {
        try {
            Simulation simulation = Simulation.start();
            Map<String, String> properties = new TreeMap<>(simulation.properties());
            properties.putAll(options);
            return new Application(simulation, properties);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    Simulation simulation() {
        return simulation;
    }

    /** The next code that the handset gets, as the simulator's API tells it. */
    String nextCode() throws IOException, InterruptedException {
        URI code = simulation.inbox().resolve("/inbox/api/code?to=447700900123&take=true&format=text");
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(code).build(), HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new AssertionError("no code came: " + reply.statusCode());
        }
        return reply.body().strip();
    }

    static String wrong(String code) {
        return (code.charAt(0) == '1' ? "2" : "1") + code.substring(1);
    }

    @Override
    public void close() {
        main.stop();
        simulation.close();
    }
}
