package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API says of messages beyond what a provider knows: tags, codes, and who opted out. */
class InboxTagsTest {

    private final SmsSimulator simulator =
            SmsSimulator.builder().tag("otp", "text:code").tag("vip", "to:0199").start();
    private final Wire api = Wire.to(URI.create("http://127.0.0.1:" + simulator.port() + "/inbox/api"))
            .with("Content-Type", "application/json");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void send(String to, String text) {
        SimulatedSends.transmitSms(simulator, to, Map.of("message", text));
    }

    private JsonNode get(String path) {
        Wire.Answer answer = api.without("Content-Type").get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Wire.Answer tag(String action, String name) {
        return api.post("/messages/1/" + action, "{\"tag\":\"" + name + "\"}");
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private List<String> found(String query) {
        return get("/messages?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .get("messages")
                .findValuesAsText("number");
    }

    @Test
    void tagsAreGivenAndTakenByHand() {
        send("447700900199", "Your code is 480213");
        send("447700900123", "Hello");
        long revision = get("/status").get("revision").longValue();

        assertThat(texts(tag("tag", "to check").json().get("tags"))).containsExactly("otp", "vip", "to check");
        assertThat(texts(tag("untag", "vip").json().get("tags"))).containsExactly("otp", "to check");

        assertThat(found("tag:\"to check\"")).containsExactly("1");
        assertThat(found("tag:vip")).as("by hand overrules the rule").isEmpty();
        assertThat(texts(get("/status").get("tags"))).containsExactly("otp", "vip", "to check");
        assertThat(get("/messages?since=" + revision).get("messages").findValuesAsText("number"))
                .as("a page that asks for changes sees it")
                .containsExactly("1");
        tag("untag", "to check");
        tag("tag", "vip");
        assertThat(texts(get("/messages/1").get("tags"))).containsExactly("otp", "vip");
        assertThat(texts(get("/status").get("tags"))).containsExactly("otp", "vip");
    }

    @Test
    void aWaitForATagEndsWhenItIsGiven() {
        send("447700900123", "Hello");
        CompletableFuture<HttpResponse<String>> wait = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(api.base() + "/wait?tag=seen&timeout=60s"))
                                .build(),
                        BodyHandlers.ofString());
        Wire root = Wire.to(URI.create("http://127.0.0.1:" + simulator.port()));
        await().until(() -> root.get("/metrics").body().contains("sms_simulator_waits 1\n"));

        tag("tag", "seen");

        assertThat(Wire.json(wait.join().body()).get("number").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"tag\":\"\"}', 400",
        "'{\"tag\":\"  \"}', 400",
        "'{\"tag\":\"a\\\"b\"}', 400",
        "'{\"tag\":\"a\\nb\"}', 400",
        "'{\"tag\":\"12345678901234567890123456789012345678901\"}', 400",
        "'{\"tag\":7}', 400",
        "'{}', 400",
        "'{\"tag\":\"1234567890123456789012345678901234567890\"}', 200",
    })
    void aTagHasAName(String body, int status) {
        send("447700900123", "Hello");

        assertThat(api.post("/messages/1/tag", body).status()).isEqualTo(status);
        assertThat(api.post("/messages/2/tag", body).status()).isEqualTo(404);
    }

    @Test
    void aMessageTakesSoManyTagsAndNoMore() {
        send("447700900123", "Hello");
        for (int i = 0; i < 20; i++) {
            assertThat(tag("tag", "t" + i).status()).isEqualTo(200);
        }

        assertThat(tag("tag", "t20").status()).isEqualTo(409);
        assertThat(tag("tag", "t0").status()).isEqualTo(200);
    }

    @Test
    void tagsGoWithTheirMessages() {
        send("447700900123", "Hello");
        tag("tag", "seen");

        api.call("DELETE", "/messages", "");

        assertThat(texts(get("/status").get("tags"))).containsExactly("otp", "vip");
    }

    @Test
    void listsTheNewestCodeOfEachHandset() {
        send("447700900123", "Your code is 111-222.");
        send("447700900456", "G-480213 is your code");
        send("447700900123", "Your code is 3344");
        send("447700900123", "It is good for ten minutes.");
        send("447700900789", "Hello");

        JsonNode codes = get("/codes");

        assertThat(codes.get("codes").findValuesAsText("handset")).containsExactly("+447700900123", "+447700900456");
        assertThat(codes.get("codes").findValuesAsText("code")).containsExactly("3344", "480213");
        assertThat(codes.get("codes").findValuesAsText("number")).containsExactly("3", "2");
        assertThat(codes.get("more").booleanValue()).isFalse();
        assertThat(get("/codes?limit=1").get("more").booleanValue()).isTrue();
        assertThat(get("/codes?handset=447700900456").get("codes")).hasSize(1);
        assertThat(get("/messages/1").get("code").textValue()).isEqualTo("111222");
        assertThat(get("/messages/4").get("code").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, transmitsms",
        "' stop. ', transmitsms",
        "Unsubscribe, transmitsms",
        "Please stop, ''",
        "STOP|START, ''",
        "STOP|Hello, transmitsms",
        "START|STOP, transmitsms",
        "STOP|2chat:STOP|START, 2chat",
    })
    void saysWhichHandsetsOptedOut(String written, String providers) {
        send("447700900123", "Reply STOP to hear no more");
        send("447700900456", "Hello");

        for (String text : written.split("\\|")) {
            String provider = text.startsWith("2chat:") ? "2chat" : "transmitsms";
            simulator.inbox().write(provider, "+447700900123", text.replace("2chat:", ""));
        }

        JsonNode handset = get("/handsets?q=hear").get("handsets").get(0);
        assertThat(String.join(",", texts(handset.get("optedOut")))).isEqualTo(providers);
        assertThat(get("/handsets?handset=447700900456").at("/handsets/0/optedOut"))
                .isEmpty();
    }
}
