package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.SmsSimulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading SMS from 2Chat, section 5 of the wire specification, as the double speaks it. */
class TwoChatInboxDoubleTest {

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();
    private final Wire wire = Wire.to(simulator.baseUrl("2chat"))
            .with("Content-Type", "application/json")
            .with("X-User-API-Key", "sim-2chat-key");
    private final Wire reader = wire.without("Content-Type");

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void repliesLookAsRecorded() {
        String channel = channel();
        String sent = send("+447700900123", "Your parcel arrives today.");
        simulator.receive("2chat", "+447700900123", "Thanks, see you later");

        assertRecorded("channels-list", reader.get("/sms/channels"));
        assertRecorded("channel-get", reader.get("/sms/channel/" + channel));
        assertRecorded("conversations-list", reader.get("/sms/conversations/" + channel));
        assertRecorded("messages-thread", reader.get("/sms/messages/" + channel + "/%2B447700900123"));
        assertRecorded("query-outbound", reader.get("/sms/message/" + sent));
        String inbound = thread(channel, "").get(1).get("uuid").textValue();
        assertRecorded("query-inbound", reader.get("/sms/message/" + inbound));
        assertRecorded("info", reader.get("/info"));
    }

    @Test
    void aThreadHasBothDirectionsOldestFirst() {
        String channel = channel();
        send("+447700900123", "one");
        clock.move(Duration.ofSeconds(10));
        simulator.receive("2chat", "447700900123", "two");
        clock.move(Duration.ofSeconds(10));
        send("+447700900123", "three");
        send("+447700900124", "another");

        assertThat(texts(thread(channel, ""), "text")).containsExactly("one", "two", "three");
        assertThat(texts(thread(channel, ""), "direction")).containsExactly("outbound", "inbound", "outbound");
        assertThat(texts(thread(channel, "?results_per_page=2"), "text")).containsExactly("two", "three");
        long second = thread(channel, "").get(1).get("timestamp").longValue();
        assertThat(second).isEqualTo(clock.instant().getEpochSecond() - 10);
        assertThat(texts(thread(channel, "?before_ts=" + second), "text")).containsExactly("one");
        assertThat(texts(
                        reader.get("/sms/messages/" + channel + "/447700900123")
                                .json()
                                .get("messages"),
                        "text"))
                .hasSize(3);
        assertThat(reader.get("/sms/messages/" + channel + "/447700900199")
                        .json()
                        .get("messages"))
                .isEmpty();
    }

    @Test
    void conversationsComeNewestFirstInPages() {
        String channel = channel();
        for (int contact = 0; contact < 3; contact++) {
            send("+44770090010" + contact, "to " + contact);
            clock.move(Duration.ofSeconds(1));
        }
        simulator.receive("2chat", "+447700900100", "back");

        JsonNode first = reader.get("/sms/conversations/" + channel + "?results_per_page=2")
                .json();
        JsonNode second = reader.get("/sms/conversations/" + channel + "?results_per_page=2&page_number=1")
                .json();

        assertThat(texts(first.get("conversations"), "contact")).containsExactly("+447700900100", "+447700900102");
        assertThat(first.at("/conversations/0/last_message_direction").textValue())
                .isEqualTo("inbound");
        assertThat(first.at("/conversations/0/message_count").intValue()).isEqualTo(2);
        assertThat(first.get("count").intValue()).isEqualTo(3);
        assertThat(texts(second.get("conversations"), "contact")).containsExactly("+447700900101");
        assertThat(second.get("page").intValue()).isEqualTo(1);
    }

    @Test
    void everyNumberInUseIsAChannel() {
        wire.post("/sms/send", "{\"from_number\":\"+13125550100\",\"to_number\":\"+447700900123\",\"text\":\"x\"}");
        simulator.receive("2chat", "+447700900123", "to the number that wrote");

        JsonNode channels = reader.get("/sms/channels").json().get("channels");

        assertThat(texts(channels, "phone_number")).containsExactly("+13125550147", "+13125550100");
        assertThat(thread(channels.get(1).get("uuid").textValue(), "")).hasSize(2);
        assertThat(thread(channels.get(0).get("uuid").textValue(), "")).isEmpty();
        simulator.reset();
        assertThat(reader.get("/sms/channels").json().get("count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "404, /sms/channel/SMS7d1e2f30-6a5b-4c7d-8e9f-0a1b2c3d4e5f",
        "404, /sms/conversations/SMS7d1e2f30-6a5b-4c7d-8e9f-0a1b2c3d4e5f",
        "404, /sms/messages/SMS7d1e2f30-6a5b-4c7d-8e9f-0a1b2c3d4e5f/447700900123",
        "404, /sms/messages/{channel}",
        "404, /sms/message/SMI9a8b7c6d-5e4f-4031-8220-1f0e9d8c7b6a",
        "422, /sms/channels?results_per_page=0",
        "422, /sms/channels?results_per_page=201",
        "422, /sms/channels?page_number=-1",
        "422, /sms/conversations/{channel}?page_number=x",
        "422, /sms/messages/{channel}/447700900123?before_ts=yesterday"
    })
    void refuses(int status, String path) {
        Wire.Answer answer = reader.get(path.replace("{channel}", channel()));

        assertThat(answer.status()).isEqualTo(status);
        RecordedShapes.assertSameJson(RecordedShapes.fixture("2chat/error-404.json"), answer.body());
    }

    @Test
    void readsOnlyByGetWithTheKey() {
        assertThat(wire.post("/sms/channels", "{}").status()).isEqualTo(406);
        assertThat(reader.without("X-User-API-Key").get("/sms/channels").status())
                .isEqualTo(401);
    }

    @Test
    void nobodyWritesThroughAGatewayThatPassesNothingOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.receive("2fa-link", "+447700900123", "x"))
                .withMessageContaining("2fa-link");
    }

    private static void assertRecorded(String fixture, Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        RecordedShapes.assertSameJson(RecordedShapes.fixture("2chat/" + fixture + ".json"), answer.body());
    }

    private String channel() {
        return reader.get("/sms/channels").json().at("/channels/0/uuid").textValue();
    }

    private JsonNode thread(String channel, String query) {
        return reader.get("/sms/messages/" + channel + "/%2B447700900123" + query)
                .json()
                .get("messages");
    }

    private String send(String to, String text) {
        return wire.post(
                        "/sms/send",
                        "{\"from_number\":\"+13125550147\",\"to_number\":\"" + to + "\",\"text\":\"" + text + "\"}")
                .json()
                .get("message_id")
                .textValue();
    }

    private static List<String> texts(JsonNode rows, String member) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(member).asText())
                .toList();
    }
}
