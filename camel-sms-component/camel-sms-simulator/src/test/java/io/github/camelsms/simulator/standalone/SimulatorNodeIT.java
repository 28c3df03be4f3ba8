package io.github.camelsms.simulator.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests in src/test/node, which docs/simulator-guides.md shows: TeleSign's own client for Node in front of the jar as it was
 * built. By itself: mvn verify -pl camel-sms-component/camel-sms-simulator -am -Dit.test=SimulatorNodeIT -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false
 */
class SimulatorNodeIT {

    private static final Path SOURCES = Path.of("src", "test", "node");

    @TempDir
    Path folder;

    @Test
    void theNodeTestsPass() throws Exception {
        if (!isInstalled("node") || !isInstalled("npm")) {
            skip("No node and npm on the path: install Debian's nodejs and npm");
        }
        copySources();
        if (run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") != 0) {
            skip("npm cannot install TeleSign's client: " + output());
        }
        Process simulator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        SimulatorJarIT.jar().toString(),
                        "--port",
                        "0",
                        "--deliver-after",
                        "1s")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out = simulator.inputReader(StandardCharsets.UTF_8)) {
            String address = "http://127.0.0.1:" + SimulatorJarIT.port(out, simulator);

            assertThat(run(Map.of("SMS_SIMULATOR", address), "npm", "test"))
                    .as(this::output)
                    .isZero();
        } finally {
            simulator.destroy();
        }
    }

    private void copySources() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SOURCES, "*.{json,mjs}")) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    /** @return exit code */
    private int run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(this::output).isTrue();
        return process.exitValue();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** In the continuous integration nothing may be missing. */
    private static void skip(String why) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(why);
        }
        System.out.println("Skipped: " + why);
        Assumptions.abort(why);
    }
}
