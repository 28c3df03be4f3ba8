package io.github.camelsms.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel CLI takes the built jars out of a repository, as it would take published ones; without the network. */
class CamelCliIT {

    private static final long LIMIT_SECONDS = 300;
    private static final String VERSION = System.getProperty("project.version");

    @TempDir
    private Path folder;

    @Test
    void runsTheExample() throws Exception {
        for (String name :
                List.of("application.properties", "send.camel.yaml", "receive.camel.yaml", "simulation.camel.yaml")) {
            String text = Files.readString(Path.of(System.getProperty("example.folder"), name));
            Files.writeString(folder.resolve(name), text.replace("0.1.0-SNAPSHOT", VERSION));
        }

        String output = run(
                List.of("receipt: \\d+ is DELIVERED", "reply: Thank you"),
                "--port=" + freePort(),
                "application.properties",
                "send.camel.yaml",
                "receive.camel.yaml",
                "simulation.camel.yaml");

        assertThat(output).containsPattern("sent: \\d+ takes 1 segment").contains("asked: ");
    }

    @Test
    void addsTheComponentByItsCoordinates() throws Exception {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Credentials keys = simulator.credentials("2fa-link");
            Files.writeString(folder.resolve("notify.camel.yaml"), """
                    - route:
                        from:
                          uri: timer:once?repeatCount=1
                          steps:
                            - setBody:
                                constant: Your parcel arrives today.
                            - to:
                                uri: sms:send
                                parameters:
                                  provider: 2fa-link
                                  apiKey: "{{apiKey}}"
                                  secretKey: "{{secretKey}}"
                                  baseUrl: "{{baseUrl}}"
                                  to: "+447700900123"
                            - log: "sent: ${header.CamelSmsMessageId}"
                    """);

            run(
                    List.of("sent: [0-9A-Z-]+"),
                    "notify.camel.yaml",
                    "--dep=mvn:io.github.camelsms:camel-sms:" + VERSION,
                    "--property=apiKey=" + keys.apiKey(),
                    "--property=secretKey=" + keys.secret(),
                    "--property=baseUrl=" + simulator.baseUrl("2fa-link"));

            assertThat(simulator.messages())
                    .singleElement()
                    .returns("Your parcel arrives today.", SimulatedMessage::text);
        }
    }

    /** Runs until all of that has been logged. @return what was logged */
    private String run(List<String> awaited, String... arguments) throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("target.folder"));
        Path home = Files.createDirectories(folder.resolve("home"));
        Path log = folder.resolve("camel.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Dmaven.repo.local=" + home.resolve("repository"),
                "-classpath",
                classPath(),
                CamelCli.class.getName(),
                "run",
                "--logging-color=false",
                "--maven-settings=false",
                "--maven-central-enabled=false",
                "--maven-apache-snapshot-enabled=false",
                "--repo=" + Path.of(System.getProperty("maven.local")).toUri() + ","
                        + target.resolve("repository").toUri()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (true) {
                boolean over = process.waitFor(200, TimeUnit.MILLISECONDS);
                String output = Files.readString(log);
                if (awaited.stream().allMatch(line -> output.matches("(?s).*" + line + ".*"))) {
                    return output;
                }
                if (over || System.nanoTime() > end) {
                    throw new AssertionError("Camel CLI " + (over ? "ended with " + process.exitValue() : "went on")
                            + " without having logged all of " + awaited + ":\n" + output);
                }
            }
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** What Camel CLI brings itself: without camel-sms and camel-sms-simulator. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.matches(
                        ".*[/\\\\]camel-sms(-simulator)?([/\\\\]target[/\\\\]classes|-\\d[^/\\\\]*\\.jar)"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
