package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.Scrubber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a refusal of 2Chat means. It has no codes: only the HTTP status decides, never the text. */
final class TwoChatErrors {

    private TwoChatErrors() {}

    /** Whether a reply says of itself that it is a refusal. */
    static boolean isRefusal(JsonNode body) {
        JsonNode success = body.path("success");
        return body.path("error").booleanValue() || (success.isBoolean() && !success.asBoolean());
    }

    /** The provider's text; null when there is none. */
    private static @Nullable String text(JsonNode body) {
        for (String member : new String[] {"error_message", "message", "error", "detail"}) {
            String text = body.path(member).isTextual() ? Json.text(body, member) : null;
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /**
     * The body of a 2xx that does not say of itself that it failed.
     *
     * @throws SmsException for any other status, a body that is not a JSON object, or a refusal
     */
    static JsonNode accepted(HttpResponse response, Scrubber scrubber) {
        Optional<JsonNode> reply = Json.object(response.body());
        ProviderFailure failure = ProviderFailure.of(TwoChatProvider.ID, response)
                .text(scrubber.text(reply.map(TwoChatErrors::text).orElse(null)));
        if (!response.isSuccess()) {
            throw byStatus(response.status(), reply, failure);
        }
        JsonNode body = reply.orElseThrow(() -> ProviderFailure.notAnObject(TwoChatProvider.ID, response));
        if (isRefusal(body)) {
            // The answer says whether the message was queued. With an id beside a refusal it contradicts itself.
            throw messageId(body) == null ? failure.refused(ErrorClass.REJECTED) : failure.unknown(ErrorClass.UNKNOWN);
        }
        return body;
    }

    /** The id of a message that was queued. The vendor's two descriptions disagree on its name. */
    static @Nullable String messageId(JsonNode body) {
        String id = Json.text(body, "message_id");
        return id != null ? id : Json.text(body, "message_uuid");
    }

    private static SmsException byStatus(int status, Optional<JsonNode> body, ProviderFailure failure) {
        ErrorClass why = errorClass(status);
        boolean passing =
                switch (status) {
                    case 409, 410, 429, 486 -> true;
                    // Without a text of its own a 503 may come from any machine on the way.
                    case 503 -> body.map(TwoChatErrors::isRefusal).orElse(false);
                    default -> false;
                };
        if (passing) {
            return failure.retryable(why);
        }
        boolean knownNotSent = status >= 300 && status < 500 && status != 408;
        return knownNotSent ? failure.refused(why) : failure.unknown(why);
    }

    /** A 2xx that does not say whether the message was taken. */
    static SmsException unclear(HttpResponse response, String detail) {
        return ProviderFailure.of(TwoChatProvider.ID, response).text(detail).unknown(ErrorClass.UNKNOWN);
    }

    private static ErrorClass errorClass(int status) {
        return switch (status) {
            case 401, 407 -> ErrorClass.AUTHENTICATION;
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
