package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transmit SMS's two tables: {@code error.code} (section 9.1) and delivery states (section 10). */
final class TransmitSmsCodes {

    private static final String SUCCESS = "SUCCESS";
    private static final String NOT_FOUND = "NOT_FOUND";

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
            Map.entry("OPTOUT", ErrorClass.REJECTED),
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
        if (state == null) {
            return DeliveryStatus.UNKNOWN;
        }
        String spelled =
                state.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        return STATES.getOrDefault(spelled, DeliveryStatus.UNKNOWN);
    }

    /**
     * What a reply means that is no success. A listed code decides whatever the HTTP status is; without one the status does.
     *
     * @param code null when the reply had none
     * @param text the provider's text, scrubbed; null when it had none
     */
    static SmsException error(@Nullable String code, @Nullable String text, HttpResponse response) {
        if (code == null) {
            return HttpErrors.byStatus(TransmitSmsProvider.ID, response, "the reply has no error code");
        }
        String detail = text == null ? "no text" : text;
        String spelled = normalized(code);
        ErrorClass listed = SUCCESS.equals(spelled) ? ErrorClass.UNKNOWN : ERRORS.get(spelled);
        if (listed == null) {
            return HttpErrors.unlisted(TransmitSmsProvider.ID, code, response, detail);
        }
        SmsFault fault = SmsFault.of(listed, TransmitSmsProvider.ID, detail)
                .withProviderCode(code)
                .withHttpStatus(response.status())
                .withRetryAfter(response.retryAfter().orElse(null));
        return switch (spelled) {
            // Gets here with a status that contradicts it.
            case SUCCESS -> new SmsOutcomeUnknownException(fault);
            case "OVER_LIMIT" -> new SmsRetryableException(fault);
            default -> new SmsRefusedException(fault);
        };
    }

    /** The vendor's own pages print a code with a space in it. */
    private static String normalized(String code) {
        return code.toUpperCase(Locale.ROOT).replaceAll("\\s", "");
    }
}
