package io.github.camelsms.simulator.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line: what its options do, and what it says to wrong ones. */
class SimulatorMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--prot 1",
                "--port nine",
                "--deliver-after soon",
                "--deliver-after 1s --manual",
                "--failure-rate 101",
                "--rate-limit twilio=3",
                "--rate-limit 2chat=0",
                "--rate-limit 2chat",
                "--credentials 2fa-link=no-colon",
                "--user nobody",
                "--user :x",
                "--tag otp=status:gone",
                "--webhook transmitsms=http://192.0.2.1/dlr",
                "--webhook http://192.0.2.1/messages",
                "--webhook nowhere",
                "--webhook http://127.0.0.1/x --webhook-secret whsec_%",
                "--webhook http://127.0.0.1/x --webhook-delay 2h",
                "--keep 0",
                "--keep-for soon",
                "--keep-for 0s",
                "--store a;b",
                "extra"
            })
    void wrongOptionsEndWithTwoAndAHint(String line) {
        assertThat(execute(line.split(" "))).isEqualTo(2);

        assertThat(err.toString()).endsWith("--help shows the options." + System.lineSeparator());
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(said -> assertThat(said).isNotBlank());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionAndEndsWithZero() {
        assertThat(execute("--help")).isZero();

        assertThat(out.toString())
                .contains("--port", "--host", "--price", "--delay", "--deliver-after", "--failure-rate")
                .contains("--rate-limit", "--seed", "--credentials", "--webhook");
    }

    @Test
    void theManualNamesEveryOption() throws Exception {
        String manual = Files.readString(Path.of("../../docs/simulator.md"));

        assertThat(new CommandLine(new SimulatorOptions()).getCommandSpec().options())
                .allSatisfy(option -> assertThat(manual).contains("| `" + option.longestName()));
    }

    @Test
    void portInUseEndsWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(execute("--port", String.valueOf(taken.getLocalPort()))).isEqualTo(1);

            assertThat(err.toString()).startsWith("Cannot listen on 127.0.0.1 port " + taken.getLocalPort());
        }
    }

    @Test
    void keepsMessagesInAFile(@TempDir Path folder) throws Exception {
        String file = folder.resolve("store").toString();
        try (SmsSimulator simulator = start("--store", file, "--keep", "2", "--keep-for", "7d")) {
            send(simulator);
            send(simulator);
            send(simulator);
        }

        try (SmsSimulator simulator = start("--store", file)) {
            assertThat(simulator.messages()).hasSize(2);
            assertThat(execute("--store", file)).isEqualTo(1);
            assertThat(err.toString()).contains("open elsewhere");
        }
    }

    @Test
    void callsAWebhookOfItsOwn() throws Exception {
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            calls.add(exchange.getRequestHeaders().getFirst("Webhook-Signature")
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        endpoint.start();
        String url = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/messages?a=b";
        try (SmsSimulator simulator =
                start("--webhook", url, "--webhook-secret", "key", "--webhook", "transmitsms=" + url)) {
            send(simulator);

            assertThat(calls.poll(60, TimeUnit.SECONDS)).startsWith("v1,").contains("\"text\":\"Hello\"");
        } finally {
            endpoint.stop(0);
        }
    }

    @Test
    void warnsWhenOthersCanReachIt() {
        assertThat(SimulatorMain.warning("0.0.0.0", false))
                .contains(
                        "Warning: 0.0.0.0 is not the loopback address. Whoever reaches it can read and send messages.");
        assertThat(SimulatorMain.warning("192.0.2.1", true)).isPresent();
        assertThat(SimulatorMain.warning("127.0.0.1", false)).isEmpty();
        assertThat(SimulatorMain.warning("::1", false)).isEmpty();
    }

    @Test
    void tellsBaseUrlsAndKeysButNoneThatWereGiven() {
        SimulatorMain main = new SimulatorMain();
        main.end();

        assertThat(execute(main, "--credentials", "2fa-link=mine:private")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .containsPattern("2chat +http://127.0.0.1:[0-9]+/open\\R +API key sim-2chat-key")
                .containsPattern("2fa-link +http://127.0.0.1:[0-9]+\\R +keys as given")
                .containsPattern("Started in [0-9]+\\.[0-9] s\\R")
                .containsPattern("Ready on port [0-9]+")
                .doesNotContain("private");
    }

    @Test
    void printsThePasswordThatItMakesAndNoneThatWasGiven() {
        SimulatorMain made = new SimulatorMain();
        made.end();
        SimulatorMain given = new SimulatorMain();
        given.end();

        execute(made, "--host", "0.0.0.0");
        assertThat(out.toString()).containsPattern("user:password sms:[A-Za-z0-9_-]{16}");
        assertThat(err.toString()).contains("Whoever reaches it can send messages.");

        out.getBuffer().setLength(0);
        execute(given, "--host", "0.0.0.0", "--user", "me:private");
        assertThat(out.toString()).doesNotContain("private");
    }

    @Test
    void takesOnlyTheKeysThatWereGiven() throws Exception {
        try (SmsSimulator simulator = start(
                "--credentials",
                "2fa-link=mine:private",
                "--credentials",
                "telesign=me:key",
                "--credentials=2chat=k")) {
            assertThat(send(simulator, "sim-2fa-link-key", "sim-2fa-link-secret"))
                    .contains("\"errorcode\":101");
            assertThat(send(simulator, "mine", "private")).contains("\"errorcode\":100");
            assertThat(simulator.credentials("telesign")).isEqualTo(Credentials.customer("me", "key"));
            assertThat(simulator.credentials("2chat")).isEqualTo(Credentials.key("k"));
        }
    }

    @Test
    void movesMessagesByTheClock() throws Exception {
        try (SmsSimulator simulator = start("--deliver-after", "0s", "--price", "0.5")) {
            send(simulator);

            assertThat(simulator.messages())
                    .singleElement()
                    .returns("DELIVERED", message -> message.state().name())
                    .returns(new BigDecimal("0.5"), SimulatedMessage::price);
        }
    }

    @Test
    void leavesItToEnquiriesToMoveMessages() throws Exception {
        try (SmsSimulator simulator = start("--manual")) {
            send(simulator);
            String id = simulator.messages().get(0).messageId();
            Credentials keys = simulator.credentials("2fa-link");
            String query = "{\"mode\":\"query\",\"request_id\":\"" + id + "\"}";

            post(simulator, keys.apiKey(), keys.secret(), query);
            String second = post(simulator, keys.apiKey(), keys.secret(), query);

            assertThat(second)
                    .as("two steps, which the clock would take after three seconds")
                    .contains("701");
        }
    }

    @Test
    void failsAndRefusesByChance() throws Exception {
        try (SmsSimulator failing = start("--deliver-after", "0s", "--failure-rate", "100");
                SmsSimulator refusing = start("--refusal-rate", "100")) {
            send(failing);

            assertThat(failing.messages())
                    .extracting(message -> message.state().name())
                    .containsExactly("UNDELIVERED");
            assertThat(send(refusing)).contains("\"errorcode\":301");
        }
    }

    @Test
    void answersAfterTheDelay() throws Exception {
        try (SmsSimulator simulator = start("--delay", "300ms")) {
            long start = System.nanoTime();
            send(simulator);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void callsNoOtherMachineUnlessAllowed() {
        String elsewhere = "transmitsms=http://192.0.2.1/dlr";
        assertThatIllegalArgumentException().isThrownBy(() -> start("--webhook", elsewhere));
        start("--webhook", elsewhere, "--call-any-host").close();
    }

    private int execute(String... arguments) {
        return execute(new SimulatorMain(), arguments);
    }

    private int execute(SimulatorMain main, String... arguments) {
        return SimulatorMain.commandLine(main)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(onAFreePort(arguments));
    }

    private static SmsSimulator start(String... arguments) {
        SimulatorOptions options = new SimulatorOptions();
        new CommandLine(options).parseArgs(onAFreePort(arguments));
        return options.start();
    }

    private static String[] onAFreePort(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!all.contains("--port")) {
            all.addAll(0, List.of("--port", "0"));
        }
        return all.toArray(String[]::new);
    }

    private static String send(SmsSimulator simulator) throws Exception {
        Credentials keys = simulator.credentials("2fa-link");
        return send(simulator, keys.apiKey(), keys.secret());
    }

    private static String send(SmsSimulator simulator, String key, String secret) throws Exception {
        return post(simulator, key, secret, "{\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"Hello\"}");
    }

    private static String post(SmsSimulator simulator, String key, String secret, String body) throws Exception {
        byte[] pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl("2fa-link") + "/sms"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
