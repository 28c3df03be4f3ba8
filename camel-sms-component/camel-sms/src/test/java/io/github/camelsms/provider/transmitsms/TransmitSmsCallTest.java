package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransmitSmsCallTest {

    private static final Instant AT = Instant.parse("2026-09-15T10:30:00Z");

    private final TransmitSmsApi api = new TransmitSmsApi(TransmitSmsFormat.JSON, "Basic eA==");
    private final ProviderText texts = new ProviderText(new ProviderOptions(
            "transmitsms", null, List.of(), List.of(), List.of(), Map.of(), InstantSource.system(), () -> "nonce"));
    private final TransmitSmsCall call = new TransmitSmsCall(api, texts);

    private String form(String method, Map<String, Object> params) {
        byte[] body = call.encode(new SmsCall(method, params, true, false)).body();
        return URLDecoder.decode(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of(AT, "2026-09-15 10:30:00"),
                Arguments.of(Date.from(AT), "2026-09-15 10:30:00"),
                Arguments.of(Timestamp.from(AT), "2026-09-15 10:30:00"),
                Arguments.of(AT.atOffset(ZoneOffset.ofHours(9)), "2026-09-15 10:30:00"),
                Arguments.of(AT.atZone(ZoneId.of("Australia/Sydney")), "2026-09-15 10:30:00"),
                Arguments.of(AT.plusMillis(1), "2026-09-15 10:30:01"),
                Arguments.of(java.sql.Date.valueOf("2026-09-15"), "2026-09-15 00:00:00"),
                Arguments.of(LocalDate.of(2026, 9, 15), "2026-09-15 00:00:00"),
                Arguments.of("2026-09-15", "2026-09-15"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeIsWrittenAsTheGatewayReadsIt(Object value, String written) {
        assertThat(form("get-user-sms-sent", Map.of("start", value, "end", value)))
                .isEqualTo("end=" + written + "&start=" + written);
    }

    @Test
    void aTimeThatDoesNotFitTheFormIsRefused() {
        for (Instant endless : List.of(Instant.MIN, Instant.MAX, Instant.parse("+10000-01-01T00:00:00Z"))) {
            assertThatThrownBy(() -> form("get-sms-sent-count", Map.of("start", endless)))
                    .isInstanceOf(SmsRefusedException.class);
            SmsMessage message =
                    SmsMessage.to("+61491570156").text("Hi").sendAt(endless).build();
            assertThatThrownBy(() -> new TransmitSmsSend(api, texts).encode(message))
                    .isInstanceOf(SmsRefusedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "get-lists, max, 0",
        "get-lists, max, 101",
        "get-lists, max, -5",
        "get-lists, max, all",
        "get-lists, page, 0",
        "get-link-hits, max, 1000",
        "get-clients, page, 1.5",
        "get-user-sms-responses, max, 99999999999"
    })
    void aPageOutsideOfItsBoundsIsRefusedBeforeTheCall(String method, String name, String value) {
        Map<String, Object> params =
                method.equals("get-link-hits") ? Map.of(name, value, "message_id", 1) : Map.of(name, value);
        assertThatThrownBy(() -> form(method, params))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("parameter " + name);
        assertThat(call.encode(new SmsCall(method, params, false, false)).body())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " 100 ", "10"})
    void aPageWithinItsBoundsGoesOut(String max) {
        assertThat(form("get-lists", Map.of("max", max, "page", 7))).contains("page=7");
    }

    @Test
    void everyMethodWithPagesCanBePaged() {
        for (String name : TransmitSmsMethod.names()) {
            TransmitSmsMethod method = TransmitSmsMethod.find(name).orElseThrow();
            assertThat(method.rows() != null)
                    .as(name)
                    .isEqualTo(method.optional().contains("max"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hits", "link_hits", "records"})
    void theRowsOfLinkHitsAreItsOnlyArray(String member) {
        SmsCall asked = new SmsCall("get-link-hits", Map.of("message_id", 1), true, true);
        assertThat(new String(call.encode(asked).body(), StandardCharsets.UTF_8))
                .isEqualTo("max=100&message_id=1&page=1");
        CallReply reply = call.decode(
                asked,
                HttpResponse.of(
                        200,
                        "{\"page\":{\"count\":2,\"number\":1},\"total\":3,\"" + member
                                + "\":[{\"mobile\":1},{\"mobile\":2}],\"error\":{\"code\":\"SUCCESS\"}}"));
        assertThat(reply.rows()).containsExactly(Map.of("mobile", 1), Map.of("mobile", 2));
        assertThat(reply.next().orElseThrow().params()).containsEntry("page", 2);
    }

    @Test
    void aCallThatIsThrottledMayBeRepeatedWhateverTheCodeIs() {
        for (String code : List.of("SLOW_DOWN", "NOT_FOUND", "FIELD_INVALID", "OVER_LIMIT")) {
            HttpResponse reply = HttpResponse.of(429, "{\"error\":{\"code\":\"" + code + "\"}}");
            assertThatThrownBy(() -> call.decode(new SmsCall("get-balance", Map.of(), true, false), reply))
                    .isInstanceOfSatisfying(SmsRetryableException.class, throttled -> {
                        assertThat(throttled.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
                        assertThat(throttled.providerCode()).contains(code);
                    });
            assertThatThrownBy(() -> new TransmitSmsQuery(api, texts).decode(new SmsQuery("1", null, null), reply))
                    .isInstanceOf(SmsRetryableException.class);
        }
    }
}
