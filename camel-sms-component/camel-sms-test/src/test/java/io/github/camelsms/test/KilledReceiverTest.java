package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that receives under load is killed again and again: no receipt that it acknowledged is lost, and none is never processed. */
@Tag("slow")
@Timeout(120)
class KilledReceiverTest {

    private static final int SENDERS = 8;
    private static final int KILLS = 3;
    private static final int ACKNOWLEDGED_BEFORE_A_KILL = 150;
    private static final int RECEIPTS = ACKNOWLEDGED_BEFORE_A_KILL * (KILLS + 1);
    private static final String TOKEN = "3f9c0d6e1b";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Semaphore acknowledgements = new Semaphore(0);
    /** Receipts of which a call broke off, so that the receiver may have processed them without our knowing. */
    private final Set<String> brokenOff = ConcurrentHashMap.newKeySet();

    private volatile CompletableFuture<URI> address = new CompletableFuture<>();
    private Process receiver;

    @AfterEach
    void stop() throws InterruptedException {
        senders.shutdownNow();
        if (receiver != null) {
            receiver.destroyForcibly().waitFor();
        }
    }

    @Test
    void acknowledgedReceiptsSurviveKills() throws Exception {
        List<String> receipts =
                IntStream.range(0, RECEIPTS).mapToObj(i -> "65F1A2B3-" + i).toList();
        start();
        List<Future<?>> sending = send(receipts);
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledgements.acquire(ACKNOWLEDGED_BEFORE_A_KILL);
            kill();
            assertThat(processed()).containsAll(acknowledged);
            start();
        }
        for (Future<?> sender : sending) {
            sender.get();
        }

        List<String> processed = processed();
        assertThat(acknowledged).hasSize(RECEIPTS);
        assertThat(new HashSet<>(processed)).isEqualTo(new HashSet<>(receipts));
        assertThat(brokenOff).isNotEmpty().hasSizeLessThanOrEqualTo(SENDERS * KILLS);
        assertThat(repeated(processed)).isSubsetOf(brokenOff);

        for (Future<?> sender : send(receipts)) {
            sender.get();
        }
        assertThat(processed())
                .as("a repeat of what was processed before a kill is dropped")
                .isEqualTo(processed);
    }

    private static List<String> repeated(List<String> processed) {
        List<String> repeats = new ArrayList<>(processed);
        new HashSet<>(processed).forEach(repeats::remove);
        return repeats;
    }

    private List<String> processed() throws IOException {
        return Files.readAllLines(folder.resolve(ReceivingProcess.TARGET));
    }

    private void start() throws IOException {
        receiver = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReceivingProcess.class.getName(),
                        folder.toString(),
                        TOKEN)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.matches("[0-9]+")) {
            line = out.readLine();
        }
        assertThat(line).as("port of the receiver").isNotNull();
        address.complete(URI.create("http://127.0.0.1:" + line + "/sms/2fa-link/dlr?token=" + TOKEN));
    }

    private void kill() throws InterruptedException {
        address = new CompletableFuture<>(); // whoever is cut off waits for the next start
        receiver.destroyForcibly().waitFor();
    }

    private List<Future<?>> send(List<String> receipts) {
        Queue<String> waiting = new ConcurrentLinkedQueue<>(receipts);
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sending.add(senders.submit(() -> {
                for (String id = waiting.poll(); id != null; id = waiting.poll()) {
                    sendUntilAcknowledged(id);
                }
                return null;
            }));
        }
        return sending;
    }

    private void sendUntilAcknowledged(String id) throws Exception {
        while (true) {
            URI server = address.get(60, TimeUnit.SECONDS);
            HttpRequest call = HttpRequest.newBuilder(server)
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"request_id\":\"" + id
                            + "\",\"sender\":\"Acme\",\"msisdn\":\"447700900123\",\"status\":\"SMS delivered\","
                            + "\"statuscode\":\"701\",\"timestamp\":\"2026-09-15T10:30:00+00:00\"}"))
                    .build();
            try {
                int status =
                        http.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
                assertThat(status).isEqualTo(200);
                acknowledged.add(id);
                acknowledgements.release();
                return;
            } catch (IOException cutOff) {
                brokenOff.add(id);
            }
        }
    }
}
