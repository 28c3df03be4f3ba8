package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A simulator in a process of its own, with little memory, that gets many messages. */
final class LoadedSimulator {

    static final int MESSAGES = 20_000;
    private static final int SENDERS = 4;
    private static final String TEXT = "Message %d: your parcel is on its way. ".repeat(4);

    private final Process process;
    private final URI inbox;

    private LoadedSimulator(Process process, URI inbox) {
        this.process = process;
        this.inbox = inbox;
    }

    /** @param main starts a simulator and prints the address of its inbox */
    static LoadedSimulator start(Class<?> main, String argument) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new LoadedSimulator(process, URI.create(output.readLine()));
    }

    URI inbox() {
        return inbox;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends all messages by several threads. */
    void sendAll() throws InterruptedException, ExecutionException {
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

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
