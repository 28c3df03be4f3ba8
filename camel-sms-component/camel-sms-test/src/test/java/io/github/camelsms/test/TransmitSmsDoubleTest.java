package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transmit SMS wire specification, sections 2 to 10, as the double speaks it. */
class TransmitSmsDoubleTest {

    private static final String SUCCESS = "\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}";

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Wire wire = Wire.to(simulator.baseUrl("transmitsms"))
            .with("Content-Type", Wire.FORM)
            .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void acceptsAMessage() {
        Wire.Answer answer =
                call("send-sms", Map.of("message", "Café ✓ 👍 50% & more", "to", "61491570156", "from", "61491570110"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json; charset=utf-8");
        JsonNode json = answer.json();
        assertThat(json.get("message_id").isInt()).isTrue();
        assertThat(json).isEqualTo(Wire.json("""
                        {"message_id":%s,"send_at":"2026-09-15 10:30:00","recipients":1,"cost":0.087,"sms":1,
                         "delivery_stats":{"delivered":0,"pending":0,"bounced":0,"responses":0,"optouts":0},%s}""".formatted(json.get("message_id"), SUCCESS)));
        assertThat(simulator.messages())
                .singleElement()
                .returns("+61491570156", SimulatedMessage::to)
                .returns("61491570110", SimulatedMessage::from)
                .returns("Café ✓ 👍 50% & more", SimulatedMessage::text);
    }

    @Test
    void sharesOneIdAmongRecipientsAndNamesBadOnes() {
        JsonNode json = call(
                        "send-sms",
                        Map.of("message", "x".repeat(200), "to", "61491570156, 0491,61491570157,61491570156"))
                .json();

        assertThat(json.get("recipients").intValue()).isEqualTo(2);
        assertThat(json.get("sms").intValue()).isEqualTo(4);
        assertThat(json.get("cost").decimalValue()).isEqualByComparingTo("0.348");
        assertThat(json.get("fails")).isEqualTo(Wire.json("[\"0491\"]"));
        assertThat(simulator.messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.messageId())
                        .isEqualTo(json.get("message_id").asText()));
    }

    @Test
    void addsTheCountryToLocalNumbers() {
        call("send-sms", Map.of("message", "x", "to", "0491570156", "countrycode", "AU"));

        assertThat(simulator.messages()).singleElement().returns("+61491570156", SimulatedMessage::to);
    }

    @Test
    void answersGetAndXmlToo() {
        Wire.Answer answer = wire.get("/send-sms.xml?message=Hi+%26+bye&to=61491570156");

        String id = simulator.messages().get(0).messageId();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "text/xml; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo("<?xml version=\"1.0\"?>\n<response><message_id>" + id + "</message_id>"
                        + "<send_at>2026-09-15 10:30:00</send_at><recipients>1</recipients><cost>0.087</cost><sms>1</sms>"
                        + "<delivery_stats><delivered>0</delivered><pending>0</pending><bounced>0</bounced>"
                        + "<responses>0</responses><optouts>0</optouts></delivery_stats>"
                        + "<error><code>SUCCESS</code><description>OK</description></error></response>");
        assertThat(wire.post("/get-sms.xml", "message_id=" + id).body()).contains("<message>Hi &amp; bye</message>");
        assertThat(wire.post("/get-sms-sent.xml", "message_id=" + id).body())
                .contains("<recipients><item><msisdn>61491570156</msisdn><first_name/><last_name/>");
    }

