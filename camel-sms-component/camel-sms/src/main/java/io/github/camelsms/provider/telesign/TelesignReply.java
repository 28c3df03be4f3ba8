package io.github.camelsms.provider.telesign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.Scrubber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every reply of TeleSign's is made of. Its {@code signature_string} is left where it is: it holds the code that was sent.
 *
 * @param status HTTP status; 200 for a callback
 * @param id {@code reference_id}; null when there is none
 * @param code {@code status.code} as it came, to be looked up; null when there is none
 * @param text {@code status.description}, scrubbed
 * @param updatedOn {@code status.updated_on}; null when it cannot be read
 * @param errors entries in their order; empty when nothing went wrong
 * @param body the whole
 * @param scrubber cleans what TeleSign wrote of what was sent
 */
record TelesignReply(
        int status,
        @Nullable String id,
        @Nullable String code,
        @Nullable String text,
        @Nullable Instant updatedOn,
        List<Fault> errors,
        JsonNode body,
        Scrubber scrubber) {

    /** Of how many errors the texts are kept. */
    private static final int MOST_TEXTS = 3;

    private static final Pattern CODE = Pattern.compile("-?[0-9]{1,6}");

    /**
     * An entry of {@code errors}.
     *
     * @param code null when it has none
     * @param text scrubbed; null when it has none, or comes after the first few
     */
    record Fault(@Nullable String code, @Nullable String text) {}

    /** @throws io.github.camelsms.model.SmsException when it is not a JSON object */
    static TelesignReply read(HttpResponse response, Scrubber scrubber) {
        JsonNode body = Json.object(response.body())
                .orElseThrow(() -> ProviderFailure.notAnObject(TelesignProvider.ID, response));
        return of(body, response.status(), scrubber);
    }

    /** @param httpStatus of the reply; 200 for a callback */
    static TelesignReply of(JsonNode body, int httpStatus, Scrubber scrubber) {
        JsonNode status = body.path("status");
        String id = Json.text(body, "reference_id");
        return new TelesignReply(
                httpStatus,
                "None".equals(id) ? null : id,
                code(status),
                scrubber.text(Json.text(status, "description")),
                time(Json.text(status, "updated_on")),
                faults(body, scrubber),
                body,
                scrubber);
    }

    boolean isHttpSuccess() {
        return status >= 200 && status < 300;
    }

    /** Errors come as {@code errors[]}, as {@code error{}}, or as the whole body. */
    private static List<Fault> faults(JsonNode body, Scrubber scrubber) {
        List<Fault> faults = new ArrayList<>(0);
        JsonNode errors = body.path("errors");
        if (errors.isArray()) {
            errors.forEach(entry ->
                    faults.add(faults.size() < MOST_TEXTS ? fault(entry, scrubber) : new Fault(code(entry), null)));
        }
        if (body.path("error").isObject()) {
            faults.add(fault(body.path("error"), scrubber));
        }
        if (faults.isEmpty() && !body.has("status") && code(body) != null) {
            faults.add(fault(body, scrubber));
        }
        return faults;
    }

    /** A code, written as number or as text; null for anything else: codes are kept and shown as they come. */
    private static @Nullable String code(JsonNode object) {
        String code = Json.text(object, "code");
        return code != null && CODE.matcher(code).matches() ? code : null;
    }

    private static Fault fault(JsonNode entry, Scrubber scrubber) {
        return new Fault(code(entry), scrubber.text(Json.text(entry, "description")));
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
        JsonNode score = body.has("score_status") ? body.path("score_status") : body;
        return DeliveryReceipt.of(TelesignProvider.ID, messageId, TelesignCodes.status(code), source)
                .statusFinal(TelesignCodes.isFinal(code))
                .from(Lenient.sender(Json.text(info, "sender_id")))
                .segments(Json.integer(info, "message_parts_count"))
                .price(Json.decimal(info, "price"), Lenient.currency(Json.text(info, "currency")))
                .providerCode(TelesignCodes.shown(code, scrubber))
                .providerText(summary())
                .codeState(codeState(Json.text(body.path("verify"), "code_state")))
                .submittedAt(time(Json.text(body, "submit_timestamp")))
                .at(updatedOn)
                .detail("external_id", scrubber.text(Json.text(body, "external_id")))
                .detail("phone_type", members(score, "phone_type", "code", "description"))
                .detail("risk", members(score, "risk", "level", "recommendation", "score"))
                .detail("sim_swap", members(body, "sim_swap", "risk_indicator", "swap_date", "swap_time"))
                .detail("mcc", Json.text(info, "mcc"))
                .detail("mnc", Json.text(info, "mnc"))
                .detail("message_part_sequence_number", Json.integer(info, "message_part_sequence_number"))
                .detail("message_parts_reference_ids", Json.text(info, "message_parts_reference_ids"))
                .build();
    }

    /** The named members of a member, as text; null when there are none. */
    private @Nullable Object members(JsonNode object, String name, String... members) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (String member : members) {
            String text = scrubber.text(Json.text(object.path(name), member));
            if (text != null) {
                found.put(member, text);
            }
        }
        return found.isEmpty() ? null : found;
    }

    /** The state's text, and why it came to that: a callback of state 500 says it in its errors. */
    private @Nullable String summary() {
        StringJoiner summary = new StringJoiner("; ");
        if (text != null) {
            summary.add(text);
        }
        errors.stream()
                .limit(MOST_TEXTS)
                .map(error -> Stream.of(TelesignCodes.shown(error.code(), scrubber), error.text())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")))
                .forEach(summary::add);
        return summary.length() == 0 ? null : summary.toString();
    }

    /** The same with names trimmed: the schema spells one of them {@code "sender_id "}. */
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
        return "TelesignReply[HTTP " + status + ", code=" + code + ", errors=" + errors.size() + "]";
    }
}
