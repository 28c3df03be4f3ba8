package io.github.camelsms.provider.twochat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.ProviderOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the conformance suite cannot know of 2Chat. */
class TwoChatProviderTest {

    private final TwoChatProvider provider = provider(List.of(new Secret("key")));
    private final SmsMessage message =
            SmsMessage.to("+447700900123").from("+13125550147").text("Hello").build();

    private static TwoChatProvider provider(List<Secret> keys) {
        return new TwoChatProvider(new ProviderOptions(
                "2chat", null, keys, List.of(), List.of(), Map.of(), InstantSource.system(), () -> "nonce"));
    }

    @Test
    void needsItsKeyForSendAndQueryAlone() {
        TwoChatProvider without = provider(List.of());
        assertThat(without.baseUri()).hasToString("https://api.p.2chat.io/open");
        assertThat(without.feedback()).isEmpty();
        assertThatThrownBy(without::send).hasMessageContaining("apiKey").hasMessageContaining("2chat");
        assertThatThrownBy(without::query).hasMessageContaining("apiKey");
    }

    /** Alphanumeric senders are impossible. */
    @ParameterizedTest
    @ValueSource(strings = {"ACME", "60777", "0044 7700 900123"})
    void refusesASenderThatIsNoNumber(String from) {
        SmsRefusedException refused = catchThrowableOfType(
                SmsRefusedException.class,
                () -> provider.send().encode(message.toBuilder().from(from).build()));
        assertThat(refused).hasMessageContaining("CamelSmsFrom").hasMessageNotContaining("900123");
    }

