package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names that rules give to messages: a rule is a search, as the page's search field takes it. */
final class Tags {

    private final Map<String, InboxFilter> rules = new LinkedHashMap<>();

    /** @param searches by name of the tag @throws IllegalArgumentException for a search that is not valid */
    Tags(Map<String, String> searches) {
        // A rule that names a tag sees those of the rules before it.
        searches.forEach((name, search) -> rules.put(name, InboxFilter.of(Map.of("q", search), this)));
    }

    /** In the order of the rules. */
    List<String> of(InboxItem item) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().takes(item))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean has(InboxItem item, String name) {
        InboxFilter rule = rules.get(name);
        return rule != null && rule.takes(item);
    }
}
