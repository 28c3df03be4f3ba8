package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route and every property of the manual works: it starts, a message goes through each of its routes, and what the provider calls
 * with through each that receives.
 */
class SnippetsTest {

    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/io/github/camelsms/manual"),
            Path.of("src/test/java/com/example/sms"),
            Path.of("../camel-sms-dsl/src/test/java/io/github/camelsms/dsl"),
            Path.of("../../camel-sms-examples/spring-boot/src/test/java/io/github/camelsms/examples/springboot"));

    /** Sections whose blocks need more than a simulator, which the tests that they have give them. */
    private static final Set<String> OWN_TESTS = Set.of(
            TlsAndProxyTest.SECTION,
            CallingExamplesTest.REPLIES,
            SimulatorGuidesTest.COMPOSE,
            "Options of its own",
            "Metrics"); // ExampleGatewayOptionsTest, ObservedTest

    @TempDir
    Path folder;

    private SmsSimulator simulator;
    private Snippets snippets;

    @BeforeEach
    void startSimulator() {
        simulator = SmsSimulator.start();
        snippets = new Snippets(simulator, folder);
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    static Stream<Block> routes() {
        return blocks("yaml", "java", "properties", "xml")
                .filter(block -> !isClass(block) && !block.text().startsWith("<dependency>"))
                .filter(block -> !block.text().startsWith("class="))
                .filter(block -> !OWN_TESTS.contains(block.section()));
    }

    static Stream<Block> classes() {
        return blocks("java").filter(SnippetsTest::isClass);
    }

    private static boolean isClass(Block block) {
        return block.text().startsWith("import ");
    }

    private static Stream<Block> blocks(String... languages) {
        return Manual.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> Set.of(languages).contains(block.language()));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteWorks(Block block) throws Exception {
        works(Manual.page(block.page()), block);
    }

    static Stream<Block> componentPage() {
        return Manual.componentPage().blocks().stream()
                .filter(block -> !block.text().startsWith("<dependency>"));
    }

    @ParameterizedTest
    @MethodSource("componentPage")
    void everyRouteOfTheComponentPageWorks(Block block) throws Exception {
        works(Manual.componentPage(), block);
    }

    private void works(Page page, Block block) throws Exception {
        Main main = snippets.start(page, block);
        try {
            if (!block.startOnly()) {
                snippets.call(main.getCamelContext())
                        .forEach((route, exchange) ->
                                assertThat(exchange.getException()).as(route).isNull());
            }
            new SimulatedCalls(simulator, main.getCamelContext()).reachTheirRoutes();
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void everyClassIsOneOfTheseTests(Block block) throws IOException {
        assertThat(sources()).anyMatch(source -> source.contains(block.text()));
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path folder : SOURCES) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.java")) {
                for (Path file : files) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    @Test
    void aRouteThatFailsIsSeen() {
        assertThatThrownBy(() -> works(
                        "```yaml\n- from:\n    uri: direct:a\n    steps:\n      - to: sms:send?account=other\n```\n"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> works("```java\nfrom(\"direct:a\").to(\"sms:send?account=main&from=x\");\n```\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CamelSmsFrom");
        assertThatThrownBy(() -> works("```java\nfrom(\"sms:dlr?account=main\").throwException("
                        + "new IllegalStateException());\n```\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("500");
        assertThatThrownBy(() -> works("```java\nfrom(\"sms:dlr?account=main&verification=token"
                        + "&webhookVerifyToken=another\").to(\"log:x\");\n```\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("403");
        assertThatThrownBy(() -> works("```java\nfrom(1);\n```\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not compile");
        assertThatThrownBy(() -> works("```properties\ncamel.component.sms.apiKeys = x\n```\n"))
                .hasMessageContaining("apiKeys");
    }

    private void works(String text) throws Exception {
        Page page = Page.read("x.md", text);
        works(page, page.blocks().get(0));
    }
}
