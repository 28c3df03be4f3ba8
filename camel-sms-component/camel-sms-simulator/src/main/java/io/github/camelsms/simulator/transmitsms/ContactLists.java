package io.github.camelsms.simulator.transmitsms;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The account's lists, and who wants no more messages from it. */
final class ContactLists {

    private final Map<Integer, ContactList> byId = new LinkedHashMap<>();
    private final Set<String> optedOut = new HashSet<>();

    void add(ContactList list) {
        byId.put(list.id(), list);
    }

    Collection<ContactList> all() {
        return byId.values();
    }

    Optional<ContactList> named(String name) {
        return byId.values().stream().filter(list -> list.name().equals(name)).findFirst();
    }

    /** @throws TransmitSmsRefusal NOT_FOUND */
    ContactList get(int id) {
        return Optional.ofNullable(byId.get(id)).orElseThrow(() -> TransmitSmsRefusal.notFound("List"));
    }

    void remove(ContactList list) {
        byId.remove(list.id());
    }

    /** The list that a call names; all of them when it names none or 0. */
    List<ContactList> chosen(Parameters parameters) {
        int id = parameters.number("list_id", 0, Integer.MAX_VALUE).orElse(0);
        return id == 0 ? List.copyOf(byId.values()) : List.of(get(id));
    }

    /** Ends all messages to a number, on every list. */
    void optOut(String msisdn) {
        optedOut.add(msisdn);
        byId.values().forEach(list -> list.find(msisdn).ifPresent(Contact::optOut));
    }

    boolean isOptedOut(String msisdn) {
        return optedOut.contains(msisdn);
    }

    void reset() {
        byId.clear();
        optedOut.clear();
    }
}
