package io.github.camelsms.examples.karaf;

import io.github.camelsms.simulator.SimulatedMessage;
import java.nio.file.Path;
import java.util.Map;

/** Installs the example into a Karaf, sends one SMS, shows its receipt and stops. */
final class KarafExample {

    private KarafExample() {}

    public static void main(String[] args) throws Exception {
        System.out.println("Karaf starts; the provider is simulated on this machine: nothing is really sent.");
        String javaHome = System.getProperty("karaf.java.home", System.getProperty("java.home"));
        try (Simulation simulation = Simulation.start(Path.of(javaHome))) {
            KarafServer karaf = simulation.karaf();
            simulation.configure(KarafServer.freePort(), Map.of());
            karaf.addFeatures(Simulation.path("camel.features").toUri().toString());
            karaf.addFeatures(Simulation.url("sms.features"));
            karaf.addFeatures(Simulation.url("example.features"));
            System.out.println("karaf@root()> feature:install camel-sms-example");
            karaf.install("camel-sms-example");
            SimulatedMessage message = simulation.send("447700900123", "Your parcel has arrived.");
            System.out.println("A text was put into outbox/, its receipt is in receipts/:");
            System.out.println(simulation.receipt(message));
        }
        System.out.println("Karaf has stopped.");
    }
}
