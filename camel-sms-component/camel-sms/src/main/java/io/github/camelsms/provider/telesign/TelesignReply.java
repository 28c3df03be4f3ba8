package io.github.camelsms.provider.telesign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.spi.Lenient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every reply of TeleSign's is made of. Its {@code signature_string} is left where it is: it holds the code that was sent.
 *
 * @param http as it came
 * @param id {@code reference_id}; null when there is none
 * @param code {@code status.code}; null when there is none
 * @param text {@code status.description}, scrubbed
 * @param updatedOn {@code status.updated_on}; null when it cannot be read
 * @param errors entries in their order; empty when nothing went wrong
 * @param body the whole
 */
record TelesignReply(
        HttpResponse http,
        @Nullable String id,
        @Nullable String code,
        @Nullable String text,
        @Nullable Instant updatedOn,
        List<Fault> errors,
        JsonNode body) {

    private static final Pattern CODE = Pattern.compile("-?[0-9]{1,6}");

    /**
     * An entry of {@code errors}.
     *
     * @param code null when it has none
     * @param text scrubbed; null when it has none
     */
    record Fault(@Nullable String code, @Nullable String text) {}

    /**
     * Reads a reply.
     *
     * @param scrub cleans TeleSign's words of what was sent
     * @throws io.github.camelsms.model.SmsException when it is no JSON object
     */
    static TelesignReply read(HttpResponse response, UnaryOperator<@Nullable String> scrub) {
        JsonNode body = Json.object(response.body())
                .orElseThrow(() -> HttpErrors.byStatus(TelesignProvider.ID, response, "the reply is no JSON object"));
        JsonNode status = body.path("status");
        String id = Json.text(body, "reference_id");
        return new TelesignReply(
                response,
                "None".equals(id) ? null : id,
                code(status),
                scrub.apply(Json.text(status, "description")),
                time(Json.text(status, "updated_on")),
                faults(body, scrub),
                body);
    }

    /** Errors come as {@code errors[]}, as {@code error{}}, or as the whole body (section 5). */
    private static List<Fault> faults(JsonNode body, UnaryOperator<@Nullable String> scrub) {
        List<Fault> faults = new ArrayList<>(0);
        JsonNode errors = body.path("errors");
        if (errors.isArray()) {
            errors.forEach(entry -> faults.add(fault(entry, scrub)));
        }
        if (body.path("error").isObject()) {
            faults.add(fault(body.path("error"), scrub));
        }
        if (faults.isEmpty() && !body.has("status") && code(body) != null) {
            faults.add(fault(body, scrub));
        }
        return faults;
    }

    /** A code, written as number or as text; null for anything else: codes are kept and shown as they come. */
    private static @Nullable String code(JsonNode object) {
        String code = Json.text(object, "code");
        return code != null && CODE.matcher(code).matches() ? code : null;
    }

    private static Fault fault(JsonNode entry, UnaryOperator<@Nullable String> scrub) {
        return new Fault(code(entry), scrub.apply(Json.text(entry, "description")));
    }

    /** A time in RFC 3339, or in RFC 1123 as some samples have it; null for anything else, such as month 31. */
    static @Nullable Instant time(@Nullable String text) {
        Instant usual = Lenient.time(text);
        if (usual != null || text == null) {
            return usual;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** What it says of a message's fate, however it came. */
    DeliveryReceipt receipt(String messageId, ReceiptSource source) {
        JsonNode info = trimmed(body.path("additional_info"));
        return DeliveryReceipt.of(TelesignProvider.ID, messageId, TelesignCodes.status(code), source)
                .statusFinal(TelesignCodes.isFinal(code))
                .from(Lenient.sender(Json.text(info, "sender_id")))
                .segments(Json.integer(info, "message_parts_count"))
                .price(Json.decimal(info, "price"), Json.text(info, "currency"))
                .said(code, words())
                .codeState(codeState(Json.text(body.path("verify"), "code_state")))
                .submittedAt(time(Json.text(body, "submit_timestamp")))
                .at(updatedOn)
                .build();
    }

    /** The state in words, and why it came to that: a callback of state 500 says it in its errors. */
    private @Nullable String words() {
        StringJoiner words = new StringJoiner("; ");
        if (text != null) {
            words.add(text);
        }
        errors.stream()
                .limit(3)
                .map(error -> Stream.of(error.code(), error.text())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")))
                .forEach(words::add);
        return words.length() == 0 ? null : words.toString();
    }

    /** The same with names trimmed: the schema spells one of them {@code "sender_id "} (section 9). */
    private static JsonNode trimmed(JsonNode object) {
        ObjectNode trimmed = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> trimmed.set(member.getKey().strip(), member.getValue()));
        return trimmed;
    }

    private static @Nullable CodeState codeState(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (CodeState state : CodeState.values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return CodeState.UNKNOWN;
    }

    @Override
    public String toString() {
        return "TelesignReply[" + http + ", code=" + code + ", errors=" + errors.size() + "]";
    }
}
