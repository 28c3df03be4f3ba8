package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of curl that the manual shows is taken by the simulator, under the keys that are written there. */
class CurlTest {

    private static final String ADDRESS = "http://127.0.0.1:8089";

    @TempDir
    Path folder;

    @Test
    void everyCallIsTaken() throws Exception {
        assumeTrue(isInstalled("curl") && isInstalled("sh"), "curl and sh are not installed");
        List<Block> calls = Manual.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("sh") && block.text().contains(ADDRESS))
                .toList();
        try (SmsSimulator simulator = SmsSimulator.start()) {
            for (Block call : calls) {
                run(call.text().replace(ADDRESS, "http://127.0.0.1:" + simulator.port()));
            }

            assertThat(simulator.messages())
                    .hasSameSizeAs(calls)
                    .extracting(SimulatedMessage::provider)
                    .containsAll(simulator.providers());
        }
    }

    private void run(String command) throws Exception {
        Path output = folder.resolve("output");
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(() -> read(output)).isZero();
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
