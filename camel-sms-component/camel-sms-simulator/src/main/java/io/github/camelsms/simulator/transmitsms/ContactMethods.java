package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/**
 * Members of lists.
 *
 * <p>Documented: parameters, members of the replies, the codes BAD_MOBILE, BAD_MOBILE_COUNTRY, OPTOUT and
 * DUPLICATE_DELETED, {@code list_id} 0 for all lists.
 *
 * <ul>
 * <li>guess: a number that is an active member already is KEY_EXISTS; one that opted out OPTOUT, also when it did so by an
 * answer; one that was deleted from the list DUPLICATE_DELETED.
 * <li>guess: a country that the simulator does not know is BAD_MOBILE_COUNTRY.
 * <li>guess: to delete or opt out a number that is on none of the lists meant is NOT_FOUND.
 * <li>guess: opting out of all lists ends messages to the number altogether, as the answer STOP does.
 * <li>guess: the file of add-contacts-bulk is CSV in UTF-8, at most ten megabytes, with or without a line of headings; the numbers
 * are in the column {@code mobile}, without headings in the first; {@code firstname}, {@code lastname} and the names of the
 * list's fields are headings too.
 * <li>guess: a number that is a member already is a duplicate, one that is not valid or was deleted is skipped; a file that
 * cannot be had, or is not on this machine while the simulator calls no other, is {@code failed}.
 * </ul>
 */
final class ContactMethods implements Room {

    private final ContactLists lists;
    private final Map<Integer, ContactImport> imports = new HashMap<>();

    ContactMethods(ContactLists lists) {
        this.lists = lists;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "add-to-list", this::add,
                "edit-list-member", this::edit,
                "get-contact", this::get,
                "delete-from-list", this::delete,
                "optout-list-member", this::optOut,
                "add-contacts-bulk", this::addBulk,
                "add-contacts-bulk-progress", this::bulkProgress);
    }

    private Members add(Call call) {
        Parameters parameters = call.parameters();
        ContactList list = lists.get(parameters.id("list_id"));
        String msisdn = msisdn(parameters);
        Optional<Contact> known = list.find(msisdn);
        if (lists.isOptedOut(msisdn)
                || known.filter(contact -> !contact.isActive()).isPresent()) {
            throw TransmitSmsErrors.of("OPTOUT");
        }
        if (known.isPresent()) {
            throw TransmitSmsRefusal.exists("Member");
        }
        if (list.wasDeleted(msisdn)) {
            throw TransmitSmsErrors.of("DUPLICATE_DELETED");
        }
        Contact contact = list.add(msisdn, call.now());
        contact.edit(parameters);
        return contact.members(list, parameters.arrayStyle());
    }

    private Members edit(Call call) {
        Parameters parameters = call.parameters();
        ContactList list = lists.get(parameters.id("list_id"));
        Contact contact = member(list, parameters);
        contact.edit(parameters);
        return contact.members(list, parameters.arrayStyle());
    }

    private Members get(Call call) {
        Parameters parameters = call.parameters();
        ContactList list = lists.get(parameters.id("list_id"));
        return member(list, parameters).members(list, parameters.arrayStyle());
    }

    private Members delete(Call call) {
        return onEach(call.parameters(), ContactList::delete);
    }

    private Members optOut(Call call) {
        Parameters parameters = call.parameters();
        Members reply = onEach(parameters, (list, msisdn) -> {
            Optional<Contact> contact = list.find(msisdn);
            contact.ifPresent(Contact::optOut);
            return contact.isPresent();
        });
        if (parameters.number("list_id", 0, Integer.MAX_VALUE).orElse(0) == 0) {
            lists.optOut(msisdn(parameters));
        }
        return reply;
    }

    private Members onEach(Parameters parameters, BiPredicate<ContactList, String> change) {
        String msisdn = msisdn(parameters);
        List<Integer> changed = new ArrayList<>();
        for (ContactList list : lists.chosen(parameters)) {
            if (change.test(list, msisdn)) {
                changed.add(list.id());
            }
        }
        if (changed.isEmpty()) {
            throw TransmitSmsRefusal.notFound("Member");
        }
        return new Members().with("list_ids", changed);
    }

    private Members addBulk(Call call) {
        Parameters parameters = call.parameters();
        parameters.checkUrl("file_url");
        Optional<String> name = parameters.optional("name");
        if (name.isPresent() == parameters.optional("list_id").isPresent()) {
            throw new TransmitSmsRefusal(400, "FIELD_INVALID", "You must provide either 'list_id' or 'name'");
        }
        ContactList list = name.flatMap(lists::named).orElse(null);
        if (list == null && name.isPresent()) {
            list = new ContactList(call.account().ids().next(), name.get(), call.now());
            list.addFields(ContactList.fieldsOf(parameters));
            lists.add(list);
        }
        ContactList filled = list == null ? lists.get(parameters.id("list_id")) : list;
        parameters.optional("file_url").map(URI::create).ifPresent(file -> read(file, filled, call));
        return new Members().with("list_id", filled.id());
    }

    private void read(URI file, ContactList filled, Call call) {
        Optional<String> dialCode = call.parameters().optional("countrycode").flatMap(NumberPlan::dialCode);
        imports.put(
                filled.id(),
                new ContactImport(
                        filled,
                        dialCode,
                        call.account().mayCall(file)
                                ? ContactFiles.fetch(file)
                                : CompletableFuture.failedFuture(new IllegalStateException("not called"))));
    }

    /** Puts the contacts of files that have come into their lists. */
    void takeUpImports(Instant now) {
        imports.values().forEach(each -> each.takeUp(lists, now));
    }

    private Members bulkProgress(Call call) {
        ContactList list = lists.get(call.parameters().id("list_id"));
        return ContactImport.progress(list, imports.get(list.id()));
    }

    @Override
    public void reset() {
        imports.clear();
    }

    private static Contact member(ContactList list, Parameters parameters) {
        return list.find(msisdn(parameters)).orElseThrow(() -> TransmitSmsRefusal.notFound("Member"));
    }

    private static String msisdn(Parameters parameters) {
        String written = parameters.required("msisdn");
        Optional<String> country = parameters.optional("countrycode");
        Optional<String> dialCode = country.flatMap(NumberPlan::dialCode);
        if (country.isPresent() && dialCode.isEmpty()) {
            throw TransmitSmsErrors.of("BAD_MOBILE_COUNTRY");
        }
        return NumberPlan.msisdn(written, dialCode).orElseThrow(() -> TransmitSmsErrors.of("BAD_MOBILE"));
    }
}