    @Test
    void deliveryStatusMovesFromPendingToDelivered() {
        String id = send("61491570156");

        JsonNode first = status(id, "61491570156");
        clock.move(Duration.ofSeconds(7));
        JsonNode second = status(id, "61491570156");

        assertThat(first).isEqualTo(Wire.json("""
                        {"stats":{"message_id":%s,"sender_id":61491570110,"mobile":61491570156,
                         "send_at":"2026-09-15 10:30:00","datetime":null,"status":"pending","message":"Hello"},%s}""".formatted(id, SUCCESS)));
        assertThat(second.at("/stats/status").textValue()).isEqualTo("delivered");
        assertThat(second.at("/stats/datetime").textValue()).isEqualTo("2026-09-15 10:30:07");
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, delivered, delivered",
        "UNDELIVERED, failed, hard-bounce",
        "REJECTED, failed, hard-bounce",
        "EXPIRED, failed, soft-bounce",
        "UNKNOWN, pending, pending",
        "PENDING, pending, pending"
    })
    void tellsEachOutcome(Outcome outcome, String single, String ofRecipient) {
        simulator.outcome("61491570156", outcome);
        String id = send("61491570156");

        status(id, "61491570156");

        assertThat(status(id, "61491570156").at("/stats/status").textValue()).isEqualTo(single);
        JsonNode sent = call("get-sms-sent", Map.of("message_id", id)).json();
        assertThat(sent.at("/recipients/0/delivery_status").textValue()).isEqualTo(ofRecipient);
    }

    @Test
    void pagesThroughRecipientsAsOneEnquiry() {
        simulator.outcome("61491570157", Outcome.EXPIRED);
        String id = send("61491570156,61491570157,61491570158");
        call("get-sms-sent", Map.of("message_id", id));

        JsonNode first = call("get-sms-sent", Map.of("message_id", id, "page", "1", "max", "2"))
                .json();
        JsonNode second = call("get-sms-sent", Map.of("message_id", id, "page", "2", "max", "2"))
                .json();

        assertThat(first.get("page")).isEqualTo(Wire.json("{\"count\":2,\"number\":1}"));
        assertThat(first.get("total").intValue()).isEqualTo(3);
        assertThat(first.at("/recipients/0"))
                .isEqualTo(Wire.json("{\"msisdn\":61491570156,\"first_name\":null,\"last_name\":null,"
                        + "\"delivery_status\":\"delivered\",\"optout\":false}"));
        assertThat(first.at("/recipients/1/delivery_status").textValue()).isEqualTo("soft-bounce");
        assertThat(first.at("/message/recipients").intValue()).isEqualTo(3);
        assertThat(first.at("/message/delivery_stats"))
                .isEqualTo(Wire.json("{\"delivered\":2,\"pending\":0,\"bounced\":1,\"responses\":0,\"optouts\":0}"));
        assertThat(second.get("page")).isEqualTo(Wire.json("{\"count\":2,\"number\":2}"));
        assertThat(second.get("recipients")).hasSize(1);
    }

    @Test
    void onlyTheFirstPageMovesTheMessages() {
        String id = send("61491570156,61491570157");

        for (String page : new String[] {"1", "2", "2"}) {
            JsonNode sent = call("get-sms-sent", Map.of("message_id", id, "page", page, "max", "1"))
                    .json();
            assertThat(sent.at("/recipients/0/delivery_status").textValue()).isEqualTo("pending");
        }
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::state)
                .containsExactly(MessageState.SENT, MessageState.SENT);
    }

    @Test
    void filtersRecipients() {
        simulator.outcome("61491570157", Outcome.UNDELIVERED).outcome("61491570158", Outcome.PENDING);
        String id = send("61491570156,61491570157,61491570158");
        simulator.advance();
        simulator.advance();

        assertThat(recipients(id, "delivery", "delivered")).containsExactly("61491570156");
        assertThat(recipients(id, "delivery", "failed")).containsExactly("61491570157");
        assertThat(recipients(id, "delivery", "pending")).containsExactly("61491570158");
        assertThat(recipients(id, "delivery", "all")).hasSize(3);
        assertThat(recipients(id, "optouts", "omit")).hasSize(3);
        assertThat(recipients(id, "optouts", "only")).isEmpty();
    }

    @Test
    void summarisesAMessage() {
        String id = send("61491570156,61491570902");
        call("get-sms", Map.of("message_id", id));

        JsonNode summary = call("get-sms", Map.of("message_id", id)).json();
        JsonNode stats = call("get-sms-stats", Map.of("message_id", id)).json();

        assertThat(summary.get("message").textValue()).isEqualTo("Hello");
        assertThat(summary.at("/delivery_stats"))
                .isEqualTo(Wire.json("{\"delivered\":1,\"pending\":0,\"bounced\":1,\"responses\":0,\"optouts\":0}"));
        assertThat(stats.get("stats"))
                .isEqualTo(
                        Wire.json(
                                "{\"hard_bounced\":1,\"soft_bounced\":0,\"total\":2,\"recipientCount\":2,"
                                        + "\"delivered\":1,\"pending\":0,\"bounced\":1,\"responses\":0,\"opt-outs\":0,\"link_hits\":0}"));
    }

    @Test
    void callsBackAScheduledMessageUntilItIsDue() {
        String early = schedule("2026-09-15 10:31:00");
        String late = schedule("2026-09-15 10:31:00");

        Wire.Answer cancelled = call("cancel-sms", Map.of("id", early));
        clock.move(Duration.ofMinutes(2));

        assertThat(cancelled.json()).isEqualTo(Wire.json("{\"success\":\"OK\"," + SUCCESS + "}"));
        assertRefused(400, "ALREADY_SENT", call("cancel-sms", Map.of("id", late)));
        assertRefused(400, "ALREADY_SENT", call("cancel-sms", Map.of("id", early)));
        assertRefused(400, "NOT_FOUND", call("cancel-sms", Map.of("id", "7")));
        assertThat(simulator.messages().get(0).state()).isEqualTo(MessageState.CANCELLED);
        assertThat(simulator.messages().get(1).state()).isEqualTo(MessageState.ACCEPTED);
    }

    @Test
    void aScheduledMessageWaitsUntilItIsDue() {
        String id = schedule("2026-09-15 10:31:00");
        status(id, "61491570156");
        status(id, "61491570156");
        simulator.advance();

        assertThat(status(id, "61491570156").at("/stats/status").textValue()).isEqualTo("pending");
        assertThat(simulator.messages().get(0).state()).isEqualTo(MessageState.ACCEPTED);
        clock.move(Duration.ofMinutes(2));
        status(id, "61491570156");
        assertThat(status(id, "61491570156").at("/stats/status").textValue()).isEqualTo("delivered");
    }

    @Test
    void balanceFalls() {
        call("send-sms", Map.of("message", "x", "to", "61491570156"));

        assertThat(call("get-balance", Map.of()).json())
                .isEqualTo(Wire.json("{\"balance\":999.913,\"currency\":\"AUD\"," + SUCCESS + "}"));
    }

    @Test
    void formatsNumbers() {
        assertThat(call("format-number", Map.of("msisdn", "0491 570 156", "countrycode", "AU"))
                        .json())
                .isEqualTo(Wire.json("""
                        {"number":{"countrycode":61,"nationalnumber":491570156,"national_leading_zeroes":491570156,
                         "rawinput":null,"international":61491570156,"type":1,"isValid":true},%s}""".formatted(SUCCESS)));
        JsonNode invalid = call("format-number", Map.of("msisdn", "12", "countrycode", "AU"))
                .json();
        assertThat(invalid.at("/number/international").intValue()).isEqualTo(6112);
        assertThat(invalid.at("/number/type").intValue()).isEqualTo(10);
        assertThat(invalid.at("/number/isValid").booleanValue()).isFalse();
        assertRefused(400, "FIELD_INVALID", call("format-number", Map.of("msisdn", "12", "countrycode", "XX")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIELD_EMPTY       | to=61491570156",
                "FIELD_EMPTY       | message=&to=61491570156",
                "FIELD_INVALID     | message=x",
                "FIELD_INVALID     | message=x&to=61491570156&list_id=1",
                "NOT_FOUND         | message=x&list_id=1",
                "BAD_CALLER_ID     | message=x&to=61491570156&from=ACME%20SHOP",
                "BAD_CALLER_ID     | message=x&to=61491570156&from=TWELVELETTER",
                "BAD_CALLER_ID     | message=x&to=61491570156&from=%2B61491570110",
                "FIELD_INVALID     | message=x&to=61491570156&send_at=2026-09-15T11:30:00Z",
                "FIELD_INVALID     | message=x&to=61491570156&send_at=2026-09-15%2010:29:59",
                "FIELD_INVALID     | message=x&to=61491570156&send_at=2026-02-30%2010:30:00",
                "FIELD_INVALID     | message=x&to=61491570156&validity=4321",
                "FIELD_INVALID     | message=x&to=61491570156&validity=-1",
                "FIELD_INVALID     | message=x&to=61491570156&validity=soon",
                "FIELD_INVALID     | message=x&to=61491570156&dlr_callback=hooks",
                "RECIPIENTS_ERROR  | message=x&to=0491,%2B61491570156"
            })
    void refusesFieldsOfASend(String code, String body) {
        assertRefused(400, code, wire.post("/send-sms.json", body));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        String recipients =
                IntStream.range(0, 501).mapToObj(n -> "6149157" + (1000 + n)).collect(Collectors.joining(","));

        assertRefused(400, "FIELD_INVALID", call("send-sms", Map.of("message", "x", "to", recipients)));
        assertRefused(400, "FIELD_INVALID", call("send-sms", Map.of("message", "x".repeat(613), "to", "61491570156")));
        assertThat(call("send-sms", Map.of("message", "x".repeat(612), "to", "61491570156"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void namesTheRecipientsItRefuses() {
        simulator.refuse("61491570158", "RECIPIENTS_ERROR");

        Wire.Answer answer = call("send-sms", Map.of("message", "x", "to", "0491,61491570158"));

        assertThat(answer.json().at("/error/description"))
                .isEqualTo(Wire.json("{\"fails\":[\"0491\",\"61491570158\"],\"optouts\":[]}"));
        assertThat(wire.post("/send-sms.xml", "message=x&to=0491").body())
                .contains("<code>RECIPIENTS_ERROR</code><description><fails><item>0491</item></fails><optouts/>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIELD_EMPTY   | get-sms-delivery-status | msisdn=61491570156",
                "FIELD_EMPTY   | get-sms-delivery-status | message_id=1",
                "FIELD_EMPTY   | get-sms-delivery-status | message_id=1&mobile=61491570156",
                "FIELD_INVALID | get-sms-delivery-status | message_id=x&msisdn=61491570156",
                "NOT_FOUND     | get-sms-delivery-status | message_id=1&msisdn=61491570156",
                "FIELD_EMPTY   | get-sms-sent | page=1",
                "FIELD_INVALID | get-sms-sent | message_id=1&page=0",
                "FIELD_INVALID | get-sms-sent | message_id=1&max=101",
                "FIELD_INVALID | get-sms-sent | message_id=1&delivery=lost",
                "FIELD_INVALID | get-sms-sent | message_id=1&optouts=some",
                "NOT_FOUND     | get-sms-sent | message_id=1",
                "FIELD_EMPTY   | get-sms | x=1",
                "NOT_FOUND     | get-sms | message_id=1",
                "NOT_FOUND     | get-sms-stats | message_id=1",
                "FIELD_EMPTY   | cancel-sms | message_id=1",
                "FIELD_EMPTY   | format-number | msisdn=0491570156",
                "FIELD_EMPTY   | format-number | countrycode=AU"
            })
    void refusesFieldsOfAnEnquiry(String code, String method, String body) {
        assertRefused(400, code, wire.post("/" + method + ".json", body));
    }

    @Test
    void aNumberThatWasNotAddressedIsNotFound() {
        String id = send("61491570156");

        assertRefused(
                400, "NOT_FOUND", call("get-sms-delivery-status", Map.of("message_id", id, "msisdn", "61491570157")));
    }

    @Test
    void refusesCredentials() {
        assertRefused(401, "AUTH_FAILED_NO_DATA", wire.without("Authorization").post("/get-balance.json", "x=1"));
        for (String wrong : new String[] {Wire.basic("0123456789abcdef0123456789abcdef", ""), "Basic x", "Bearer x"}) {
            assertRefused(401, "AUTH_FAILED", wire.with("Authorization", wrong).post("/get-balance.json", "x=1"));
        }
        assertThat(wire.without("Authorization").get("/get-balance.xml").body())
                .isEqualTo("<?xml version=\"1.0\"?>\n<response><error><code>AUTH_FAILED_NO_DATA</code>"
                        + "<description>You have not provided auth data.</description></error></response>");
    }

    @ParameterizedTest
    @CsvSource({"LEDGER_ERROR, 400", "OVER_LIMIT, 429", "NO_ACCESS, 400", "SOMETHING_NEW, 400"})
    void refusesOnDemand(String code, int status) {
        simulator.refuse("+61491570156", code);

        assertRefused(status, code, call("send-sms", Map.of("message", "x", "to", "61491570157,61491570156")));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void refusesSendersOfOthers() {
        try (SmsSimulator strict =
                SmsSimulator.builder().senderIds("transmitsms", "ACME").start()) {
            Wire strictWire = new Wire(strict.baseUrl("transmitsms"), wire.headers());

            assertRefused(
                    400, "BAD_CALLER_ID", strictWire.post("/send-sms.json", "message=x&to=61491570156&from=OTHER"));
            assertThat(strictWire
                            .post("/send-sms.json", "message=x&to=61491570156&from=ACME")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void knowsOnlyItsMethods() {
        assertRefused(404, "NOT_IMPLEMENTED", call("send-mms", Map.of("x", "1")));
        assertThat(wire.call("PUT", "/send-sms.json", "x=1").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/send-sms", "/send-sms.csv", "/get-sms-sent"})
    void needsASuffix(String path) {
        Wire.Answer answer = wire.post(path, "x=1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "text/html");
    }

    @Test
    void asksForTheLengthOfABody() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            socket.getOutputStream()
                    .write(("POST /get-balance.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                                    + wire.headers().get("Authorization") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();

            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 411")
                    .contains("<title>411 Length Required</title>");
        }
    }

    private static void assertRefused(int status, String code, Wire.Answer answer) {
        assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().size()).isEqualTo(1);
        assertThat(answer.json().at("/error").size()).isEqualTo(2);
    }

    private String[] recipients(String id, String filter, String value) {
        JsonNode sent =
                call("get-sms-sent", Map.of("message_id", id, filter, value)).json();
        return sent.get("recipients").findValuesAsText("msisdn").toArray(String[]::new);
    }

    private JsonNode status(String id, String msisdn) {
        return call("get-sms-delivery-status", Map.of("message_id", id, "msisdn", msisdn))
                .json();
    }

    private String schedule(String sendAt) {
        return call("send-sms", Map.of("message", "x", "to", "61491570156", "send_at", sendAt))
                .json()
                .get("message_id")
                .asText();
    }

    private String send(String to) {
        return call("send-sms", Map.of("message", "Hello", "to", to))
                .json()
                .get("message_id")
                .asText();
    }

    private Wire.Answer call(String method, Map<String, String> parameters) {
        return wire.post("/" + method + ".json", Wire.form(parameters));
    }
}
