package io.github.camelsms.manual;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error handling that the manual wants to be copied does what it says, in each language. Most of its time are the waits of redeliveries. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorHandlingTest {

    @TempDir
    Path folder;

    private SmsSimulator simulator;

    @BeforeEach
    void startSimulator() {
        simulator = SmsSimulator.start();
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    static Stream<Block> redelivering() {
        return Stream.of("README.md", "docs/errors.md")
                .map(Manual::page)
                .flatMap(page -> routes(page, "The error handling to copy"));
    }

    static Stream<Block> failingOver() {
        return routes(Manual.page("docs/errors.md"), "Failover to another account");
    }

    private static Stream<Block> routes(Page page, String section) {
        return page.blocks().stream()
                .filter(block ->
                        block.section().equals(section) && !block.language().equals("properties"));
    }

    /** Longer than the test may take, so it fails unless the time that the provider asked for counts. */
    private static Block withDelay(Block block, int milliseconds) {
        return new Block(
                block.page(),
                block.line(),
                block.section(),
                block.info(),
                block.text().replace("1000", String.valueOf(milliseconds)));
    }

    @ParameterizedTest
    @MethodSource("redelivering")
    void waitsAsLongAsTheProviderAsks(Block block) throws Exception {
        simulator
                .wireMock()
                .stubFor(post("/sms")
                        .inScenario("busy")
                        .whenScenarioStateIs(STARTED)
                        .willSetStateTo("free")
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1")));

        send(withDelay(block, 3_600_000));

        assertThat(simulator.requests()).hasSize(2);
        assertThat(simulator.messages()).singleElement().returns("Hello", SimulatedMessage::text);
    }

    @Test
    void waitsAsLongAsTheRouteSaysWhereTheProviderAsksForNoWait() throws Exception {
        Block block = redelivering().findFirst().orElseThrow();
        simulator
                .wireMock()
                .stubFor(post("/sms").willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0")));

        Exchange exchange = send(withDelay(block, 100));

        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
        assertThat(simulator.requests()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("redelivering")
    void givesUpAfterFourRedeliveries(Block block) throws Exception {
        simulator.refuse(Snippets.NUMBER, "103");

        Exchange exchange = send(withDelay(block, 1));

        assertThat(simulator.requests()).hasSize(5);
        assertThat(exchange.getException()).isNull();
        assertThat(folder.resolve("parked")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("redelivering")
    void parksWhatMayHaveBeenSent(Block block) throws Exception {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        Exchange exchange = send(block);

        assertThat(simulator.requests()).hasSize(1);
        assertThat(exchange.getException()).isNull();
        assertThat(folder.resolve("parked"))
                .isDirectoryContaining(file -> file.toFile().length() == "Hello".length());
        assertThat(exchange.getMessage().getHeader("CamelSmsTo")).isEqualTo(Snippets.NUMBER);
    }

    @ParameterizedTest
    @MethodSource("redelivering")
    void doesNotRepeatARefusal(Block block) throws Exception {
        simulator.refuse(Snippets.NUMBER, "301");

        Exchange exchange = send(block);

        assertThat(simulator.requests()).hasSize(1);
        assertThat(exchange.getException()).isNull();
        assertThat(folder.resolve("parked")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("failingOver")
    void failsOverWhenNothingWasSent(Block block) throws Exception {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withStatus(429)));

        Exchange exchange = send(block);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsAccount")).isEqualTo("backup");
        assertThat(simulator.messages()).singleElement().returns("transmitsms", SimulatedMessage::provider);
    }

    @ParameterizedTest
    @MethodSource("failingOver")
    void doesNotFailOverWhenItMayHaveBeenSent(Block block) throws Exception {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withStatus(503)));

        Exchange exchange = send(block);

        assertThat(exchange.getException()).isNotNull();
        assertThat(simulator.requests()).hasSize(1);
    }

    private Exchange send(Block block) throws Exception {
        Main main = new Snippets(simulator, folder).start(Manual.page(block.page()), block);
        try {
            return main.getCamelContext().createProducerTemplate().request("direct:notify", exchange -> {
                exchange.getMessage().setBody("Hello");
                exchange.getMessage().setHeader("CamelSmsTo", Snippets.NUMBER);
            });
        } finally {
            main.stop();
        }
    }
}
