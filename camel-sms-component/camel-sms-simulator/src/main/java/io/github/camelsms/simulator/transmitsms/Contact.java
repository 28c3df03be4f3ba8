package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member of a list. */
final class Contact {

    private final String msisdn;
    private final Instant createdAt;
    private final Map<Integer, String> values = new LinkedHashMap<>();
    private @Nullable String firstName;
    private @Nullable String lastName;
    private boolean active = true;

    Contact(String msisdn, Instant createdAt) {
        this.msisdn = msisdn;
        this.createdAt = createdAt;
    }

    String msisdn() {
        return msisdn;
    }

    @Nullable
    String firstName() {
        return firstName;
    }

    @Nullable
    String lastName() {
        return lastName;
    }

    boolean isActive() {
        return active;
    }

    void optOut() {
        active = false;
    }

    /** Takes over what a call says about the contact; what it does not name stays. */
    void edit(Parameters parameters) {
        firstName = parameters.optional("first_name").orElse(firstName);
        lastName = parameters.optional("last_name").orElse(lastName);
        values.putAll(ContactList.fieldsOf(parameters));
    }

    /** Takes over what a file says about the contact. @param others values of the list's own fields, by their numbers */
    void fill(@Nullable String first, @Nullable String last, Map<Integer, String> others) {
        firstName = first;
        lastName = last;
        values.putAll(others);
    }

    /** The text with what is known of the contact in place of the marks. */
    String personalised(String text, ContactList list) {
        String filled = text.replace("[firstname]", firstName == null ? "" : firstName)
                .replace("[lastname]", lastName == null ? "" : lastName)
                .replace("[mobile]", msisdn);
        for (Map.Entry<Integer, String> field : list.fieldNames().entrySet()) {
            filled = filled.replace("[" + field.getValue() + "]", values.getOrDefault(field.getKey(), ""));
        }
        return filled;
    }

    Members members(ContactList list, boolean arrayStyle) {
        Members members = new Members()
                .with("list_id", list.id())
                .with("msisdn", Long.valueOf(msisdn))
                .with("first_name", firstName)
                .with("last_name", lastName)
                .with("created_at", Parameters.time(createdAt))
                .with("status", active ? "active" : "inactive");
        if (list.fieldNames().isEmpty()) {
            return members;
        }
        Map<String, String> named = new LinkedHashMap<>();
        list.fieldNames().forEach((number, name) -> named.put(name, values.getOrDefault(number, "")));
        return members.with("fields", ContactList.written(named, arrayStyle));
    }
}