    @Test
    void writesNumbersWithPlusHoweverTheyWereGiven() {
        HttpRequest request = provider.send()
                .encode(SmsMessage.to("44 7700-900.123")
                        .from("1 (312) 555-0147")
                        .text("Hi")
                        .build());
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"from_number\":\"+13125550147\",\"to_number\":\"+447700900123\",\"text\":\"Hi\"}");
    }

    /** In the order in which the reply is read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "201 | {\"success\": true, \"message_id\": \"A\", \"message_uuid\": \"B\"} | A",
                "200 | {\"success\": true, \"message_id\": \" \", \"message_uuid\": \"B\"} | B",
                "202 | {\"message_id\": 17} | 17",
                "202 | {\"message_uuid\": \"B\"} | B"
            })
    void acceptsWhatSaysSoOrBearsAnId(int status, String body, String id) {
        assertThat(provider.send()
                        .decode(message, HttpResponse.of(status, body))
                        .messageId())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\": true, \"error\": true, \"message_id\": \"A\"}",
                "{\"success\": false, \"message_id\": \"A\"}",
                "{\"success\": \"maybe\"}",
                ""
            })
    void doesNotKnowWhatBecameOfATwoHundredThatContradictsItselfOrSaysNothing(String body) {
        assertThatThrownBy(() -> provider.send().decode(message, HttpResponse.of(202, body)))
                .isInstanceOfSatisfying(
                        SmsOutcomeUnknownException.class,
                        unknown -> assertThat(unknown.errorClass()).isEqualTo(ErrorClass.UNKNOWN));
    }

    /** The answer says whether the message was queued, and this one says no. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": true, \"error_message\": \"No credit\"}",
                "{\"success\": false}",
                "{\"success\": true, \"error\": true}",
                "{\"success\": false, \"message_id\": \" \"}"
            })
    void aRefusalUnderTwoHundredIsARefusal(String body) {
        for (int status : new int[] {200, 201, 202}) {
            assertThatThrownBy(() -> provider.send().decode(message, HttpResponse.of(status, body)))
                    .isInstanceOfSatisfying(SmsRefusedException.class, refused -> {
                        assertThat(refused.errorClass()).isEqualTo(ErrorClass.REJECTED);
                        assertThat(refused.httpStatus()).contains(status);
                    });
        }
    }

    @Test
    void aReadThatFailedUnderTwoHundredIsRefusedToo() {
        HttpResponse reply = HttpResponse.of(200, "{\"error\": true, \"error_message\": \"No such channel\"}");
        assertThatThrownBy(() -> provider.query().orElseThrow().decode(new SmsQuery("A", null, null), reply))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("No such channel");
        assertThatThrownBy(() ->
                        provider.call().orElseThrow().decode(new SmsCall("channels", Map.of(), true, false), reply))
                .isInstanceOf(SmsRefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "channels, results_per_page, 0",
        "channels, results_per_page, 201",
        "channels, results_per_page, many",
        "channels, page_number, -1",
        "channels, results_per_page, 1.5"
    })
    void aPageOutsideOfItsBoundsIsRefusedBeforeTheCall(String method, String name, String value) {
        SmsCall call = new SmsCall(method, Map.of(name, value), true, true);
        assertThatThrownBy(() -> provider.call().orElseThrow().encode(call))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(name);
        assertThat(provider.call()
                        .orElseThrow()
                        .encode(new SmsCall(method, Map.of(name, value), false, false))
                        .query())
                .contains(name);
    }

    @Test
    void aTimeIsWrittenInSecondsSince1970() {
        Instant at = Instant.parse("2026-09-15T10:30:00Z");
        for (Object value :
                List.of(at, Date.from(at), at.atOffset(ZoneOffset.ofHours(9)), java.sql.Timestamp.from(at))) {
            SmsCall call = new SmsCall(
                    "messages",
                    Map.of("channel_uuid", "SMS1", "contact_number", "+447700900123", "before_ts", value),
                    true,
                    false);
            assertThat(provider.call().orElseThrow().encode(call).query()).isEqualTo("before_ts=1789468200");
        }
    }

    /** A 503 is known to be unsent only when 2Chat itself says that it refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"<html>503</html>", "{\"error\": \"busy\"}", "{\"message\": \"busy\"}", "{}"})
    void doesNotTakeJustAny503ForARefusal(String body) {
        assertThatThrownBy(() -> provider.send().decode(message, HttpResponse.of(503, body)))
                .isInstanceOf(SmsOutcomeUnknownException.class);
    }

    /** The first of these that is a text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error_message\": \"one\", \"message\": \"two\"} | one",
                "{\"error_message\": \"\", \"message\": \"two\"} | two",
                "{\"error\": true, \"detail\": \"four\"} | four",
                "{\"error\": \"three\", \"detail\": \"four\"} | three"
            })
    void readsTheProvidersWordsWhereverTheyStand(String body, String words) {
        assertThatThrownBy(() -> provider.send().decode(message, HttpResponse.of(400, body)))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"SMO1f0c-9, SMO1f0c-9", "a/b?c#d, a%2Fb%3Fc%23d", "a b+c%, a%20b%2Bc%25", "é, %C3%A9"})
    void percentEncodesTheIdOfAQuery(String id, String segment) {
        HttpRequest request = provider.query().orElseThrow().encode(new SmsQuery(id, null, null));
        assertThat(request.path()).isEqualTo("/sms/message/" + segment);
        assertThat(request.method()).isEqualTo(HttpRequest.Method.GET);
        assertThat(request.headers()).containsEntry("X-User-API-Key", "key").doesNotContainKey("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void refusesAnIdThatIsAStepInAPath(String id) {
        assertThatThrownBy(() -> provider.query().orElseThrow().encode(new SmsQuery(id, null, null)))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("CamelSmsMessageId");
    }

    @Test
    void refusesToCheckACode() {
        assertThatThrownBy(() -> provider.query().orElseThrow().encode(new SmsQuery("id", null, "4821")))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("CamelSmsVerifyCode")
                .hasMessageNotContaining("4821");
    }

    /** Times come in several shapes; without a zone they are UTC. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-11T08:15:00Z",
                "2026-05-11T08:15:00.000000Z",
                "2026-05-11T10:15:00+02:00",
                "2026-05-11T08:15:00",
                "2026-05-11 08:15:00"
            })
    void readsWhatIsKnownOfAMessage(String time) {
        DeliveryReceipt receipt = query(200, """
                {"success": true, "message": {"uuid": "SMO1", "destination": "+447700900123", "source": "+13125550147",
                 "fragments": 2, "direction": "outbound", "price": 0.007, "status": "delivered", "created_at": "%s"}}
                """.formatted(time));
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(receipt.statusFinal()).isFalse();
        assertThat(receipt.messageId()).isEqualTo("SMO1");
        assertThat(receipt.to()).hasToString("***23");
        assertThat(receipt.from()).hasToString("***47");
        assertThat(receipt.segments()).isEqualTo(2);
        assertThat(receipt.price()).isEqualByComparingTo("0.007");
        assertThat(receipt.currency()).isNull();
        assertThat(receipt.submittedAt()).isEqualTo(Instant.parse("2026-05-11T08:15:00Z"));
        assertThat(receipt.at()).isEqualTo(receipt.submittedAt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"success\": true, \"message\": {}} | ACCEPTED",
                "200 | {\"success\": true, \"message\": {\"direction\": \"inbound\"}} | UNKNOWN",
                "200 | {\"success\": true, \"message\": {\"direction\": \"sideways\", \"created_at\": \"noon\"}} | UNKNOWN",
                "404 | <html>Not found</html> | NOT_FOUND"
            })
    void saysNoMoreThanItKnows(int status, String body, DeliveryStatus expected) {
        assertThat(query(status, body).status()).isEqualTo(expected);
    }

    private DeliveryReceipt query(int status, String body) {
        return provider.query().orElseThrow().decode(new SmsQuery("SMO1", null, null), HttpResponse.of(status, body));
    }
}
