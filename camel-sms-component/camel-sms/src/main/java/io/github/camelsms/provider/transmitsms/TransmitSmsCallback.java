package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.WebhookException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call of Transmit SMS: fields in the query string, after the parameters that the registered address has of its own. Prints
 * without them.
 *
 * @param fields decoded, in order of arrival; of a repeated name the first place and the last value
 */
record TransmitSmsCallback(Map<String, String> fields) {

    /** Calls are GET; the same fields in a form are taken too. */
    static final Set<String> METHODS = Set.of("GET", "POST");

    /** What it calls about; the words name the operation that wants it. */
    enum Kind {
        REPLY("it is a reply: register the path of sms:inbound for replies"),
        LINK_HIT("it is a link hit, which no operation takes: sms:dlr takes receipts, sms:inbound replies"),
        LIST_ACTION("it is a change of a list, which no operation takes: sms:dlr takes receipts, sms:inbound replies"),
        RECEIPT("it is a delivery receipt: register the path of sms:dlr for receipts"),
        UNKNOWN("it is neither a delivery receipt (sms:dlr) nor a reply (sms:inbound)");

        private final String elsewhere;

        Kind(String elsewhere) {
            this.elsewhere = elsewhere;
        }
    }

    /** The fields that are signed are the fields that are read: nothing else of the call counts. */
    static TransmitSmsCallback of(WebhookRequest request) {
        List<FormField> arrived = new ArrayList<>(request.query());
        if (request.method().equals("POST")) {
            arrived.addAll(request.formFields());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        arrived.forEach(field -> fields.put(field.name(), field.value()));
        return new TransmitSmsCallback(fields);
    }

    /** What it calls about. */
    Kind kind() {
        if (fields.containsKey("response_id") || fields.containsKey("is_optout")) {
            return Kind.REPLY;
        }
        if (fields.containsKey("link_hits")) {
            return Kind.LINK_HIT;
        }
        if (fields.containsKey("type") && fields.containsKey("list_id") && !fields.containsKey("message_id")) {
            return Kind.LIST_ACTION;
        }
        return fields.containsKey("status") ? Kind.RECEIPT : Kind.UNKNOWN;
    }

    /** @throws WebhookException 400 when it is of another kind; the reason names the operation that wants it */
    void require(Kind wanted) {
        Kind kind = kind();
        if (kind != wanted) {
            throw WebhookException.unreadable(kind.elsewhere);
        }
    }

    /** A field's value as it came; null when it is absent. */
    @Nullable
    String value(String name) {
        return fields.get(name);
    }

    /** A field's value without white space around it; null when nothing else is there. */
    @Nullable
    String text(String name) {
        String value = fields.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public String toString() {
        return "TransmitSmsCallback[" + kind() + "]";
    }
}
