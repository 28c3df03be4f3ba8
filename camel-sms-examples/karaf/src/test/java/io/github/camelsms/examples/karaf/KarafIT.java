package io.github.camelsms.examples.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelsms.simulator.SimulatedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The feature and the example in a real Karaf. What stands in for camel-karaf is said in camel-sms-karaf. */
class KarafIT {

    private static final int JDK_OF_KARAF = 17;
    private static final String JAVA_HOME = "karaf.java.home";
    private static final String COMPONENT = "io.github.camelsms.camel-sms";
    private static final String EXAMPLE = "camel-sms-example-karaf";

    /** Names that Camel, its HTTP client, Netty and the component give to their threads. */
    private static final Pattern THREADS = Pattern.compile("(?i).*(camel|sms|netty|nio|httpclient|evictor).*");

    @Test
    void sendsReceivesReloadsAndLeavesNothingBehind() throws Exception {
        String javaHome = System.getProperty(JAVA_HOME);
        assumeTrue(
                javaHome != null || Runtime.version().feature() == JDK_OF_KARAF,
                "Karaf 4.4 runs on JDK 17; name one with -D" + JAVA_HOME + "=");
        try (Simulation simulation =
                Simulation.start(Path.of(javaHome == null ? System.getProperty("java.home") : javaHome))) {
            KarafServer karaf = simulation.karaf();
            Set<String> bundles = new TreeSet<>(karaf.bundles().keySet());

            installsWithTwoRepositoriesAndOneFeature(simulation);
            int port = sendsAndReceives(simulation);
            port = takesUpAChangedConfiguration(simulation, port);
            namesWhatIsAcceptedInAWrongConfiguration(simulation, port);
            goesOnAfterTheComponentIsUpdated(simulation);
            leavesNothingBehind(simulation, bundles, port);
        }
    }

    private static void installsWithTwoRepositoriesAndOneFeature(Simulation simulation) throws Exception {
        KarafServer karaf = simulation.karaf();

        karaf.addFeatures(Simulation.path("camel.features").toUri().toString());
        karaf.addFeatures(Simulation.url("sms.features"));
        karaf.install("camel-sms");

        awaitAllWork(simulation, COMPONENT);
    }

    private static int sendsAndReceives(Simulation simulation) throws Exception {
        int port = KarafServer.freePort();
        simulation.configure(port, Map.of());
        simulation.karaf().addFeatures(Simulation.url("example.features"));
        simulation.karaf().install("camel-sms-example");
        awaitAllWork(simulation, COMPONENT, EXAMPLE);

        SimulatedMessage message = simulation.send("447700900123", "Dein Päckchen ist da");

        assertThat(message)
                .returns("+447700900123", SimulatedMessage::to)
                .returns("ExampleCo", SimulatedMessage::from)
                .returns("Dein Päckchen ist da", SimulatedMessage::text);
        assertThat(simulation.receipt(message))
                .contains("\"provider\":\"2fa-link\"", "\"to\":\"+447700900123\"", "\"source\":\"webhook\"");
        assertThat(left(simulation.karaf()))
                .as("the threads that must end later")
                .isNotEmpty();
        return port;
    }

    private static int takesUpAChangedConfiguration(Simulation simulation, int port) throws Exception {
        int other = KarafServer.freePort();
        simulation.configure(other, Map.of("camel.component.sms.from", "Changed"));
        simulation.await("the old port is closed", () -> isFree(port));

        SimulatedMessage message = simulation.send("447700900124", "Second");

        assertThat(message.from()).isEqualTo("Changed");
        simulation.receipt(message);
        return other;
    }

    private static void namesWhatIsAcceptedInAWrongConfiguration(Simulation simulation, int port) throws Exception {
        KarafServer karaf = simulation.karaf();

        simulation.configure(port, Map.of("camel.component.sms.provider", "nobody"));
        simulation.await(
                "the log names the providers of all bundles",
                () -> karaf.hasLogged(line -> line.contains("option provider=nobody is not known; accepted: [")
                        && line.contains("2chat, 2fa-link")
                        && line.contains("telesign, transmitsms")));
        simulation.configure(port, Map.of("camel.component.sms.apiKeey", "x"));
        simulation.await(
                "the log names the unknown option",
                () -> karaf.hasLogged(
                        line -> line.contains("unknown option camel.component.sms.apiKeey; accepted: [")));
        simulation.await("nothing is left of the routes", () -> isFree(port));
        simulation.configure(port, Map.of());
        simulation.receipt(simulation.send("447700900125", "Third"));
    }

    private static void goesOnAfterTheComponentIsUpdated(Simulation simulation) throws Exception {
        simulation.karaf().update(COMPONENT);
        awaitAllWork(simulation, COMPONENT, EXAMPLE);

        SimulatedMessage message = simulation.send("447700900126", "Fourth");

        simulation.receipt(message);
    }

    private static void leavesNothingBehind(Simulation simulation, Set<String> bundles, int port) throws Exception {
        KarafServer karaf = simulation.karaf();

        karaf.uninstall("camel-sms-example");
        karaf.uninstall("camel-sms");

        simulation.await("the port is closed", () -> isFree(port));
        simulation.await(
                "the bundles are gone", () -> bundles.equals(karaf.bundles().keySet()));
        simulation.await(
                () -> "the end of threads " + left(karaf), () -> left(karaf).isEmpty());
    }

    /** Threads of what was installed; those of Karaf itself bear the names of folders. */
    private static Set<String> left(KarafServer karaf) {
        Set<String> threads = karaf.threads();
        threads.removeIf(name ->
                name.startsWith("fileinstall-") || !THREADS.matcher(name).matches());
        return threads;
    }

    /** Extensions of the framework are never more than resolved; what waits for a service or has failed is neither. */
    private static void awaitAllWork(Simulation simulation, String... expected) throws Exception {
        simulation.await("all bundles work, " + List.of(expected) + " among them", () -> {
            Map<String, String> bundles = simulation.karaf().bundles();
            return bundles.keySet().containsAll(List.of(expected))
                    && bundles.values().stream().allMatch(state -> state.equals("Active") || state.equals("Resolved"));
        });
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
