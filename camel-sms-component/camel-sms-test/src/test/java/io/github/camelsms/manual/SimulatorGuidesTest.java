package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelsms.simulator.SmsSimulator;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the guides to the simulator show works; the Node test in them is run by SimulatorNodeIT, the Spring test by its module. */
class SimulatorGuidesTest {

    static final String COMPOSE = "In a compose file of your own";
    private static final Path MODULE = Manual.ROOT.resolve("camel-sms-component/camel-sms-simulator");

    private final Manual.Page page = Manual.page("docs/simulator-guides.md");

    @TempDir
    Path folder;

    @Test
    void theShellScriptWorks() throws Exception {
        assumeTrue(isInstalled("curl") && isInstalled("sh"), "curl and sh are not installed");
        String script = page.blocks().stream()
                .filter(block -> block.info().equals("sh bash"))
                .findFirst()
                .orElseThrow()
                .text();
        Path output = folder.resolve("output");
        try (SmsSimulator simulator = SmsSimulator.builder()
                .statesByClock(Duration.ofMillis(100), Duration.ofMillis(200))
                .start()) {
            Process shell = new ProcessBuilder(
                            "sh", "-ec", script.replace("localhost:8089", "localhost:" + simulator.port()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(output).hasContent("The code is 480213\nIt was delivered");
    }

    @Test
    void theNodeTestIsTheOneThatRuns() throws IOException {
        assertThat(page.block("From a Node test", "js").text())
                .isEqualTo(Files.readString(MODULE.resolve("src/test/node/verification.test.mjs")));
        assertThat(page.block("From a Node test", "json").text())
                .isEqualTo(Files.readString(MODULE.resolve("src/test/node/package.json")));
    }

    /** Nothing here runs containers: what the file names is there, and the options are the simulator's. */
    @Test
    void theComposeFileNamesWhatIsThere() throws IOException {
        Map<?, ?> services = (Map<?, ?>) map(new Load(LoadSettings.builder().build())
                        .loadFromString(page.block(COMPOSE, "yaml").text()))
                .get("services");
        Map<?, ?> sms = map(services.get("sms"));
        Map<?, ?> build = map(sms.get("build"));
        assertThat(Manual.ROOT.resolve(String.valueOf(build.get("context")).replaceFirst("camel-sms/", "")))
                .isEqualTo(MODULE);
        Path containerfile = MODULE.resolve(String.valueOf(build.get("dockerfile")));
        assertThat(containerfile).content().contains("EXPOSE 8089", "\"--host\", \"0.0.0.0\"]");
        String options = Files.readString(Manual.ROOT.resolve("docs/simulator.md"), StandardCharsets.UTF_8);
        assertThat(texts(sms.get("command")).filter(argument -> argument.startsWith("--")))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(options).contains("| `" + option));
        assertThat(texts(sms.get("ports"))).containsExactly("127.0.0.1:8089:8089");
        Map<?, ?> app = map(services.get("app"));
        assertThat(texts(app.get("depends_on"))).containsExactly("sms");
        assertThat(String.valueOf(map(app.get("environment")).get("SMS_URL"))).isEqualTo("http://sms:8089");
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static Stream<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
