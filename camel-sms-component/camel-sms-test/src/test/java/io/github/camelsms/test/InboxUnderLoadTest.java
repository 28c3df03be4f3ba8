package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twenty thousand messages with the inbox open, in a JVM with little memory: the ring lets go, and the page still answers. */
@Tag("slow")
@Timeout(600)
class InboxUnderLoadTest {

    private static final int KEPT = 5_000;

    private LoadedSimulator simulator;
    private URI inbox;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        browser = Browser.start();
        simulator = LoadedSimulator.start(InboxUnderLoadTest.class, String.valueOf(KEPT));
        inbox = simulator.inbox();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (simulator != null) {
            simulator.kill();
        }
    }

    @Test
    void memoryIsBoundedAndThePageAnswers() throws InterruptedException, ExecutionException {
        browser.open(inbox).see("#empty-title", "No messages yet");
        browser.watchShifts();

        simulator.sendAll();

        browser.see("#ring", "5,000 messages, 15,000 older ones forgotten");
        assertThat(browser.shifts()).as("nothing on the page jumped").isEmpty();
        JsonNode status = Wire.to(inbox).get("api/status").json();
        assertThat(status.get("kept").intValue()).isEqualTo(KEPT);
        assertThat(status.get("total").intValue()).isEqualTo(LoadedSimulator.MESSAGES);
        assertThat(browser.all("#handset-list > li")).hasSizeLessThanOrEqualTo(500);
        assertThat(browser.all("#messages > li")).hasSizeLessThanOrEqualTo(500);

        browser.click("#handset-list .sender", "ACME");
        browser.click("#messages .meta", "Accepted");
        browser.click("#actions button", "Deliver");
        browser.see("#messages .meta", "Delivered");
        assertThat(simulator.isAlive()).isTrue();
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
