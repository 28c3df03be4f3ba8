package io.github.camelsms.examples.karaf;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Karaf, and a provider on a free port of this machine that the example sends to. */
final class Simulation implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PROVIDER = "2fa-link";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String CONFIGURATION = "io.github.camelsms.examples.karaf.cfg";
    private static final Properties BUILD = build();

    private final SmsSimulator simulator;
    private final KarafServer karaf;

    private Simulation(SmsSimulator simulator, KarafServer karaf) {
        this.simulator = simulator;
        this.karaf = karaf;
    }

    /** @param javaHome of the JDK that Karaf runs on */
    static Simulation start(Path javaHome) throws Exception {
        SmsSimulator simulator = SmsSimulator.start();
        try {
            Credentials credentials = simulator.credentials(PROVIDER);
            KarafServer karaf = KarafServer.start(
                    path("distribution"),
                    path("repository"),
                    path("base"),
                    javaHome,
                    Map.of(
                            "TWOFALINK_API_KEY", credentials.apiKey(),
                            "TWOFALINK_SECRET_KEY", Objects.requireNonNull(credentials.secretKey())));
            return new Simulation(simulator, karaf);
        } catch (Exception | Error failed) {
            simulator.close();
            throw failed;
        }
    }

    KarafServer karaf() {
        return karaf;
    }

    SmsSimulator simulator() {
        return simulator;
    }

    static Path path(String name) {
        return Path.of(BUILD.getProperty(name));
    }

    static String url(String name) {
        return BUILD.getProperty(name);
    }

    private static Properties build() {
        try (InputStream file = Simulation.class.getResourceAsStream("/karaf.properties")) {
            Properties build = new Properties();
            build.load(file);
            return build;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /**
     * Writes the example's configuration, with the provider of this machine in place of the real one, and lets the provider deliver its
     * receipts to the port.
     *
     * @param changes take the place of what the file says
     */
    void configure(int port, Map<String, String> changes) throws IOException {
        Properties shipped = new Properties();
        try (Reader file = Files.newBufferedReader(path("etc").resolve(CONFIGURATION))) {
            shipped.load(file);
        }
        Map<String, String> properties = new TreeMap<>();
        shipped.forEach((name, value) -> properties.put((String) name, (String) value));
        String option = "camel.component.sms.";
        properties.put("http.port", Integer.toString(port));
        properties.put(option + "baseUrl", simulator.baseUrl(PROVIDER).toString());
        properties.put(option + "allowedAddresses", LOOPBACK);
        properties.putAll(changes);
        simulator.webhook(PROVIDER, URI.create("http://" + LOOPBACK + ":" + port + "/sms/" + PROVIDER + "/dlr"));
        karaf.configure(
                CONFIGURATION,
                properties.entrySet().stream()
                        .map(property -> property.getKey() + " = " + property.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private static Path folder() {
        return path("base").resolve("data/sms");
    }

    /**
     * Puts a text into the outbox, waits until the provider has it, and lets the handset receive it.
     *
     * @param number digits of an E.164 number
     * @return the SMS as the provider got it
     */
    SimulatedMessage send(String number, String text) throws Exception {
        int sent = simulator.messages().size();
        Path outbox = Files.createDirectories(folder().resolve("outbox"));
        Path draft = Files.writeString(folder().resolve("draft"), text);
        Files.move(draft, outbox.resolve(number + ".txt"), StandardCopyOption.ATOMIC_MOVE);
        await("the provider gets the SMS", () -> simulator.messages().size() > sent);
        SimulatedMessage message = simulator.messages().get(sent);
        simulator.deliver(message).await();
        return message;
    }

    /** The final receipt of an SMS, once it is there: JSON. */
    String receipt(SimulatedMessage message) throws Exception {
        Path file = folder().resolve("receipts").resolve(message.messageId() + "-DELIVERED.json");
        await("the receipt is in the folder", () -> Files.exists(file));
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        await(() -> what, condition);
    }

    /**
     * Waits for minutes, but no longer than Karaf lives.
     *
     * @param what is awaited, as it looks when it has not come
     * @throws AssertionError with the end of Karaf's log
     */
    void await(Supplier<String> what, Callable<Boolean> condition) throws Exception {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> condition.call() || !karaf.isAlive());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("Not within " + LIMIT + ": " + what.get() + "\n" + karaf.log(), late);
        }
        if (!karaf.isAlive()) {
            throw new AssertionError("Karaf has ended before " + what.get() + "\n" + karaf.log());
        }
    }

    @Override
    public void close() {
        karaf.close();
        simulator.close();
    }
}
