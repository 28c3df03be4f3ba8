package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.model.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A documented method. Those that take card data are not in the table.
 *
 * @param name as in the path
 * @param required parameters that must be there
 * @param alternatives of these exactly one must be there; empty when there is no choice
 * @param optional parameters that may be there
 * @param rows the member of the reply that holds the rows of a page, or {@link #ANY_ARRAY}; null for a method without pages
 * @param read whether it changes nothing, so that a repeat does no harm
 */
record TransmitSmsMethod(
        String name,
        Set<String> required,
        Set<String> alternatives,
        Set<String> optional,
        @Nullable String rows,
        boolean read) {

    /** Takes card numbers: not offered, whatever is asked. */
    private static final Set<String> WITH_CARD_DATA = Set.of("add-card", "add-credit");

    /** Stands for the member with the rows where no document shows the reply: its only array. */
    static final String ANY_ARRAY = "(array)";

    /** Parameters with a whole number, and the greatest of them that is accepted. */
    static final String PAGE = "page";

    static final String MAX = "max";
    static final int MOST_ROWS = 100;

    /** Stands in the table for {@code field_1} to {@code field_10}. */
    private static final String FIELD = "field_n";

    private static final Pattern FIELDS = Pattern.compile("field_([1-9]|10)");
    private static final String STYLE = "response_style";

    private static final Map<String, TransmitSmsMethod> TABLE = new TreeMap<>();

    static {
        // SMS
        add(writes("send-sms", "message")
                .oneOf("to", "list_id")
                .may("from", "countrycode", "send_at", "validity", "replies_to_email", "dlr_callback")
                .may("reply_callback", "tracked_link_url", "link_hits_callback", "from_shared"));
        add(writes("cancel-sms", "id"));
        add(reads("format-number", "msisdn", "countrycode"));
        add(writes("message-reply", "from", "to", "message"));
        // Reporting
        add(reads("get-sms", "message_id"));
        add(reads("get-sms-stats", "message_id"));
        add(reads("get-sms-delivery-status", "message_id", "msisdn"));
        add(reads("get-sms-sent", "message_id")
                .may("list_id", "optouts", "delivery")
                .pages("recipients"));
        add(reads("get-sms-responses")
                .oneOf("message_id", "keyword_id", "keyword")
                .may("number", "start", "end", "msisdn", "include_original")
                .pages("responses"));
        add(reads("get-user-sms-responses")
                .may("start", "end", "keywords", "number", "include_original")
                .pages("responses"));
        add(reads("get-user-sms-sent", "start", "end").may("msisdn", STYLE).pages("messages"));
        add(reads("get-message-report")
                .may("start", "end", "list_id", "number", "type", STYLE)
                .pages("messages"));
        add(reads("get-contact-sms-stats", "mobile")
                .may("countrycode", "start", "end", "sort_field", "order")
                .pages("records"));
        add(reads("get-sms-sent-count").may("start", "end"));
        add(reads("get-message-log", "message_id", "mobile"));
        add(reads("get-link-hits", "message_id").pages(ANY_ARRAY));
        // Account and numbers
        add(reads("get-balance"));
        add(reads("get-numbers").may("filter").pages("numbers"));
        add(reads("get-number", "number"));
        add(writes("lease-number").may("number", "forward_url"));
        add(writes("edit-number-options", "number")
                .may("forward_email", "forward_sms", "forward_url", "list_id", "welcome_message", "members_message"));
        // Lists and contacts
        add(writes("add-list", "name").may(FIELD, STYLE));
        add(reads("get-lists").may(STYLE).pages("lists"));
        add(reads("get-list", "list_id").may("members", STYLE).pages("members"));
        add(writes("remove-list", "list_id"));
        add(writes("add-field-to-list", "list_id", FIELD).may(STYLE));
        add(writes("add-to-list", "list_id", "msisdn").may("countrycode", "first_name", "last_name", FIELD, STYLE));
        add(writes("edit-list-member", "list_id", "msisdn").may("first_name", "last_name", FIELD));
        add(reads("get-contact", "list_id", "msisdn").may(STYLE));
        add(writes("delete-from-list", "msisdn").may("list_id", "countrycode"));
        add(writes("optout-list-member", "msisdn").may("list_id"));
        add(writes("add-contacts-bulk").oneOf("list_id", "name").may("file_url", "countrycode", FIELD));
        add(reads("add-contacts-bulk-progress", "list_id"));
        // Keywords and SMS by e-mail
        add(writes("add-keyword", "keyword", "number")
                .may("reference", "list_id", "welcome_message", "members_message", "activate")
                .may("forward_url", "forward_email", "forward_sms"));
        add(writes("edit-keyword", "keyword", "number")
                .may("reference", "list_id", "welcome_message", "members_message", "activate")
                .may("forward_url", "forward_email", "forward_sms", "status"));
        add(reads("get-keywords").may("number").pages("keywords"));
        add(writes("add-email", "email").may("max_sms", "number"));
        add(writes("delete-email", "email"));
        // Resellers
        add(writes("add-client", "name", "email", "password", "msisdn")
                .may("contact", "timezone", "api_secret", "client_pays", "sms_margin", "number_margin")
                .may("payment_method", "fixed_top_up_amount"));
        add(writes("edit-client", "client_id")
                .may("name", "email", "password", "msisdn", "contact", "timezone", "api_secret", "client_pays")
                .may("sms_margin", "number_margin", "payment_method", "fixed_top_up_amount"));
        add(reads("get-client", "client_id"));
        add(reads("get-clients").pages("clients"));
        add(reads("get-transactions", "client_id").may("start", "end").pages("transactions"));
        add(reads("get-transaction", "id"));
    }

    private static void add(TransmitSmsMethod method) {
        TABLE.put(method.name, method);
    }

    private static TransmitSmsMethod reads(String name, String... required) {
        return new TransmitSmsMethod(name, Set.of(required), Set.of(), Set.of(), null, true);
    }

    private static TransmitSmsMethod writes(String name, String... required) {
        return new TransmitSmsMethod(name, Set.of(required), Set.of(), Set.of(), null, false);
    }

    private TransmitSmsMethod oneOf(String... choices) {
        return new TransmitSmsMethod(name, required, Set.of(choices), optional, rows, read);
    }

    private TransmitSmsMethod may(String... more) {
        Set<String> all = new TreeSet<>(optional);
        all.addAll(List.of(more));
        return new TransmitSmsMethod(name, required, alternatives, all, rows, read);
    }

    private TransmitSmsMethod pages(String member) {
        TransmitSmsMethod paged = may(PAGE, MAX);
        return new TransmitSmsMethod(name, required, alternatives, paged.optional, member, read);
    }

    static Optional<TransmitSmsMethod> find(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    static Set<String> names() {
        return TABLE.keySet();
    }

    static boolean takesCardData(String name) {
        return WITH_CARD_DATA.contains(name);
    }

    /** What is wrong with these parameters, in a sentence that names one and what is accepted; empty when nothing is. */
    Optional<String> wrong(Map<String, Object> params) {
        if (rows != null && !isWithin(params.get(PAGE), Integer.MAX_VALUE)) {
            return Optional.of("parameter page is not valid; accepted: a whole number from 1 on");
        }
        if (rows != null && !isWithin(params.get(MAX), MOST_ROWS)) {
            return Optional.of("parameter max is not valid; accepted: 1 to " + MOST_ROWS + " rows");
        }
        return wrong(params.keySet());
    }

    private static boolean isWithin(@Nullable Object value, int most) {
        try {
            int number = value == null ? 1 : Integer.parseInt(value.toString().strip());
            return number >= 1 && number <= most;
        } catch (NumberFormatException notWhole) {
            return false;
        }
    }

    private Optional<String> wrong(Set<String> given) {
        Set<String> unknown = new TreeSet<>(given);
        unknown.removeIf(param -> accepted().contains(param) || accepted().contains(FIELD) && isField(param));
        if (!unknown.isEmpty()) {
            return Optional.of("method " + name + " does not know " + unknown.size() + " of the parameters; accepted: "
                    + OneLine.list(accepted()));
        }
        List<String> missing = new ArrayList<>(new TreeSet<>(required));
        missing.removeIf(param ->
                given.contains(param) || param.equals(FIELD) && given.stream().anyMatch(TransmitSmsMethod::isField));
        if (!missing.isEmpty()) {
            return Optional.of("method " + name + " needs the parameters " + missing);
        }
        if (!alternatives.isEmpty()
                && alternatives.stream().filter(given::contains).count() != 1) {
            return Optional.of(
                    "method " + name + " needs exactly one of the parameters " + new TreeSet<>(alternatives));
        }
        return Optional.empty();
    }

    private Set<String> accepted() {
        Set<String> accepted = new TreeSet<>(required);
        accepted.addAll(alternatives);
        accepted.addAll(optional);
        return accepted;
    }

    private static boolean isField(String param) {
        return FIELDS.matcher(param).matches();
    }
}
