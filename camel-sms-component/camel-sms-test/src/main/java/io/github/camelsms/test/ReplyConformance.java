package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fixtures expect of a reply once it is understood.
 *
 * @param provider provider id
 */
record ReplyConformance(String provider) {

    private static final Set<String> KNOWN_EXPECTATIONS = Set.of(
            "status",
            "final",
            "messageId",
            "to",
            "segments",
            "price",
            "currency",
            "codeState",
            "feedbackAccepted",
            "errorClass",
            "errorCode",
            "errorMessage",
            "knownNotSent",
            "autoRetry");

    static boolean knows(String expectation) {
        return KNOWN_EXPECTATIONS.contains(expectation);
    }

    /** Section 5 of the contract: the columns "known not sent" and "auto-retry" say which exception it is. */
    void refused(Fixture fixture, ConformanceCall<?> asked, SmsException seen, int status) {
        JsonNode expected = fixture.expect();
        ErrorClass errorClass = ErrorClass.valueOf(expected.path("errorClass").asText());
        boolean notSent = expected.path("knownNotSent").asBoolean(true);
        boolean retry = expected.path("autoRetry").asBoolean(false);
        Class<? extends SmsException> type;
        if (!notSent) {
            boolean harmless = asked.repeatable() && errorClass == ErrorClass.TEMPORARY;
            type = harmless ? SmsRetryableException.class : SmsOutcomeUnknownException.class;
        } else {
            type = retry ? SmsRetryableException.class : SmsRefusedException.class;
        }
        assertThat(seen).isExactlyInstanceOf(type);
        assertThat(seen.errorClass()).isEqualTo(errorClass);
        assertThat(seen.provider()).isEqualTo(provider);
        assertThat(seen.httpStatus()).contains(status);
        if (expected.has("errorCode")) {
            assertThat(seen.providerCode()).contains(expected.path("errorCode").asText());
        }
        if (expected.has("messageId")) {
            assertThat(seen.messageId().orElse(null)).isEqualTo(textOrNull(expected.path("messageId")));
        }
        if (expected.has("errorMessage")) {
            assertThat(seen.fault().detail())
                    .contains(expected.path("errorMessage").asText());
        }
    }

    void understood(Fixture fixture, Object value) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (value instanceof SmsSubmission submission) {
            assertThat(submission.provider()).isEqualTo(provider);
            found.put("status", submission.status());
            found.put("final", submission.status().isFinal());
            found.put("messageId", submission.messageId());
            found.put("to", e164(submission.to()));
            found.put("segments", submission.segments());
            found.put("price", submission.price());
            found.put("currency", submission.currency());
            found.put("errorCode", submission.providerCode());
        } else if (value instanceof DeliveryReceipt receipt) {
            assertThat(receipt.provider()).isEqualTo(provider);
            found.put("status", receipt.status());
            found.put("final", receipt.statusFinal());
            found.put("messageId", receipt.messageId());
            found.put("to", e164(receipt.to()));
            found.put("segments", receipt.segments());
            found.put("price", receipt.price());
            found.put("currency", receipt.currency());
            found.put("codeState", receipt.codeState());
        } else if (value instanceof FeedbackResult feedback) {
            assertThat(feedback.provider()).isEqualTo(provider);
            found.put("feedbackAccepted", feedback.accepted());
        }
        // What a value says beside an error, as of a message that is not found, is said by its state.
        Set<String> ofErrors = Set.of("errorClass", "errorCode", "errorMessage", "knownNotSent", "autoRetry");
        fixture.expect().properties().stream()
                .filter(expected -> knows(expected.getKey()))
                .filter(expected -> !ofErrors.contains(expected.getKey()))
                .forEach(expected -> {
                    assertThat(found).as("properties of %s", value).containsKey(expected.getKey());
                    Object actual = found.get(expected.getKey());
                    if (actual instanceof BigDecimal number) {
                        assertThat(number)
                                .as(expected.getKey())
                                .isEqualByComparingTo(expected.getValue().asText());
                    } else {
                        assertThat(actual == null ? null : String.valueOf(actual))
                                .as(expected.getKey())
                                .isEqualTo(textOrNull(expected.getValue()));
                    }
                });
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }

    static @Nullable String e164(@Nullable Msisdn number) {
        return number == null ? null : number.e164();
    }
}
