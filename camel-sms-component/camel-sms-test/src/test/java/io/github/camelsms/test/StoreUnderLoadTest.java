package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twenty thousand messages in memory and in a file, with the inbox open, in a JVM with little memory. */
@Tag("slow")
@Timeout(300)
class StoreUnderLoadTest {

    private static final long QUICK_MILLIS = 200;
    private static final int MOST_CALLS = 100;

    @TempDir
    Path folder;

    private LoadedSimulator simulator;
    private URI inbox;

    private void start() throws IOException {
        simulator = LoadedSimulator.start(
                StoreUnderLoadTest.class, folder.resolve("messages").toString());
        inbox = simulator.inbox();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (simulator != null) {
            simulator.kill();
        }
    }

    @Test
    void memoryIsBoundedThePageAnswersAndARestartHasThemAll() throws Exception {
        start();
        try (Browser browser = Browser.start()) {
            browser.open(inbox).see("#empty-title", "No messages yet");
            simulator.sendAll();
            browser.see("#ring", "20,000 messages");
            for (String path : List.of("", "api/status", "api/messages", "api/handsets", "api/messages?q=parcel")) {
                assertThat(quickest(path)).as("milliseconds of " + path).isLessThan(QUICK_MILLIS);
            }
        }
        JsonNode newest =
                Wire.to(inbox).get("api/messages/" + LoadedSimulator.MESSAGES).json();
        long revision = Wire.to(inbox).get("api/status").json().get("revision").longValue();
        // What is younger than the store's delay may be lost with the process: it is over when the last change is.
        await().pollDelay(Duration.ofSeconds(2))
                .timeout(Duration.ofSeconds(60))
                .until(() ->
                        Wire.to(inbox).get("api/status").json().get("revision").longValue() == revision);
        simulator.kill();

        start();
        JsonNode status = Wire.to(inbox).get("api/status").json();
        assertThat(status.get("kept").intValue()).isEqualTo(LoadedSimulator.MESSAGES);
        assertThat(status.get("total").intValue()).isEqualTo(LoadedSimulator.MESSAGES);
        JsonNode again =
                Wire.to(inbox).get("api/messages/" + LoadedSimulator.MESSAGES).json();
        assertThat(again.get("text")).isEqualTo(newest.get("text"));
        assertThat(again.get("request")).isEqualTo(newest.get("request"));
        assertThat(again.get("reply")).isEqualTo(newest.get("reply"));
        assertThat(quickest("api/messages")).isLessThan(QUICK_MILLIS);
        assertThat(simulator.isAlive()).isTrue();
    }

    /** The quickest of many calls: others keep the machine busy, and the first calls are not compiled yet. */
    private long quickest(String path) {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < MOST_CALLS && quickest >= QUICK_MILLIS; i++) {
            long start = System.nanoTime();
            assertThat(Wire.to(inbox).get(path).status()).isEqualTo(200);
            quickest = Math.min(quickest, (System.nanoTime() - start) / 1_000_000);
        }
        return quickest;
    }

    /** The simulator in a process of its own: takes the file, prints the address of the inbox. */
    public static void main(String[] arguments) throws InterruptedException {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .store(Path.of(arguments[0]))
                .keepMessages(LoadedSimulator.MESSAGES)
                .keepRequests(1_000)
                .start()) {
            System.out.println(simulator.inboxUrl());
            Thread.currentThread().join();
        }
    }
}
