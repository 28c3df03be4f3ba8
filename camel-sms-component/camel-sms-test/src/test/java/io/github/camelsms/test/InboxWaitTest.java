package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests in other languages ask the simulator for. */
class InboxWaitTest {

    private final SmsSimulator simulator = SmsSimulator.builder()
            .tag("otp", "text:code")
            .tag("urgent", "tag:otp to:0199")
            .start();
    private final Wire wire = Wire.to(URI.create("http://127.0.0.1:" + simulator.port()));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void send(String to, String text) {
        SimulatedSends.transmitSms(simulator, to, Map.of("message", text));
    }

    private CompletableFuture<HttpResponse<String>> waitFor(String query) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(wire.base() + "/inbox/api/" + query))
                        .build(),
                BodyHandlers.ofString());
    }

    private void awaitWaits(int count) {
        await().until(() -> wire.get("/metrics").body().contains("sms_simulator_waits " + count + "\n"));
    }

    @Test
    void fiftyWaitsHoldNoThreadAndEachGetsItsOwnMessage() {
        List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
        for (int i = 100; i < 150; i++) {
            waits.add(waitFor("wait?timeout=60s&to=+447700900" + i));
        }
        awaitWaits(50);
        assertThat(threadsInTheInbox()).isEmpty();

        for (int i = 149; i >= 100; i--) {
            send("447700900" + i, "for " + i);
        }

        for (int i = 100; i < 150; i++) {
            HttpResponse<String> answer = waits.get(i - 100).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Wire.json(answer.body()).get("text").textValue()).isEqualTo("for " + i);
        }
        awaitWaits(0);
    }

    private static List<Thread> threadsInTheInbox() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("InboxServlet")))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void waitsThatTakeShareTheMessagesOfOneNumber() {
        List<CompletableFuture<HttpResponse<String>>> waits = Stream.generate(
                        () -> waitFor("wait?take=true&timeout=60s&to=447700900123"))
                .limit(20)
                .toList();
        awaitWaits(20);

        for (int i = 0; i < 20; i++) {
            send("447700900123", "message " + i);
        }

        assertThat(waits)
                .extracting(wait -> Wire.json(wait.join().body()).get("number").intValue())
                .doesNotHaveDuplicates();
        assertThat(wire.get("/inbox/api/wait?take=true&timeout=0").status()).isEqualTo(408);
    }

    @Test
    void answersAMessageThatIsThereAndTheNewestOfSeveral() {
        send("447700900123", "first");
        send("447700900123", "second");
        send("447700900124", "third");

        assertThat(wire.get("/inbox/api/wait?to=447700900123&timeout=0")
                        .json()
                        .get("text")
                        .textValue())
                .isEqualTo("second");
        assertThat(wire.get("/inbox/api/wait?to=447700900123&since=0&timeout=0")
                        .json()
                        .get("text")
                        .textValue())
                .as("the oldest after since")
                .isEqualTo("first");
        assertThat(wire.get("/inbox/api/wait?text=%5Ef.*t$&timeout=0")
                        .json()
                        .get("number")
                        .intValue())
                .isEqualTo(1);
        assertThat(wire.get("/inbox/api/wait?provider=telesign&timeout=0").status())
                .isEqualTo(408);
        assertThat(wire.get("/inbox/api/wait?since=3&timeout=0").status()).isEqualTo(408);
        assertThat(wire.get("/inbox/api/wait?since=2999-01-01T00:00:00Z&timeout=0")
                        .status())
                .isEqualTo(408);
    }

    @Test
    void waitsForAState() {
        send("447700900123", "Hello");
        CompletableFuture<HttpResponse<String>> delivered = waitFor("wait?state=DELIVERED&timeout=60s");
        awaitWaits(1);

        simulator.advance();
        simulator.advance();

        assertThat(Wire.json(delivered.join().body()).get("state").textValue()).isEqualTo("DELIVERED");
    }

    @Test
    void aTimeOutIsA408InJson() {
        Wire.Answer answer = wire.get("/inbox/api/wait?to=447700900123&timeout=50ms");

        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.json().get("error").textValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout=soon",
                "timeout=11m",
                "timeout=-1",
                "since=yesterday",
                "text=(",
                "take=maybe",
                "state=gone",
                "q=after:noon"
            })
    void refusesWhatMakesNoSense(String query) {
        Wire.Answer answer = wire.get("/inbox/api/wait?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).isNotBlank();
    }

    @Test
    void anExpressionThatBacktracksWithoutEndIsRefused() {
        send("447700900123", "a".repeat(100) + "!");

        assertThat(wire.get("/inbox/api/wait?timeout=1s&text=(.*)(.*)(.*)(.*)(.*)(.*)x$")
                        .status())
                .isEqualTo(400);
        assertThat(wire.get("/inbox/api/wait?timeout=0").status())
                .as("others go on")
                .isEqualTo(200);
    }

    @Test
    void aServerThatEndsLetsNobodyWait() {
        CompletableFuture<HttpResponse<String>> wait = waitFor("wait?timeout=60s");
        awaitWaits(1);

        simulator.close();

        assertThat(wait.handle((answer, failure) -> failure != null || answer.statusCode() == 503)
                        .join())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Your code is 483920. Valid for 10 minutes.; ''; 483920",
                "483-920 is your code; ''; 483920",
                "Code G-4839; ''; 4839",
                "PIN: AB12CD; pattern=PIN: ([A-Z0-9]%2B); AB12CD",
                "PIN: AB12CD; pattern=PIN: (?<code>[A-Z]%2B); AB",
            })
    void takesTheCodeOutOfTheText(String text, String pattern, String code) {
        send("447700900123", text);
        String query = "/inbox/api/code?to=447700900123&timeout=0&"
                + pattern.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E");

        assertThat(wire.get(query).json().get("code").textValue()).isEqualTo(code);
        assertThat(wire.get(query + "&format=text").body()).isEqualTo(code + "\n");
    }

    @Test
    void aMessageWithoutACodeIsPassedOver() {
        send("447700900123", "Your code is 483920");
        send("447700900123", "Thank you");

        assertThat(wire.get("/inbox/api/code?format=text&timeout=0").body()).isEqualTo("483920\n");
        assertThat(wire.get("/inbox/api/code?text=Thank&timeout=0").status()).isEqualTo(408);
    }

    @ParameterizedTest
    @CsvSource({
        "to:0123, '1,3'",
        "from:acme, 2",
        "text:hello, '1,2'",
        "text:\"your code\", 3",
        "status:delivered, 2",
        "provider:2fa-link, 2",
        "provider:transmitsms text:hello, 1",
        "tag:otp, '3,4'",
        "tag:urgent, 4",
        "before:2000-01-01, ''",
        "after:2000-01-01T00:00:00Z hello, '1,2'",
        "zone:1, ''",
    })
    void searchesByField(String search, String expected) {
        send("447700900123", "Hello");
        SimulatedSends.twoFaLink(simulator, "447700900456");
        send("447700900123", "Your code is 1234");
        send("447700900199", "code 9876");
        simulator.inbox().end(2, MessageState.DELIVERED);

        String query = search.replace(" ", "+").replace("\"", "%22");
        assertThat(String.join(
                        ",",
                        StreamSupport.stream(
                                        wire.get("/inbox/api/messages?q=" + query)
                                                .json()
                                                .get("messages")
                                                .spliterator(),
                                        false)
                                .map(message -> message.get("number").asText())
                                .toList()))
                .isEqualTo(expected);
    }

    @Test
    void aMessageNamesItsTags() {
        send("447700900199", "code 9876");

        assertThat(wire.get("/inbox/api/messages/1").json().get("tags").toString())
                .isEqualTo("[\"otp\",\"urgent\"]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmsSimulator.builder().tag("x", "status:gone").start());
    }

    @Test
    void countsForPrometheus() {
        send("447700900123", "Hello");
        simulator.refuse("447700900124", "RECIPIENTS_ERROR");

        assertThat(wire.get("/metrics").body())
                .contains("# TYPE sms_simulator_messages_total counter\n")
                .contains("sms_simulator_messages_total{provider=\"transmitsms\"} 1\n")
                .contains("sms_simulator_messages_total{provider=\"telesign\"} 0\n")
                .contains("sms_simulator_messages_kept 1\n")
                .doesNotContain("447700900123", "Hello");
        assertThat(wire.with("Origin", "http://evil.example").get("/metrics").status())
                .isEqualTo(403);
    }

    @Test
    void saysThatItIsReady() {
        assertThat(wire.get("/readyz").status()).isEqualTo(200);
        assertThat(wire.get("/readyz").json().get("status").textValue()).isEqualTo("ready");
    }
}
