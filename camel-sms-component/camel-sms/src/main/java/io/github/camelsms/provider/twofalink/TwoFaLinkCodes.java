package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.Scrubber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 2FA.link's two tables: {@code errorcode} and {@code statuscode}. */
final class TwoFaLinkCodes {

    static final String SUCCESS = "100";

    private static final Map<String, ErrorClass> ERRORS = Map.ofEntries(
            Map.entry("101", ErrorClass.AUTHENTICATION),
            Map.entry("102", ErrorClass.ACCOUNT),
            Map.entry("103", ErrorClass.RATE_LIMIT),
            Map.entry("104", ErrorClass.INSUFFICIENT_CREDIT),
            Map.entry("201", ErrorClass.INVALID_REQUEST),
            Map.entry("202", ErrorClass.AUTHENTICATION),
            Map.entry("203", ErrorClass.INVALID_REQUEST),
            Map.entry("204", ErrorClass.INVALID_REQUEST),
            Map.entry("207", ErrorClass.INVALID_REQUEST),
            Map.entry("209", ErrorClass.INVALID_REQUEST),
            Map.entry("210", ErrorClass.INVALID_REQUEST),
            Map.entry("211", ErrorClass.INVALID_REQUEST),
            Map.entry("301", ErrorClass.REJECTED),
            Map.entry("401", ErrorClass.TEMPORARY));

    private static final Map<String, DeliveryStatus> STATUSES = Map.of(
            "700", DeliveryStatus.SENT,
            "701", DeliveryStatus.DELIVERED,
            "702", DeliveryStatus.UNDELIVERED,
            "703", DeliveryStatus.REJECTED,
            "704", DeliveryStatus.EXPIRED,
            "705", DeliveryStatus.UNKNOWN,
            "706", DeliveryStatus.NOT_FOUND);

    private TwoFaLinkCodes() {}

    /** A member's code, which comes as a number or as a text of one; null when it is neither. */
    static @Nullable String read(JsonNode body, String member) {
        Integer code = Json.integer(body, member);
        return code == null ? null : code.toString();
    }

    /** The state of a message; a code that is absent or not listed is UNKNOWN. */
    static DeliveryStatus status(@Nullable String code) {
        return code == null ? DeliveryStatus.UNKNOWN : STATUSES.getOrDefault(code, DeliveryStatus.UNKNOWN);
    }

    /** A code as it is shown: one that is not documented may be anything. */
    static @Nullable String shown(@Nullable String code, Scrubber scrubber) {
        return code == null || SUCCESS.equals(code) || ERRORS.containsKey(code) || STATUSES.containsKey(code)
                ? code
                : scrubber.code(code);
    }

    /**
     * What a refusal means. The code decides, whatever the HTTP status.
     *
     * @param code as it came; null when the reply had none
     */
    static SmsException error(JsonNode body, @Nullable String code, HttpResponse response, Scrubber scrubber) {
        ProviderFailure failure = ProviderFailure.of(TwoFaLinkProvider.ID, response);
        if (code == null) {
            return failure.text("the reply has no error code").byHttpStatus();
        }
        failure.code(shown(code, scrubber)).text(scrubber.text(Json.text(body, "errormsg")));
        ErrorClass listed = ERRORS.get(code);
        if (listed == null) {
            return failure.unknown(ErrorClass.UNKNOWN);
        }
        boolean passing = listed == ErrorClass.RATE_LIMIT || listed == ErrorClass.TEMPORARY;
        return passing ? failure.retryable(listed) : failure.refused(listed);
    }
}
