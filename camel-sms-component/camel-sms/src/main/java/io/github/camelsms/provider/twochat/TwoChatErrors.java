package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a refusal of 2Chat means. It has no codes: the HTTP status alone decides (section 4), never the text. */
final class TwoChatErrors {

    private TwoChatErrors() {}

    /** Whether a reply says of itself that it is a refusal (section 4, "JSON refusal"). */
    static boolean isRefusal(JsonNode body) {
        JsonNode success = body.path("success");
        return body.path("error").booleanValue() || (success.isBoolean() && !success.asBoolean());
    }

    /** The provider's words (section 3.2); null when there are none. */
    static @Nullable String text(JsonNode body) {
        for (String member : new String[] {"error_message", "message", "error", "detail"}) {
            String text = body.path(member).isTextual() ? Json.text(body, member) : null;
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /**
     * Reads a reply with another status than 2xx (section 4).
     *
     * @param body empty when it is no JSON object
     * @param said the provider's words, scrubbed; null when there are none
     */
    static SmsException byStatus(HttpResponse response, Optional<JsonNode> body, @Nullable String said) {
        int status = response.status();
        SmsFault fault = SmsFault.of(errorClass(status), TwoChatProvider.ID, said == null ? "no text" : said)
                .withHttpStatus(status)
                .withRetryAfter(response.retryAfter().orElse(null));
        boolean passing =
                switch (status) {
                    case 409, 410, 429, 486 -> true;
                    // Without words of its own a 503 may come from any machine on the way.
                    case 503 -> body.map(TwoChatErrors::isRefusal).orElse(false);
                    default -> false;
                };
        if (passing) {
            return new SmsRetryableException(fault);
        }
        boolean knownNotSent = status >= 300 && status < 500 && status != 408;
        return knownNotSent ? new SmsRefusedException(fault) : new SmsOutcomeUnknownException(fault);
    }

    /** A 2xx that does not say that the message was taken (section 3.3, 2 and 4). */
    static SmsException unclear(HttpResponse response, String detail) {
        return new SmsOutcomeUnknownException(
                SmsFault.of(ErrorClass.UNKNOWN, TwoChatProvider.ID, detail).withHttpStatus(response.status()));
    }

    private static ErrorClass errorClass(int status) {
        return switch (status) {
            case 401 -> ErrorClass.AUTHENTICATION;
            case 402 -> ErrorClass.INSUFFICIENT_CREDIT;
            case 403 -> ErrorClass.ACCOUNT;
            case 404 -> ErrorClass.NOT_FOUND;
            case 408, 409, 410, 486 -> ErrorClass.TEMPORARY;
            case 429 -> ErrorClass.RATE_LIMIT;
            default -> {
                if (status >= 500) {
                    yield ErrorClass.TEMPORARY;
                }
                yield status >= 300 ? ErrorClass.INVALID_REQUEST : ErrorClass.UNKNOWN;
            }
        };
    }
}
