package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A stored list of recipients, in the order in which they came. */
final class ContactList {

    private static final int MOST_FIELDS = 10;

    private final int id;
    private final String name;
    private final Instant created;
    private final Map<Integer, String> fieldNames = new TreeMap<>();
    private final Map<String, Contact> members = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();

    ContactList(int id, String name, Instant created) {
        this.id = id;
        this.name = name;
        this.created = created;
    }

    /** The parameters {@code field_1} to {@code field_10}, by number. */
    static Map<Integer, String> fieldsOf(Parameters parameters) {
        Map<Integer, String> fields = new TreeMap<>();
        for (int number = 1; number <= MOST_FIELDS; number++) {
            Optional<String> value = parameters.optional("field_" + number);
            if (value.isPresent()) {
                fields.put(number, value.get());
            }
        }
        return fields;
    }

    /** An object, an empty array, or on request an array of names and values. */
    static Object written(Map<String, String> fields, boolean arrayStyle) {
        if (arrayStyle) {
            return fields.entrySet().stream()
                    .map(field -> new Members()
                            .with("name", field.getKey())
                            .with("value", field.getValue())
                            .asMap())
                    .toList();
        }
        return fields.isEmpty() ? List.of() : new LinkedHashMap<>(fields);
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    Map<Integer, String> fieldNames() {
        return fieldNames;
    }

    void addFields(Map<Integer, String> names) {
        fieldNames.putAll(names);
    }

    List<Contact> members() {
        return List.copyOf(members.values());
    }

    List<Contact> active() {
        return members.values().stream().filter(Contact::isActive).toList();
    }

    Optional<Contact> find(String msisdn) {
        return Optional.ofNullable(members.get(msisdn));
    }

    boolean wasDeleted(String msisdn) {
        return deleted.contains(msisdn);
    }

    Contact add(String msisdn, Instant now) {
        Contact contact = new Contact(msisdn, now);
        members.put(msisdn, contact);
        return contact;
    }

    /** @return false when it was no member */
    boolean delete(String msisdn) {
        return members.remove(msisdn) != null && deleted.add(msisdn);
    }

    /** What every reply about a list tells. */
    Members members(boolean arrayStyle) {
        Map<String, String> named = new LinkedHashMap<>();
        fieldNames.forEach((number, field) -> named.put("field_" + number, field));
        return new Members()
                .with("id", id)
                .with("name", name)
                .with("created", Parameters.time(created))
                .with("members_active", active().size())
                .with("fields", written(named, arrayStyle));
    }
}
