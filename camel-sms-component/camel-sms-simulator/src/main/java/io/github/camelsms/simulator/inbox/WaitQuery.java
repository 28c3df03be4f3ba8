package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which message somebody waits for.
 *
 * @param text    what its text holds, null for any
 * @param after   its number is greater; 0 for any
 * @param from    it came later, null for any time
 * @param oldest  whether the oldest that fits is wanted, else the newest
 * @param take    whether no other wait that takes gets it too
 * @param timeout how long to wait
 */
record WaitQuery(
        InboxFilter filter,
        @Nullable TextPattern text,
        long after,
        @Nullable Instant from,
        boolean oldest,
        boolean take,
        Duration timeout) {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(ms|s|m)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** @throws IllegalArgumentException for a value that is not valid */
    static WaitQuery of(Map<String, String> query, Tags tags) {
        Map<String, String> filter = new LinkedHashMap<>(query);
        if (query.containsKey("to")) {
            filter.put("handset", query.get("to"));
        }
        String text = query.getOrDefault("text", "");
        String since = query.getOrDefault("since", "").strip();
        boolean numbered = NUMBER.matcher(since).matches();
        boolean take = flag(query, "take");
        return new WaitQuery(
                InboxFilter.of(filter, tags),
                text.isEmpty() ? null : TextPattern.of("text", text),
                numbered ? Long.parseLong(since) : 0,
                numbered || since.isEmpty() ? null : time(since),
                take || !since.isEmpty(),
                take,
                timeout(query.getOrDefault("timeout", "").strip()));
    }

    private static boolean flag(Map<String, String> query, String name) {
        return switch (query.getOrDefault(name, "false")) {
            case "false" -> false;
            case "", "true" -> true;
            default -> throw new IllegalArgumentException(name + " must be true or false");
        };
    }

    private static Instant time(String since) {
        try {
            return Instant.parse(since);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "since must be the number of a message or a time such as 2026-01-31T12:00:00Z", malformed);
        }
    }

    private static Duration timeout(String written) {
        if (written.isEmpty()) {
            return USUAL;
        }
        Matcher span = SPAN.matcher(written);
        Optional<Duration> read = Optional.of(span).filter(Matcher::matches).map(WaitQuery::span);
        return read.filter(timeout -> timeout.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () -> new IllegalArgumentException("timeout must be at most 10m, for example 500ms or 10s"));
    }

    private static Duration span(Matcher span) {
        long count = Long.parseLong(span.group(1));
        return switch (Optional.ofNullable(span.group(2)).orElse("s")) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    /** The one among these that is wanted. @param items oldest first @param does what else it must be */
    Optional<InboxItem> pick(List<InboxItem> items, Predicate<InboxItem> does) {
        InboxItem picked = null;
        for (InboxItem item : items) {
            if (fits(item) && does.test(item)) {
                if (oldest) {
                    return Optional.of(item);
                }
                picked = item;
            }
        }
        return Optional.ofNullable(picked);
    }

    private boolean fits(InboxItem item) {
        return !item.fromHandset()
                && item.number() > after
                && (from == null || item.at().isAfter(from))
                && filter.takes(item)
                && (text == null || text.isIn(item.text()));
    }
}
