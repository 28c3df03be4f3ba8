package io.github.camelsms.simulator.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it was built: nothing else on its class path, a plain HTTP client in front of it. */
class SimulatorJarIT {

    @TempDir
    Path folder;

    @Test
    void runsByItselfAndTakesMessages() throws Exception {
        Process simulator = run("--port", "0", "--seed", "1");
        try (BufferedReader out = simulator.inputReader(StandardCharsets.UTF_8)) {
            String port = port(out, simulator);

            HttpResponse<String> taken = send(port, "sim-2fa-link-key", "sim-2fa-link-secret");
            HttpResponse<String> stranger = send(port, "another", "key");

            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(taken.body()).contains("\"errorcode\":100", "\"request_id\"");
            assertThat(stranger.body()).contains("\"errorcode\":101");
        } finally {
            simulator.destroy();
        }
        assertThat(simulator.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsMessagesWhenItIsEnded() throws Exception {
        Process first = run("--port", "0", "--store", "messages");
        try (BufferedReader out = first.inputReader(StandardCharsets.UTF_8)) {
            send(port(out, first), "sim-2fa-link-key", "sim-2fa-link-secret");
        } finally {
            first.destroy();
        }
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();

        Process second = run("--port", "0", "--store", "messages");
        try (BufferedReader out = second.inputReader(StandardCharsets.UTF_8)) {
            HttpRequest kept = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port(out, second) + "/inbox/api/messages/1"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(kept, BodyHandlers.ofString())
                            .body())
                    .contains("\"text\":\"Hello\"");
        } finally {
            second.destroy();
        }
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void wrongOptionEndsWithTwo() throws Exception {
        Process simulator = run("--prot", "1");

        assertThat(simulator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(simulator.exitValue()).isEqualTo(2);
        assertThat(folder.resolve("err")).content().contains("Unknown options: '--prot', '1'");
    }

    private Process run(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    static Path jar() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "*-standalone.jar")) {
            List<Path> found = new ArrayList<>();
            jars.forEach(found::add);
            assertThat(found).hasSize(1);
            return found.get(0).toAbsolutePath();
        }
    }

    static String port(BufferedReader out, Process simulator) throws IOException {
        String ready = "Ready on port ";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ready)) {
                return line.substring(ready.length());
            }
        }
        throw new AssertionError("The simulator has not come up: " + simulator);
    }

    private static HttpResponse<String> send(String port, String key, String secret) throws Exception {
        byte[] pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sms"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"Hello\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
