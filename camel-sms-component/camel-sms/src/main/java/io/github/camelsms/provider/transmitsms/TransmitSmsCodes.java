package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.Scrubber;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transmit SMS's two tables: {@code error.code} and delivery states. */
final class TransmitSmsCodes {

    static final String SUCCESS = "SUCCESS";
    private static final String NOT_FOUND = "NOT_FOUND";
    /** No documented code comes near, however it is spaced. */
    private static final int LONGEST = 64;

    private static final Map<String, ErrorClass> ERRORS = Map.ofEntries(
            Map.entry("AUTH_FAILED_NO_DATA", ErrorClass.AUTHENTICATION),
            Map.entry("AUTH_FAILED", ErrorClass.AUTHENTICATION),
            Map.entry("NOT_IMPLEMENTED", ErrorClass.INVALID_REQUEST),
            Map.entry("OVER_LIMIT", ErrorClass.RATE_LIMIT),
            Map.entry("FIELD_EMPTY", ErrorClass.INVALID_REQUEST),
            Map.entry("FIELD_INVALID", ErrorClass.INVALID_REQUEST),
            Map.entry("NO_ACCESS", ErrorClass.ACCOUNT),
            Map.entry("KEY_EXISTS", ErrorClass.INVALID_REQUEST),
            Map.entry(NOT_FOUND, ErrorClass.NOT_FOUND),
            Map.entry("LEDGER_ERROR", ErrorClass.INSUFFICIENT_CREDIT),
            Map.entry("BAD_CALLER_ID", ErrorClass.INVALID_REQUEST),
            Map.entry("RECIPIENTS_ERROR", ErrorClass.REJECTED),
            Map.entry("LIST_EMPTY", ErrorClass.INVALID_REQUEST),
            // Too late to cancel: what is refused is the cancelling.
            Map.entry("ALREADY_SENT", ErrorClass.REJECTED),
            Map.entry("MISSING_PARAM", ErrorClass.INVALID_REQUEST),
            Map.entry("BAD_MOBILE", ErrorClass.INVALID_REQUEST),
            Map.entry("BAD_MOBILE_COUNTRY", ErrorClass.REJECTED),
            Map.entry("OPTOUT", ErrorClass.OPTED_OUT),
            Map.entry("DUPLICATE_DELETED", ErrorClass.REJECTED));

    private static final Map<String, DeliveryStatus> STATES = Map.of(
            "pending", DeliveryStatus.SENT,
            "delivered", DeliveryStatus.DELIVERED,
            // Also what an expired validity looks like: the two cannot be told apart.
            "soft-bounce", DeliveryStatus.UNDELIVERED,
            "hard-bounce", DeliveryStatus.UNDELIVERED,
            "bounced", DeliveryStatus.UNDELIVERED,
            "failed", DeliveryStatus.UNDELIVERED,
            "user-cancelled", DeliveryStatus.REJECTED,
            // Of a whole send, not of its delivery.
            "completed", DeliveryStatus.SENT);

    private TransmitSmsCodes() {}

    static boolean isSuccess(String code) {
        return SUCCESS.equals(normalized(code));
    }

    static boolean isNotFound(@Nullable String code) {
        return code != null && NOT_FOUND.equals(normalized(code));
    }

    /** The state of a message; one that is absent or not listed is UNKNOWN. */
    static DeliveryStatus status(@Nullable String state) {
        return STATES.getOrDefault(spelled(state), DeliveryStatus.UNKNOWN);
    }

    /** A code as it is shown: one that is not documented may be anything. */
    static @Nullable String shown(@Nullable String code, Scrubber scrubber) {
        if (code == null || code.length() > LONGEST) {
            return scrubber.code(code);
        }
        String spelled = normalized(code);
        return SUCCESS.equals(spelled) || ERRORS.containsKey(spelled) ? code : scrubber.code(code);
    }

    /**
     * What a reply means that is not a success. HTTP 429 says that the call was dropped, whatever the code is; else a listed code decides;
     * without one the HTTP status does.
     */
    static SmsException error(TransmitSmsReply reply, Scrubber scrubber) {
        ProviderFailure failure = ProviderFailure.of(TransmitSmsProvider.ID, reply.response());
        String code = reply.code();
        if (code == null) {
            return failure.text("the reply has no error code").byHttpStatus();
        }
        failure.code(shown(code, scrubber)).text(scrubber.text(reply.description()));
        String spelled = normalized(code);
        if (SUCCESS.equals(spelled)) {
            return failure.unknown(ErrorClass.UNKNOWN); // gets here with a status that contradicts it
        }
        if (reply.isThrottled()) {
            return failure.retryable(ErrorClass.RATE_LIMIT);
        }
        ErrorClass listed = ERRORS.get(spelled);
        if (listed == null) {
            return failure.unlisted();
        }
        return listed == ErrorClass.RATE_LIMIT ? failure.retryable(listed) : failure.refused(listed);
    }

    /** A state as it is shown: one that is not documented may be anything. */
    static @Nullable String shownState(@Nullable String state, Scrubber scrubber) {
        return STATES.containsKey(spelled(state)) ? state : scrubber.code(state);
    }

    private static String spelled(@Nullable String state) {
        return state == null
                ? ""
                : state.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** The vendor's own pages print a code with a space in it. */
    private static String normalized(String code) {
        return code.length() > LONGEST ? code : code.toUpperCase(Locale.ROOT).replaceAll("\\s", "");
    }
}
