package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of messages, given by rules and by hand. A rule is a search, as the page's search field takes it. What was decided by
 * hand about a name holds whatever the rule says. Thread-safe.
 */
final class Tags {

    private static final int MOST_BY_HAND = 20;

    /** No quotation mark, so that the search can name it. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\"]{1,40}");

    private final Map<String, InboxFilter> rules = new LinkedHashMap<>();

    /** By number of the item: whether it has the tag of that name. */
    private final Map<Long, Map<String, Boolean>> byHand = new ConcurrentHashMap<>();

    /** @param searches by name of the tag @throws IllegalArgumentException for a search that is not valid */
    Tags(Map<String, String> searches) {
        // A rule that names a tag sees those of the rules before it.
        searches.forEach((name, search) -> rules.put(name, InboxFilter.of(Map.of("q", search), this)));
    }

    /** Every name: those of the rules, in their order, then those that were given to items by hand. @param there which items are kept */
    List<String> names(LongPredicate there) {
        return inOrder(byHand.entrySet().stream()
                .filter(item -> there.test(item.getKey()))
                .flatMap(item -> item.getValue().entrySet().stream())
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey));
    }

    /** In the same order. */
    List<String> of(InboxItem item) {
        return inOrder(decided(item).keySet().stream()).stream()
                .filter(name -> has(item, name))
                .toList();
    }

    boolean has(InboxItem item, String name) {
        Boolean decided = decided(item).get(name);
        if (decided != null) {
            return decided;
        }
        InboxFilter rule = rules.get(name);
        return rule != null && rule.takes(item);
    }

    /**
     * Gives a tag or takes it away.
     *
     * @throws IllegalArgumentException unless the name has 1 to 40 characters, none of them a quotation mark or a control
     *     character
     * @throws IllegalStateException when much was decided about the item before
     */
    void decide(InboxItem item, String name, boolean given) {
        if (!NAME.matcher(name).matches() || name.isBlank()) {
            throw new IllegalArgumentException("tag must have 1 to 40 characters and no quotation mark");
        }
        byHand.compute(item.number(), (number, before) -> {
            Map<String, Boolean> names = new TreeMap<>(before == null ? Map.of() : before);
            names.put(name, given);
            if (names.size() > MOST_BY_HAND) {
                throw new IllegalStateException("A message takes " + MOST_BY_HAND + " tags by hand");
            }
            return Map.copyOf(names);
        });
    }

    /** Forgets what was decided by hand about items that are not there any more. */
    void keep(LongPredicate there) {
        byHand.keySet().removeIf(number -> !there.test(number));
    }

    private Map<String, Boolean> decided(InboxItem item) {
        return byHand.getOrDefault(item.number(), Map.of());
    }

    private List<String> inOrder(Stream<String> others) {
        Collection<String> named = rules.keySet();
        return Stream.concat(named.stream(), others.sorted()).distinct().toList();
    }
}
