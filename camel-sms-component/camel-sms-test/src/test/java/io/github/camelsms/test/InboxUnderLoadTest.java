package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twenty thousand messages with the inbox open, in a JVM with little memory: the ring lets go, and the page still answers. */
@Tag("slow")
@Timeout(600)
class InboxUnderLoadTest {

    private static final int MESSAGES = 20_000;
    private static final int KEPT = 5_000;
    private static final int SENDERS = 4;
    private static final String TEXT = "Message %d: your parcel is on its way. ".repeat(4);

    private Process simulator;
    private URI inbox;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        browser = Browser.start();
        simulator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InboxUnderLoadTest.class.getName(),
                        String.valueOf(KEPT))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(simulator.getInputStream(), StandardCharsets.UTF_8));
        inbox = URI.create(output.readLine());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (simulator != null) {
            simulator.destroyForcibly().waitFor();
        }
    }

    @Test
    void memoryIsBoundedAndThePageAnswers() throws InterruptedException, ExecutionException {
        browser.open(inbox).see("#empty-title", "No messages yet");
        browser.watchShifts();

        sendAll();

        browser.see("#ring", "5,000 messages, 15,000 older ones forgotten");
        assertThat(browser.shifts()).as("nothing on the page jumped").isEmpty();
        JsonNode status = Wire.to(inbox).get("api/status").json();
        assertThat(status.get("kept").intValue()).isEqualTo(KEPT);
        assertThat(status.get("total").intValue()).isEqualTo(MESSAGES);
        assertThat(browser.all("#handset-list > li")).hasSizeLessThanOrEqualTo(500);
        assertThat(browser.all("#messages > li")).hasSizeLessThanOrEqualTo(500);

        browser.click("#handset-list .sender", "ACME");
        browser.click("#messages .meta", "Accepted");
        browser.click("#actions button", "Deliver");
        browser.see("#messages .meta", "Delivered");
        assertThat(simulator.isAlive()).isTrue();
    }

    private void sendAll() throws InterruptedException, ExecutionException {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int first = sender;
                sending.add(senders.submit(() -> send(first)));
            }
            for (Future<?> sender : sending) {
                sender.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    /** To numbers that end in 77, which stand for no outcome. */
    private void send(int first) {
        Wire gateway = Wire.to(inbox.resolve("/"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic("sim-2fa-link-key", "sim-2fa-link-secret"));
        for (int i = first; i < MESSAGES; i += SENDERS) {
            Wire.Answer answer = gateway.post(
                    "sms",
                    "{\"mode\":\"sms\",\"to\":\"" + (447700000077L + i % 2_000 * 100)
                            + "\",\"from\":\"ACME\",\"content\":\"" + TEXT.replace("%d", String.valueOf(i)) + "\"}");
            assertThat(answer.body()).contains("\"errorcode\":100");
        }
    }

    /** The simulator in a process of its own: takes how many messages to keep, prints the address of the inbox. */
    public static void main(String[] arguments) throws InterruptedException {
        try (SmsSimulator simulator = SmsSimulator.builder()
                .keepMessages(Integer.parseInt(arguments[0]))
                .start()) {
            System.out.println(simulator.inboxUrl());
            Thread.currentThread().join();
        }
    }
}
