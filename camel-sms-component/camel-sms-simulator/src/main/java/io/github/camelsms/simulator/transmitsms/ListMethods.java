package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists of recipients.
 *
 * <p>Documented: parameters, members of the replies, names that are unique, {@code fields} as an empty array, an object or,
 * with {@code response_style=array}, an array.
 *
 * <ul>
 * <li>guess: the order of lists and members is that in which they came.
 * <li>guess: a name that is taken is KEY_EXISTS, a list that is not there NOT_FOUND, no field at all MISSING_PARAM.
 * <li>guess: members have {@code fields} when their list has; {@code members=none} gives an empty array.
 * </ul>
 */
final class ListMethods implements Room {

    private final ContactLists lists;

    ListMethods(ContactLists lists) {
        this.lists = lists;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "add-list", this::add,
                "get-lists", this::all,
                "get-list", this::get,
                "remove-list", this::remove,
                "add-field-to-list", this::addField);
    }

    private Members add(Call call) {
        Parameters parameters = call.parameters();
        String name = parameters.required("name");
        if (lists.named(name).isPresent()) {
            throw TransmitSmsRefusal.exists("List");
        }
        ContactList list = new ContactList(call.account().ids().next(), name, call.now());
        list.addFields(ContactList.fieldsOf(parameters));
        lists.add(list);
        return list.members(parameters.arrayStyle());
    }

    private Members all(Call call) {
        Parameters parameters = call.parameters();
        Page page = Page.of(parameters);
        List<ContactList> all = List.copyOf(lists.all());
        return new Members()
                .with("page", page.block(all))
                .with("lists_total", all.size())
                .with(
                        "lists",
                        page.rows(all).stream()
                                .map(list -> list.members(parameters.arrayStyle())
                                        .with("members_total", list.members().size())
                                        .asMap())
                                .toList());
    }

    private Members get(Call call) {
        Parameters parameters = call.parameters();
        ContactList list = lists.get(parameters.id("list_id"));
        Page page = Page.of(parameters);
        String wanted = parameters
                .choice("members", Set.of("active", "inactive", "all", "none"))
                .orElse("active");
        List<Contact> shown = list.members().stream()
                .filter(contact -> isWanted(contact, wanted))
                .toList();
        Members reply = new Members()
                .with("page", page.block(shown))
                .with("members_total", list.members().size());
        list.members(parameters.arrayStyle()).asMap().forEach(reply::with);
        return reply.with(
                "members",
                page.rows(shown).stream()
                        .map(contact ->
                                contact.members(list, parameters.arrayStyle()).asMap())
                        .toList());
    }

    private static boolean isWanted(Contact contact, String wanted) {
        return switch (wanted) {
            case "active" -> contact.isActive();
            case "inactive" -> !contact.isActive();
            case "none" -> false;
            default -> true;
        };
    }

    private Members remove(Call call) {
        lists.remove(lists.get(call.parameters().id("list_id")));
        return new Members();
    }

    private Members addField(Call call) {
        ContactList list = lists.get(call.parameters().id("list_id"));
        Map<Integer, String> fields = ContactList.fieldsOf(call.parameters());
        if (fields.isEmpty()) {
            throw TransmitSmsErrors.of("MISSING_PARAM");
        }
        list.addFields(fields);
        Members reply = new Members();
        fields.forEach((number, name) -> reply.with("custom_" + number, name));
        return reply.with("id", list.id());
    }

    @Override
    public void reset() {
        lists.reset();
    }
}
