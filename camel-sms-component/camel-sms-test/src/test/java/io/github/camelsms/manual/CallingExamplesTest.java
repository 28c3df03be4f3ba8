package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.manual.Manual.Block;
import io.github.camelsms.manual.Manual.Page;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked examples of docs/calling.md, as they stand there. */
class CallingExamplesTest {

    static final String CAMPAIGN = "A campaign from a CSV file";
    static final String REPLIES = "Keyword replies into a database";
    static final String STATEMENT = "A reseller's monthly statement";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> NO_LIMIT =
            Map.of("camel.component.sms.accounts[burst].maxRequestsPerSecond", "0");

    @TempDir
    Path folder;

    private final Page page = Manual.page("docs/calling.md");
    private SmsSimulator simulator;

    @BeforeEach
    void startSimulator() {
        simulator = SmsSimulator.start();
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    private Main start(Block block, Map<String, String> more) throws Exception {
        Map<String, String> overrides = new HashMap<>(NO_LIMIT);
        overrides.putAll(more);
        return new Snippets(simulator, folder).start(page, block, overrides);
    }

    private Block java(String section, boolean startOnly) {
        return page.blocks().stream()
                .filter(block -> block.section().equals(section)
                        && block.language().equals("java")
                        && block.startOnly() == startOnly)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCampaignGoesToEveryoneInTheFileAndIsReported() throws Exception {
        Main main = start(java(CAMPAIGN, false), Map.of());
        try {
            Path written = folder.resolve("spring.csv");
            Files.writeString(written, page.block(CAMPAIGN, "csv").text());
            Files.move(
                    written,
                    Files.createDirectories(folder.resolve("campaigns")).resolve("spring.csv"));

            Path sent = folder.resolve("sent/spring.id");
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(sent) && Files.size(sent) > 0);
            assertThat(simulator.messages("transmitsms"))
                    .extracting(SimulatedMessage::msisdn)
                    .containsExactlyInAnyOrder("61491570156", "61491570157");
            assertThat(report(Files.readString(sent).strip()))
                    .extracting(line -> line.split(",")[0])
                    .containsExactlyInAnyOrder("61491570156", "61491570157");
        } finally {
            main.stop();
        }
    }

    private List<String> report(String id) throws Exception {
        Main main = start(java(CAMPAIGN, true), Map.of());
        try {
            request(main.getCamelContext(), "direct:report", Map.of("CamelSmsMessageId", id));
            return Files.readAllLines(folder.resolve("reports/" + id + ".csv"));
        } finally {
            main.stop();
        }
    }

    @Test
    void everyReplyIsOneRowWhetherItWasToldOrMissed() throws Exception {
        try (EmbeddedPostgres database = database();
                Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(page.block(REPLIES, "text").text());
            Main main = start(
                    page.block(REPLIES, "yaml"),
                    Map.of("replies.url", database.getJdbcUrl("postgres", "postgres"), "missed.period", "100"));
            try {
                CamelContext context = main.getCamelContext();
                request(context, "direct:keyword", Map.of());
                int port = context.getComponent("platform-http", PlatformHttpComponent.class)
                        .getEngine()
                        .getServerPort();
                simulator.replyWebhook("transmitsms", URI.create("http://127.0.0.1:" + port + "/sms/burst/inbound"));

                assertThat(simulator
                                .inbound("transmitsms", "61491570156", "GYM yes, it's me")
                                .awaitFirst()
                                .statusOrZero())
                        .isEqualTo(200);

                assertThat(rows(statement)).contains("+61491570156 GYM yes, it's me");

                simulator.receive("transmitsms", "61491570157", "gym me too");

                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(rows(statement))
                                .containsExactly("+61491570156 GYM yes, it's me", "+61491570157 gym me too"));
            } finally {
                main.stop();
            }
        }
    }

    private static EmbeddedPostgres database() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException | IllegalStateException impossible) {
            return Assumptions.abort("no PostgreSQL starts here: " + impossible);
        }
    }

    private static List<String> rows(Statement statement) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("SELECT sender || ' ' || said FROM reply ORDER BY sender")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    @Test
    void aStatementHasEveryTransactionOfEveryClient() throws Exception {
        Main main = start(java(STATEMENT, true), Map.of());
        try {
            CamelContext context = main.getCamelContext();
            IntStream.range(0, 120)
                    .forEach(client -> request(
                            context,
                            "sms:call?account=burst&method=add-client",
                            Map.of(
                                    "CamelSmsParams",
                                    Map.of(
                                            "name",
                                            "Client, no. " + client,
                                            "email",
                                            "client" + client + "@example.com",
                                            "password",
                                            "change-me",
                                            "msisdn",
                                            "61491570156"))));
            String month = YearMonth.now(ZoneOffset.UTC).toString();

            request(context, "direct:statement", Map.of("month", month));

            assertThat(Files.readAllLines(folder.resolve("statements/" + month + ".csv")))
                    .hasSize(120)
                    .allMatch(line -> line.startsWith("\"Client, no. "));
        } finally {
            main.stop();
        }
    }

    private static void request(CamelContext context, String to, Map<String, Object> headers) {
        Exchange exchange = context.createFluentProducerTemplate()
                .to(to)
                .withHeaders(headers)
                .request(Exchange.class);
        assertThat(exchange.getException()).isNull();
    }
}
