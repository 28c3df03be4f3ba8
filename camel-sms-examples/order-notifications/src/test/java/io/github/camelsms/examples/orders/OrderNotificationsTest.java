package io.github.camelsms.examples.orders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The application as it is, a database on disk, simulated providers. */
class OrderNotificationsTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private Simulation simulation;
    private SmsSimulator simulator;
    private Main application;
    private String askAfter = "3600";

    @BeforeEach
    void start() throws Exception {
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        Files.createDirectories(folder.resolve("orders"));
        simulation = Simulation.start();
        simulator = simulation.simulator();
        startApplication();
    }

    @AfterEach
    void stop() {
        application.stop();
        simulation.close();
        System.setOut(out);
        assertThat(console.toString(StandardCharsets.UTF_8)).doesNotContain("447700900", "614915701");
    }

    private void startApplication() {
        Map<String, String> properties = new TreeMap<>(simulation.properties());
        properties.put("orders.folder", folder.resolve("orders").toString());
        properties.put("orders.database", folder.resolve("database/orders").toString());
        properties.put("orders.redeliveryDelay", "1");
        properties.put("orders.askAfter", askAfter);
        properties.put("camel.component.sms.responseTimeout", "10s");
        application = OrderNotifications.application(properties);
        application.start();
    }

    private void restart() {
        application.stop();
        startApplication();
    }

    private void askSoon() {
        askAfter = "1";
        restart();
    }

    @Test
    void everyOrderOfTheDemoHasItsEnd() throws Exception {
        askSoon();
        bring("demo.json", demo());

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(fates())
                        .containsExactly(
                                "1001 SENT DELIVERED",
                                "1002 SENT DELIVERED",
                                "1003 SENT UNDELIVERED",
                                "1004 NOT_SENT null",
                                "1005 UNKNOWN null",
                                "1006 SENT DELIVERED",
                                "1007 SENT DELIVERED",
                                "1008 SENT DELIVERED",
                                "1009 NOT_SENT null"));
        assertThat(reason("1004")).contains("code 301");
        assertThat(reason("1009")).contains("CamelSmsTo is not a number");
        assertThat(texts("SELECT source FROM receipts WHERE order_id = '1006'")).containsExactly("QUERY");
        assertThat(page())
                .contains("<td>2fa-link</td>", "<td>4</td><td>3</td><td>1</td><td>75.0 %</td>")
                .contains("<td>transmitsms</td>", "<td>2</td><td>2</td><td>0</td><td>100.0 %</td>")
                .contains("<td>1004</td><td>uk</td><td>NOT_SENT</td>", "<td>1005</td><td>uk</td><td>UNKNOWN</td>");
    }

    @Test
    void ordersThatComeTwiceAreSentOnce() throws Exception {
        bring("demo.json", demo());
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("orders/done/demo.json")));
        int sent = simulator.messages().size();

        bring("again.json", demo());
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("orders/done/again.json")));
        restart();
        bring("demo.json", demo());
        await().atMost(LIMIT).until(() -> Files.notExists(folder.resolve("orders/demo.json")));
        application.stop();

        assertThat(sent).isEqualTo(7);
        assertThat(simulator.messages()).hasSize(sent);
    }

    @Test
    void restartKeepsWhatWasThere() throws Exception {
        bring("orders.json", order("1", "uk", "+447700900123"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT DELIVERED"));
        String page = page();
        List<String> receipts = texts("SELECT received_at FROM receipts");

        restart();

        assertThat(page()).isEqualTo(page);
        List<Integer> answers = simulator.receiptTwice(onlyMessage()).stream()
                .map(call -> call.await().status())
                .toList();
        assertThat(answers).containsOnly(200);
        assertThat(texts("SELECT received_at FROM receipts")).isEqualTo(receipts);
    }

    @Test
    void receiptThatComesAfterARestartFindsItsOrder() throws Exception {
        simulator.holdReceipts();
        bring("orders.json", order("1", "au", "+61491570156"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT null"));

        restart();
        simulator.releaseReceipts();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT DELIVERED"));
        assertThat(texts("SELECT source FROM receipts WHERE order_id = '1'")).containsOnly("WEBHOOK");
    }

    @Test
    void orderThatWasNotSentIsSentAgain() throws Exception {
        simulator
                .wireMock()
                .stubFor(post(urlPathEqualTo("/send-sms.json"))
                        .inScenario("too many calls, once")
                        .whenScenarioStateIs(STARTED)
                        .willReturn(aResponse().withStatus(429))
                        .willSetStateTo("quiet"));

        bring("orders.json", order("1", "au", "+61491570156"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT DELIVERED"));
        assertThat(simulator.messages()).hasSize(1);
    }

    @Test
    void mendedOrderIsSent() throws Exception {
        bring("orders.json", order("1", "uk", "12"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 NOT_SENT null"));

        bring("mended.json", order("1", "uk", "+447700900123"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT DELIVERED"));
    }

    @Test
    void fileWithAnOrderWithoutIdIsPutAsideAndTheOthersAreSent() throws Exception {
        bring(
                "orders.json",
                "[{\"shop\": \"uk\", \"phone\": \"+447700900124\"}, %s]".formatted(order("2", "uk", "+447700900123")));

        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("orders/failed/orders.json")));
        assertThat(simulator.messages()).extracting(SimulatedMessage::to).containsExactly("+447700900123");
    }

    @Test
    void parkedOrderWithAMessageIdIsAskedAbout() throws Exception {
        bring("orders.json", order("1", "uk", "+447700900909"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT null"));
        database().update("UPDATE orders SET state = 'UNKNOWN'");

        askSoon();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 SENT DELIVERED"));
    }

    @Test
    void orderThatWasBeingSentWhenTheApplicationEndedIsParked() {
        database()
                .update("INSERT INTO orders (id, shop, state, sent_at)"
                        + " VALUES ('1', 'uk', 'SENDING', DATEADD(HOUR, -2, CURRENT_TIMESTAMP))");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(fates()).containsExactly("1 UNKNOWN null"));
        assertThat(simulator.messages()).isEmpty();
    }

    /** Each order with its state and the final status that a receipt brought. */
    private List<String> fates() {
        return texts("SELECT id || ' ' || state || ' ' || COALESCE(status, 'null') FROM orders"
                + " LEFT JOIN receipts ON order_id = id AND final ORDER BY id");
    }

    private String reason(String id) {
        return texts("SELECT reason FROM orders WHERE id = '" + id + "'").get(0);
    }

    private List<String> texts(String query) {
        return database().queryForList(query, String.class);
    }

    private JdbcTemplate database() {
        return new JdbcTemplate(
                application.getCamelContext().getRegistry().lookupByNameAndType("database", DataSource.class));
    }

    private SimulatedMessage onlyMessage() {
        assertThat(simulator.messages()).hasSize(1);
        return simulator.messages().get(0);
    }

    private String page() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(simulation.page())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        return response.body();
    }

    private void bring(String file, String orders) throws IOException {
        Files.writeString(folder.resolve("orders").resolve(file), orders);
    }

    private static String order(String id, String shop, String phone) {
        return "{\"id\": \"%s\", \"shop\": \"%s\", \"phone\": \"%s\"}".formatted(id, shop, phone);
    }

    private static String demo() throws IOException {
        try (InputStream demo = OrderNotifications.class.getResourceAsStream("/demo.json")) {
            return new String(demo.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
