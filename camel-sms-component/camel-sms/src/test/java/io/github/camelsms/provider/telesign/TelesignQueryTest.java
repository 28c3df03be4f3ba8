package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.Operation;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4. */
class TelesignQueryTest {

    private static final SmsQuery PLAIN = new SmsQuery(Telesign.REFERENCE_ID, null, null);
    private static final SmsQuery CHECK = new SmsQuery(Telesign.REFERENCE_ID, null, "57244");

    private final Operation<SmsQuery, DeliveryReceipt> query =
            Telesign.basic().query().orElseThrow();

    private SmsException failure(SmsQuery asked, int http, String body) {
        SmsException thrown =
                catchThrowableOfType(SmsException.class, () -> query.decode(asked, HttpResponse.of(http, body)));
        return HttpErrors.of(thrown, "telesign", query.repeatable(asked));
    }

    private DeliveryReceipt receipt(String body) {
        return query.decode(PLAIN, HttpResponse.of(200, body));
    }

    @Test
    void plainQueryCarriesNoCodeAndMayBeRepeated() {
        HttpRequest request = query.encode(PLAIN);
        assertThat(request.method()).isEqualTo(HttpRequest.Method.GET);
        assertThat(request.path()).isEqualTo("/v1/verify/" + Telesign.REFERENCE_ID);
        assertThat(request.query()).isNull();
        assertThat(request.body()).isEmpty();
        assertThat(request.headers()).doesNotContainKey("Content-Type");
        assertThat(query.repeatable(PLAIN)).isTrue();
    }

    @Test
    void checkCarriesTheCodeEncodedAndMayNotBeRepeated() {
        assertThat(query.encode(CHECK).query()).isEqualTo("verify_code=57244");
        assertThat(query.encode(new SmsQuery("A", null, "5 7&x=1")).query()).isEqualTo("verify_code=5%207%26x%3D1");
        assertThat(query.repeatable(CHECK)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "A/B", "A?verify_code=1", "A B", "A%2F", "\u00c4", "A\n"})
    void idThatIsNoneIsRefused(String id) {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> query.encode(new SmsQuery(id, null, null)))
                .withMessageContaining("CamelSmsMessageId");
    }

    @Test
    void everythingThatTheReplySaysIsRead() {
        DeliveryReceipt receipt = receipt("""
                {"reference_id":"OTHER","sub_resource":"sms","errors":[],
                 "submit_timestamp":"2026-09-15T10:29:00Z",
                 "status":{"code":"200","description":"Delivered to handset","updated_on":"Tue, 15 Sep 2026 10:30:00 GMT"},
                 "verify":{"code_state":"VALID","code_entered":"57244"},
                 "additional_info":{"price":"0.0512","currency":"USD","message_parts_count":"2","sender_id ":"ACME"}}""");
        assertThat(receipt.messageId()).isEqualTo(Telesign.REFERENCE_ID);
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(receipt.statusFinal()).isTrue();
        assertThat(receipt.codeState()).isEqualTo(CodeState.VALID);
        assertThat(receipt.segments()).isEqualTo(2);
        assertThat(receipt.price()).isEqualByComparingTo(new BigDecimal("0.0512"));
        assertThat(receipt.currency()).isEqualTo("USD");
        assertThat(receipt.from()).isEqualTo(SenderId.parse("ACME"));
        assertThat(receipt.submittedAt()).isEqualTo("2026-09-15T10:29:00Z");
        assertThat(receipt.at()).isEqualTo("2026-09-15T10:30:00Z");
        assertThat(receipt.toString()).doesNotContain("57244");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-15T10:30:00.559307Z, 2026-09-15T10:30:00.559307Z",
        "2026-09-15T12:30:00+02:00, 2026-09-15T10:30:00Z",
        "'Tue, 1 Sep 2026 10:30:00 GMT', 2026-09-01T10:30:00Z",
        "2022-31-03T14:51:28.709526Z,",
        "yesterday,"
    })
    void timesAreReadLeniently(String updatedOn, Instant expected) {
        assertThat(receipt("{\"status\":{\"code\":200,\"updated_on\":\"" + updatedOn + "\"}}")
                        .at())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"VALID, VALID", "MAX_ATTEMPTS_EXCEEDED, MAX_ATTEMPTS_EXCEEDED", "SOMETHING_NEW, UNKNOWN"})
    void codeStateOutsideTheListIsUnknown(String word, CodeState expected) {
        assertThat(receipt("{\"status\":{\"code\":200},\"verify\":{\"code_state\":\"" + word + "\"}}")
                        .codeState())
                .isEqualTo(expected);
    }

    @Test
    void replyWithoutVerifyHasNoCodeState() {
        assertThat(receipt("{\"status\":{\"code\":200}}").codeState()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"404, -10001", "404, -10004", "400, -10004"})
    void idThatTelesignDoesNotKnowIsAValue(int http, String code) {
        DeliveryReceipt receipt = query.decode(
                PLAIN, HttpResponse.of(http, "{\"errors\":[{\"code\":" + code + "}],\"status\":{\"code\":599}}"));
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.NOT_FOUND);
        assertThat(receipt.providerCode()).isEqualTo(code);
        assertThat(receipt.statusFinal()).isFalse();
    }

    @Test
    void statusOfARefusalIsAStatusIn200AndAnErrorElse() {
        assertThat(receipt("{\"errors\":[],\"status\":{\"code\":501}}").status())
                .isEqualTo(DeliveryStatus.REJECTED);
        assertThat(failure(PLAIN, 401, "{\"errors\":[],\"status\":{\"code\":501}}"))
                .isInstanceOf(SmsRefusedException.class)
                .extracting(SmsException::errorClass)
                .isEqualTo(ErrorClass.AUTHENTICATION);
        assertThat(failure(PLAIN, 503, "{\"errors\":[],\"status\":{\"code\":500}}"))
                .isInstanceOf(SmsRetryableException.class);
    }

    @ParameterizedTest
    @CsvSource({"503, -90001", "500, -40001", "500,"})
    void faultOfTelesignsMayBeRepeatedByAQueryAndNeverByACheck(int http, String code) {
        String body = code == null ? "" : "{\"errors\":[{\"code\":" + code + "}]}";
        assertThat(failure(PLAIN, http, body)).isInstanceOf(SmsRetryableException.class);
        assertThat(failure(CHECK, http, body)).isInstanceOf(SmsOutcomeUnknownException.class);
    }

    @Test
    void checkThatWasTurnedAwayAtTheDoorMayBeRepeated() {
        assertThat(failure(CHECK, 429, "{\"errors\":[{\"code\":-40007}],\"status\":{\"code\":500}}"))
                .isInstanceOf(SmsRetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 408, 429, 500, 503})
    void unlistedCodeIsNeverRetryable(int http) {
        for (String body : new String[] {
            "{\"errors\":[{\"code\":-77777}]}",
            "{\"errors\":[{\"code\":-77777}],\"status\":{\"code\":500}}",
            "{\"code\":-77777}"
        }) {
            assertThat(failure(PLAIN, http, body)).isNotInstanceOf(SmsRetryableException.class);
            assertThat(failure(PLAIN, http, body).providerCode()).contains("-77777");
        }
    }
}
