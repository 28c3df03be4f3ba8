package io.github.camelsms.simulator.inbox;

import io.github.camelsms.model.Keywords;
import io.github.camelsms.simulator.InboxItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which handsets want no more SMS: the last keyword that a handset wrote through a provider decides. */
final class OptOuts {

    private final Map<String, Set<String>> providers = new HashMap<>();

    /** @param items in order of arrival */
    OptOuts(List<InboxItem> items) {
        for (InboxItem item : items) {
            if (!item.fromHandset()) {
                continue;
            }
            if (Keywords.OPT_OUT.match(item.text())) {
                providers
                        .computeIfAbsent(item.handset(), handset -> new TreeSet<>())
                        .add(item.provider());
            } else if (Keywords.OPT_IN.match(item.text())) {
                providers.getOrDefault(item.handset(), new TreeSet<>()).remove(item.provider());
            }
        }
    }

    /** Ids of the providers through which it wants none. */
    List<String> of(String handset) {
        return List.copyOf(providers.getOrDefault(handset, Set.of()));
    }
}
