package io.github.camelsms.examples.quickstart;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days on which a provider, or the disk, does not play along. */
class QuickstartFaultTest {

    @TempDir
    Path folder;

    private Simulation simulation;
    private Path output;
    private Map<String, String> properties;

    @BeforeEach
    void start() throws Exception {
        simulation = Simulation.start();
        output = folder.resolve("out");
        properties = new TreeMap<>(simulation.properties());
        properties.put("quickstart.input", folder.toString());
        properties.put("quickstart.output", output.toString());
        Files.writeString(folder.resolve("messages.csv"), """
                \uFEFFid,account,to,from,text,code
                a,telesign,+12025550101,,Your code is $$CODE$$,483920
                b,nobody,+12025550102,,Hello,
                """);
    }

    @AfterEach
    void stop() {
        simulation.close();
    }

    @Test
    void messageThatCannotBeAskedAboutKeepsItsLastKnownState() throws Exception {
        properties.put("quickstart.wait", "1");
        simulation.simulator().loseReceipts("+12025550101");
        simulation
                .simulator()
                .wireMock()
                .stubFor(get(urlPathMatching("/v1/verify/.*")).willReturn(serverError()));

        assertThat(run()).isTrue();
        assertThat(Files.readString(output.resolve("results.csv"))).contains("\na,telesign,", ",ACCEPTED,");
    }

    @Test
    void rowIsAskedAboutOnceWhereNoWebhookIsServed() throws Exception {
        properties.put("quickstart.webhooks", "");
        properties.put("quickstart.wait", "1");

        assertThat(run()).isTrue();
        assertThat(Files.readString(output.resolve("results.csv"))).containsPattern("\\na,telesign,.*,query,");
        assertThat(simulation.simulator().requests("telesign"))
                .filteredOn(request -> request.method().equals("GET"))
                .hasSize(1);
    }

    @Test
    void messageThatMayHaveBeenSentIsNotSentAgain() throws Exception {
        simulation
                .simulator()
                .wireMock()
                .stubFor(any(urlPathMatching("/v1/verify/sms")).willReturn(serverError()));

        assertThat(run()).isTrue();
        assertThat(Files.readString(output.resolve("unknown.csv"))).contains("\na,telesign,TEMPORARY,");
        assertThat(simulation.simulator().requests("telesign")).hasSize(1);
    }

    @Test
    void rowWithAnAccountThatThereIsNotIsRejected() throws Exception {
        assertThat(run()).isTrue();
        assertThat(Files.readString(output.resolve("rejected.csv")))
                .contains(
                        "CamelSmsAccount does not name an account that is configured; accepted: [2chat, 2fa-link, telesign, transmitsms]");
    }

    @Test
    void rowOfAnAccountWithoutCredentialsIsRejected() throws Exception {
        properties.remove("camel.component.sms.accounts[telesign].apiKey");
        properties.put("quickstart.webhooks", "2fa-link,transmitsms");

        assertThat(run()).isTrue();
        assertThat(Files.readString(output.resolve("rejected.csv")))
                .contains("account telesign: option apiKey is required");
    }

    @Test
    void rowsWithoutAResultAreNoticed() throws Exception {
        Files.createDirectories(output.resolve("results.csv"));

        assertThat(run()).isFalse();
    }

    private boolean run() throws Exception {
        return Quickstart.run(properties);
    }
}
