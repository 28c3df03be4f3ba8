package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxApiTest {

    private static final String NUMBER = "447700900123";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final SmsSimulator simulator = SmsSimulator.start();
    private final Wire api = Wire.to(simulator.inboxUrl()).with("Content-Type", "application/json");

    @AfterEach
    void stop() {
        simulator.close();
        endpoint.close();
    }

    private void answerWebhooks() {
        simulator
                .webhook("2fa-link", endpoint.url("/dlr?token=t0ps3cret"))
                .webhook("transmitsms", endpoint.url("/dlr"))
                .replyWebhook("transmitsms", endpoint.url("/inbound"));
    }

    private JsonNode get(String path) {
        Wire.Answer answer = api.without("Content-Type").get("api/" + path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode act(String path) {
        return act(path, "{}");
    }

    private JsonNode act(String path, String body) {
        Wire.Answer answer = api.post("api/" + path, body);
        assertThat(answer.body()).as("answer").doesNotContain("error\":");
        return answer.json();
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(member).asText())
                .toList();
    }

    @Test
    void listsHandsetsConversationsAndMessages() {
        SimulatedSends.twoFaLink(simulator, NUMBER);
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
        SimulatedSends.twoFaLink(simulator, "447700900456");

        JsonNode handsets = get("handsets").get("handsets");
        assertThat(texts(handsets, "handset")).containsExactly("+447700900456", "+447700900123");
        assertThat(texts(handsets.get(1).get("conversations"), "provider")).containsExactly("transmitsms", "2fa-link");
        assertThat(handsets.get(1).get("count").intValue()).isEqualTo(2);

        JsonNode messages = get("messages?handset=%2B447700900123").get("messages");
        assertThat(texts(messages, "number")).containsExactly("1", "2");
        assertThat(messages.get(0).get("text").textValue()).isEqualTo("Hello");
        assertThat(messages.get(0).get("encoding").textValue()).isEqualTo("GSM-7");
        assertThat(messages.get(0).get("state").textValue()).isEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @CsvSource({
        "q=ACME, '1,3'",
        "q=447700900456, 3",
        "q=hello+447700900123, '1,2'",
        "q=nowhere, ''",
        "provider=transmitsms, 2",
        "state=delivered, 3",
        "provider=2fa-link&from=ACME&handset=447700900123, 1",
        "from=, 2",
        "limit=1, 3",
        "before=3&limit=1, 2",
    })
    void filtersMessages(String query, String expected) {
        SimulatedSends.twoFaLink(simulator, NUMBER);
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
        SimulatedSends.twoFaLink(simulator, "447700900456");
        simulator.inbox().end(3, MessageState.DELIVERED);

        assertThat(String.join(",", texts(get("messages?" + query).get("messages"), "number")))
                .isEqualTo(expected);
    }

    @Test
    void tellsWhatChangedSinceARevision() {
        SimulatedSends.twoFaLink(simulator, NUMBER);
        SimulatedSends.twoFaLink(simulator, NUMBER);
        long revision = get("status").get("revision").longValue();

        simulator.inbox().end(1, MessageState.EXPIRED);

        assertThat(texts(get("messages?since=" + revision).get("messages"), "number"))
                .containsExactly("1");
        assertThat(get("status").get("revision").longValue()).isGreaterThan(revision);
    }

    @Test
    void showsRequestReplyAndReceiptsWithoutSecrets() {
        answerWebhooks();
        endpoint.answers(number -> 503);
        SimulatedMessage sent = SimulatedSends.twoFaLink(simulator, NUMBER);

        act("messages/1/deliver");
        simulator.awaitCallbacks(1, PATIENCE);

        JsonNode message = get("messages/1");
        assertThat(message.at("/request/method").textValue()).isEqualTo("POST");
        assertThat(message.at("/request/url").textValue()).isEqualTo("/sms");
        assertThat(message.at("/request/headers/Authorization").textValue()).isEqualTo("Basic ***");
        assertThat(message.at("/request/body").textValue()).contains("\"content\":\"Hello\"");
        assertThat(message.at("/reply/status").intValue()).isEqualTo(200);
        assertThat(message.at("/reply/body").textValue()).contains(sent.messageId());
        assertThat(texts(message.get("history"), "state")).containsExactly("ACCEPTED", "SENT", "DELIVERED");
        JsonNode receipt = message.at("/callbacks/0");
        assertThat(receipt.get("url").textValue()).endsWith("/dlr?token=***");
        assertThat(receipt.get("body").textValue()).contains("\"statuscode\":\"701\"");
        assertThat(receipt.at("/attempts/0/status").intValue()).isEqualTo(503);
        assertThat(message.toString())
                .doesNotContain("t0ps3cret", simulator.credentials("2fa-link").secret());
    }

    @Test
    void masksKeysAndSignaturesOfEveryProvider() {
        answerWebhooks();
        simulator.webhook("telesign", endpoint.url("/telesign"));
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
        SimulatedSends.telesign(simulator, "15555550100", Map.of());
        act("messages/1/deliver");
        act("messages/2/deliver");
        simulator.awaitCallbacksOver(PATIENCE);

        String all = get("messages/1").toString() + get("messages/2");
        Stream<String> signatures = simulator.callbacks().stream()
                .flatMap(attempt -> attempt.call().headers().entrySet().stream())
                .filter(header -> header.getKey().matches("(?i).*(signature|authorization)"))
                .map(Map.Entry::getValue);
        assertThat(signatures).isNotEmpty().allSatisfy(value -> assertThat(all).doesNotContain(value));
        assertThat(all)
                .doesNotContain(
                        simulator.credentials("transmitsms").secret(),
                        simulator.credentials("telesign").apiKey());
    }

    @ParameterizedTest
    @CsvSource({
        "deliver, DELIVERED, 2",
        "fail, UNDELIVERED, 2",
        "expire, EXPIRED, 2",
        "lose, DELIVERED, 0",
        "twice, DELIVERED, 3",
        "late, DELIVERED, 2",
    })
    void decidesWhatBecomesOfAMessage(String action, MessageState state, int calls) {
        answerWebhooks();
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());

        JsonNode answer = act("messages/1/" + action, "{\"seconds\":0.2}");

        assertThat(answer.at("/message/state").textValue()).isEqualTo(state.name());
        assertThat(answer.get("calls").intValue()).isEqualTo(calls);
        assertThat(simulator.awaitCallbacksOver(PATIENCE)).hasSize(calls);
        assertThat(endpoint.received()).hasSize(calls);
        assertThat(api.post("api/messages/1/" + (action.equals("fail") ? "expire" : "fail"), "{}")
                        .status())
                .as("it is final")
                .isEqualTo(409);
    }

    @Test
    void repeatsAReceiptByteForByte() {
        answerWebhooks();
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());
        act("messages/1/deliver");
        act("messages/1/twice");
        simulator.awaitCallbacksOver(PATIENCE);

        List<String> queries =
                endpoint.received().stream().map(ReceivedRequest::query).toList();
        assertThat(queries).hasSize(4);
        assertThat(queries.subList(1, 4)).containsOnly(queries.get(1));
    }

    @Test
    void movesAMessageThoughNobodyListens() {
        SimulatedSends.twoFaLink(simulator, NUMBER);

        assertThat(act("messages/1/deliver").get("calls").intValue()).isZero();
        assertThat(simulator.messages()).singleElement().returns(MessageState.DELIVERED, SimulatedMessage::state);
        assertThat(api.post("api/messages/1/twice", "{}").status()).isEqualTo(409);
    }

    @Test
    void writesFromTheHandset() {
        answerWebhooks();
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());

        act("messages/1/reply", "{\"text\":\"Да 👍\"}");
        act("messages/2/reply", "{\"text\":\"and more\"}");
        act("handsets/%2B447700900456/messages", "{\"provider\":\"transmitsms\",\"text\":\"Hi\"}");

        simulator.awaitCallbacksOver(PATIENCE);
        assertThat(endpoint.received())
                .extracting(request -> request.queryParameters().get("response"))
                .containsExactlyInAnyOrder("Да 👍", "and more", "Hi");
        JsonNode reply = get("messages/2");
        assertThat(reply.get("kind").textValue()).isEqualTo("reply");
        assertThat(reply.get("inReplyTo").textValue())
                .isEqualTo(simulator.messages().get(0).messageId());
        assertThat(reply.at("/callbacks/0/attempts/0/status").intValue()).isEqualTo(200);
        assertThat(get("messages/4").get("handset").textValue()).isEqualTo("+447700900456");
    }

    @Test
    void whatAHandsetWritesIsKeptForWhoAsksWhereNobodyIsCalled() {
        SimulatedSends.transmitSms(simulator, NUMBER, Map.of());

        JsonNode answer = act("messages/1/reply", "{\"text\":\"YES\"}");
        act("handsets/%2B447700900456/messages", "{\"provider\":\"2chat\",\"text\":\"Hi\"}");

        assertThat(answer.get("calls").intValue()).isZero();
        assertThat(texts(get("messages").get("messages"), "text")).containsExactly("Hello", "YES", "Hi");
        assertThat(get("messages/2").get("callbacks")).isEmpty();
        Credentials keys = simulator.credentials("transmitsms");
        JsonNode responses = Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .get("/get-sms-responses.json?message_id="
                        + simulator.messages().get(0).messageId())
                .json()
                .get("responses");
        assertThat(texts(responses, "response")).containsExactly("YES");
        Wire twoChat = Wire.to(simulator.baseUrl("2chat"))
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey());
        String channel = twoChat.get("/sms/channels").json().findValue("uuid").textValue();
        JsonNode read =
                twoChat.get("/sms/messages/" + channel + "/447700900456").json();
        assertThat(texts(read.get("messages"), "text")).containsExactly("Hi");
    }

    @Test
    void nobodyWritesThroughAGatewayThatPassesNothingOn() {
        SimulatedSends.twoFaLink(simulator, NUMBER);

        assertThat(api.post("api/messages/1/reply", "{\"text\":\"YES\"}").status())
                .isEqualTo(400);
        assertThat(api.post("api/handsets/%2B1/messages", "{\"provider\":\"telesign\",\"text\":\"Hi\"}")
                        .status())
                .isEqualTo(400);
        assertThat(get("messages").get("messages")).hasSize(1);
        assertThat(StreamSupport.stream(get("status").get("providers").spliterator(), false)
                        .filter(provider -> provider.get("replies").booleanValue())
                        .map(provider -> provider.get("id").textValue()))
                .containsExactlyInAnyOrder("transmitsms", "2chat");
    }

    @Test
    void showsWhatAGatewayRefusedAndWhy() {
        simulator.refuse(NUMBER, "LEDGER_ERROR").refuse(NUMBER, "402");
        Wire twoFaLink = Wire.to(simulator.baseUrl("2fa-link"));
        Credentials keys = simulator.credentials("2fa-link");
        Wire known = twoFaLink.with("Authorization", Wire.basic(keys.apiKey(), keys.secret()));
        long revision = get("status").get("revision").longValue();

        twoFaLink
                .with("Authorization", Wire.basic("wrong", "s3cret"))
                .post("/sms", "{\"mode\":\"sms\",\"to\":\"447700900456\",\"content\":\"Hello\"}");
        known.post("/sms", "{\"mode\":\"sms\",\"to\":\"no number\"}");
        known.post("/sms", "{\"mode\":\"query\",\"request_id\":\"unknown\"}");
        Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with(
                        "Authorization",
                        Wire.basic(
                                simulator.credentials("transmitsms").apiKey(),
                                simulator.credentials("transmitsms").secret()))
                .post("/send-sms.json", "message=Hello&to=" + NUMBER);
        Wire.to(simulator.baseUrl("2chat"))
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        "{\"to_number\":\"+447700900123\",\"from_number\":\"+13125550147\",\"text\":\"Hello\"}");
        Wire.to(simulator.baseUrl("telesign")).post("/v1/verify/sms", "phone_number=" + NUMBER);
        Wire.to(simulator.baseUrl("telesign")).post("/v1/messaging", "phone_number=" + NUMBER);
        SimulatedSends.twoFaLink(simulator, "447700900456");

        assertThat(get("status").get("refused").intValue()).isEqualTo(6);
        assertThat(get("status").get("revision").longValue()).isGreaterThan(revision);
        JsonNode refusals = get("refusals").get("refusals");
        assertThat(texts(refusals, "provider"))
                .containsExactly("2fa-link", "2fa-link", "transmitsms", "2chat", "telesign", "telesign");
        assertThat(texts(refusals, "status")).containsExactly("200", "200", "400", "402", "401", "401");
        assertThat(refusals.get(0).get("why").textValue()).contains("101");
        assertThat(refusals.get(2).get("why").textValue()).contains("LEDGER_ERROR");
        JsonNode whole = get("refusals/2");
        assertThat(whole.at("/request/body").textValue()).contains("no number");
        assertThat(whole.at("/request/headers/Authorization").textValue()).isEqualTo("Basic ***");
        assertThat(whole.at("/reply/body").textValue()).contains("203");
        assertThat(texts(get("refusals?q=ledger_error+447700900123").get("refusals"), "number"))
                .containsExactly("3");
        assertThat(texts(get("refusals?provider=telesign&limit=1").get("refusals"), "number"))
                .containsExactly("6");
        assertThat(texts(get("refusals?before=3").get("refusals"), "number")).containsExactly("1", "2");
        assertThat(get("messages").get("messages")).hasSize(1);

        api.call("DELETE", "api/messages", "");
        assertThat(get("refusals").get("refusals")).isEmpty();
        assertThat(api.get("api/refusals/2").status()).isEqualTo(404);
    }

    @Test
    void clears() {
        answerWebhooks();
        SimulatedSends.twoFaLink(simulator, NUMBER);
        simulator.outcome(NUMBER, Outcome.EXPIRED);
        act("messages/1/deliver");

        assertThat(api.call("DELETE", "api/messages", "").status()).isEqualTo(200);

        assertThat(get("messages").get("messages")).isEmpty();
        assertThat(simulator.messages()).isEmpty();
        assertThat(simulator.requests()).isEmpty();
        SimulatedMessage next = SimulatedSends.twoFaLink(simulator, NUMBER);
        simulator.deliver(next).await(PATIENCE);
        assertThat(simulator.messages())
                .as("what was said about the number stays")
                .singleElement()
                .returns(MessageState.EXPIRED, SimulatedMessage::state);
        assertThat(texts(get("messages").get("messages"), "number")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, api/messages/7, 404",
        "GET, api/messages/x, 404",
        "GET, api/nothing, 404",
        "GET, api/messages?state=lost, 400",
        "GET, api/messages?limit=many, 400",
        "POST, api/messages/1/explode, 404",
        "POST, api/messages/7/deliver, 404",
        "POST, api/messages/1/reply, 400",
        "POST, api/handsets/%2B1/messages, 400",
        "DELETE, api/messages/1, 404",
    })
    void refusesWhatMakesNoSense(String method, String path, int status) {
        SimulatedSends.twoFaLink(simulator, NUMBER);

        Wire.Answer answer = api.call(method, path, method.equals("POST") ? "{}" : "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("error").textValue()).isNotBlank();
    }

    @Test
    void wantsJson() {
        SimulatedSends.twoFaLink(simulator, NUMBER);

        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp")) {
            assertThat(api.with("Content-Type", type)
                            .post("api/messages/1/deliver", "{}")
                            .status())
                    .isEqualTo(415);
        }
        assertThat(api.post("api/messages/1/deliver", "[]").status()).isEqualTo(400);
        assertThat(simulator.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "%"})
    void refusesOtherWebPages(String origin) {
        Wire foreign = api.with("Origin", origin);

        assertThat(foreign.call("DELETE", "api/messages", "").status()).isEqualTo(403);
        assertThat(foreign.get("api/messages").status()).isEqualTo(403);
        assertThat(Wire.to(URI.create("http://127.0.0.1:" + simulator.port()))
                        .with("Origin", origin)
                        .get("/__admin/requests")
                        .status())
                .as("WireMock's journal of requests has the same texts")
                .isEqualTo(403);
    }

    @Test
    void refusesWhatTheBrowserCallsCrossSiteExceptFollowingALink() {
        Wire page = Wire.to(simulator.inboxUrl()).with("Sec-Fetch-Site", "cross-site");

        assertThat(page.get("api/messages").status()).isEqualTo(403);
        assertThat(page.with("Sec-Fetch-Mode", "navigate")
                        .with("Sec-Fetch-Dest", "document")
                        .get("")
                        .status())
                .isEqualTo(200);
        assertThat(page.with("Sec-Fetch-Mode", "navigate")
                        .with("Sec-Fetch-Dest", "iframe")
                        .get("")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void takesItsOwnPage() {
        String own = "http://127.0.0.1:" + simulator.port();

        assertThat(api.with("Origin", own)
                        .with("Sec-Fetch-Site", "same-origin")
                        .call("DELETE", "api/messages", "")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "localhost, 200",
        "sms.localhost, 200",
        "[::1], 200",
        "evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example, 403",
    })
    void refusesNamesThatWereMadeToLeadHere(String host, int status) throws IOException {
        assertThat(statusAs(host + ":" + simulator.port())).isEqualTo(status);
        assertThat(statusAs(host)).isEqualTo(status);
    }

    private int statusAs(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.getOutputStream()
                    .write(("GET /__admin/inbox/api/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        }
    }

    @Test
    void thePageMayRunNothingButItsOwnScript() {
        Wire.Answer page = Wire.to(simulator.inboxUrl()).get("");

        assertThat(page.headers().get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(page.headers()).containsEntry("x-content-type-options", "nosniff");
        assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
        assertThat(Wire.to(simulator.inboxUrl()).get("inbox.js").body())
                .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://");
    }

    @Test
    void halfASurrogatePairIsNoError() {
        Wire.Answer sent = Wire.to(simulator.baseUrl("2chat"))
                .with("Content-Type", "application/json")
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post(
                        "/sms/send",
                        "{\"to_number\":\"+447700900123\",\"from_number\":\"+13125550147\",\"text\":\"half \\ud83d\"}");
        assertThat(sent.status()).isEqualTo(202);

        assertThat(get("messages/1").get("text").textValue()).isEqualTo("half ?");
        assertThat(get("messages").get("messages")).hasSize(1);
        assertThat(get("handsets").get("handsets")).hasSize(1);
    }

    @Test
    void theProvidersPathsAreNotShadowed() {
        assertThat(Wire.to(simulator.baseUrl("2fa-link")).post("/sms", "{}").body())
                .contains("errorcode");
        assertThat(Wire.to(simulator.baseUrl("transmitsms")).get("/in-box").status())
                .as("a path like a method of Transmit SMS")
                .isEqualTo(404);
    }
}
