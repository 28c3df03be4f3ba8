package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that sends to very many, with little memory, and one that is killed in the middle. */
@Tag("slow")
@Timeout(300)
class BulkProcessTest {

    private static final ProviderCase SEND = ProviderCase.of("transmitsms", "send");

    @TempDir
    private Path folder;

    /** Numbers that the provider took. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    private Process sender;

    @AfterEach
    void stop() throws InterruptedException {
        if (sender != null) {
            sender.destroyForcibly().waitFor();
        }
    }

    private RawServer.Answer accept(RawServer.Received request) {
        List<String> numbers = Arrays.stream(request.body().split("&"))
                .filter(field -> field.startsWith("to="))
                .flatMap(field -> Stream.of(URLDecoder.decode(field.substring(3), StandardCharsets.UTF_8)
                        .split(",")))
                .map(digits -> "+" + digits)
                .toList();
        accepted.addAll(numbers);
        return RawServer.reply(
                200,
                "application/json",
                "{\"message_id\":" + accepted.size() + ",\"recipients\":" + numbers.size()
                        + ",\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}");
    }

    private Path send(RawServer provider, int recipients, String heap) throws IOException {
        Path results = folder.resolve("results.txt");
        sender = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendingProcess.class.getName(),
                        SEND.uri(provider.url()),
                        String.valueOf(recipients),
                        results.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        return results;
    }

    @Test
    void memoryStaysFlatForAMillionRecipients() throws Exception {
        int million = 1_000_000;
        try (RawServer provider = RawServer.choosing(this::accept)) {
            Path results = send(provider, million, "48m");

            assertThat(sender.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(sender.exitValue()).as(() -> output()).isZero();
            try (Stream<String> lines = Files.lines(results)) {
                assertThat(lines.filter(line -> line.startsWith("ACCEPTED ")).count())
                        .isEqualTo(million);
            }
            assertThat(accepted).hasSize(million);
            assertThat(provider.requestCount()).isEqualTo(million / 500);
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("out.txt"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Test
    void whatAKilledSenderReportedAsAcceptedIsWhatTheProviderAccepted() throws Exception {
        try (RawServer provider = RawServer.choosing(this::accept)) {
            Path results = send(provider, 100_000_000, "64m");
            await().atMost(Duration.ofSeconds(120)).until(() -> provider.requestCount() > 20);
            sender.destroyForcibly().waitFor();

            List<String> lines = Files.readAllLines(results);
            List<String> whole = lines.subList(0, Math.max(0, lines.size() - 1)); // the kill may have cut the last
            assertThat(whole).hasSizeGreaterThan(18 * 500).allMatch(line -> line.startsWith("ACCEPTED "));
            assertThat(accepted)
                    .containsAll(whole.stream()
                            .map(line -> line.substring("ACCEPTED ".length()))
                            .toList());
            assertThat(accepted.size() - whole.size())
                    .as("accepted without a line: what was under way, no more")
                    .isLessThanOrEqualTo(1001);
        }
    }
}
