package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A reply and the error block that each one carries.
 *
 * @param body all members
 * @param code {@code error.code} as it came; null when there is none
 * @param description {@code error.description}, not scrubbed; null when there is none
 */
record TransmitSmsReply(
        HttpResponse response,
        JsonNode body,
        @Nullable String code,
        @Nullable String description) {

    /** Lists of numbers that a description may hold. */
    private static final List<String> REFUSED_KINDS = List.of("fails", "optouts");

    private static final String OPT_OUTS = "optouts";

    static TransmitSmsReply read(TransmitSmsFormat format, HttpResponse response) {
        JsonNode body = format.parse(response.body())
                .orElseThrow(() -> ProviderFailure.of(TransmitSmsProvider.ID, response)
                        .text("the reply is not in the format that was asked for")
                        .byHttpStatus());
        JsonNode error = body.path("error");
        return new TransmitSmsReply(response, body, Json.text(error, "code"), description(error));
    }

    /** The description may be an object that lists numbers (RECIPIENTS_ERROR): then only how many there are of each kind. */
    private static @Nullable String description(JsonNode error) {
        JsonNode description = error.path("description");
        if (!description.isObject()) {
            return Json.text(error, "description");
        }
        StringJoiner kinds = new StringJoiner(", ");
        for (String kind : REFUSED_KINDS) {
            int count = description.path(kind).size();
            if (count > 0) {
                kinds.add(kind + " " + count);
            }
        }
        return kinds.toString();
    }

    /** The recipients that were refused because they had opted out, as far as the reply names them. */
    Set<Msisdn> optedOut() {
        Set<Msisdn> optedOut = new HashSet<>();
        for (JsonNode holder : List.of(body, body.path("error").path("description"))) {
            for (String number : numbers(holder.path(OPT_OUTS))) {
                Msisdn msisdn = Lenient.msisdn(number);
                if (msisdn != null) {
                    optedOut.add(msisdn);
                }
            }
        }
        return optedOut;
    }

    /** The numbers of a list; a list in a text counts too, for no sample of it is known. */
    static List<String> numbers(JsonNode list) {
        if (list.isTextual()) {
            return list.asText().isBlank() ? List.of() : List.of(list.asText().split(","));
        }
        List<String> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asText()));
        return numbers;
    }

    /**
     * Whether the gateway did what was asked.
     *
     * @param member one that a good reply has; it stands in for an error block that is missing
     */
    boolean isSuccess(String member) {
        return response.isSuccess() && (code == null ? body.hasNonNull(member) : TransmitSmsCodes.isSuccess(code));
    }

    /** Whether the gateway says that there were too many calls: its HTTP status says so, with any code or none. */
    boolean isThrottled() {
        return response.status() == 429;
    }

    /** Without code and description: they may repeat what was sent. */
    @Override
    public String toString() {
        return "TransmitSmsReply[response=" + response + "]";
    }
}
