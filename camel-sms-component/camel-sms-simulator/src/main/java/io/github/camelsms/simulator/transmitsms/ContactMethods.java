package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <li>guess: add-contacts-bulk never fetches its file: the import is completed at once with no contacts.
 * </ul>
 */
final class ContactMethods implements Room {

    private final ContactLists lists;

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
        return new Members()
                .with(
                        "list_id",
                        list == null ? lists.get(parameters.id("list_id")).id() : list.id());
    }

    private Members bulkProgress(Call call) {
        return new Members()
                .with("list_id", lists.get(call.parameters().id("list_id")).id())
                .with("status", "completed")
                .with("importlength", 0)
                .with("completed", 0)
                .with("duplicates", 0)
                .with("skipped", 0)
                .with("optout", 0)
                .with("imported", 0);
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
