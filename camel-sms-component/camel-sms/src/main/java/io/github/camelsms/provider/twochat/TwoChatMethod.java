package io.github.camelsms.provider.twochat;

import io.github.camelsms.model.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A read endpoint. All but {@code info} rest on what the vendor published outside of its own documentation.
 *
 * @param name ours: the vendor has paths only
 * @param path what comes before the parameters in the path
 * @param inPath required parameters that stand in the path, in their order
 * @param inQuery optional parameters
 * @param rows the member of the reply that holds the rows of a page; null for one without pages
 */
record TwoChatMethod(
        String name,
        String path,
        List<String> inPath,
        Set<String> inQuery,
        @Nullable String rows) {

    static final String CHANNEL = "channel_uuid";
    static final String CONTACT = "contact_number";
    static final String PAGE = "page_number";
    static final String SIZE = "results_per_page";
    static final String BEFORE = "before_ts";
    static final int MOST_ROWS = 200;

    static final TwoChatMethod CHANNELS =
            new TwoChatMethod("channels", "/sms/channels", List.of(), Set.of(PAGE, SIZE), "channels");
    static final TwoChatMethod CONVERSATIONS = new TwoChatMethod(
            "conversations", "/sms/conversations", List.of(CHANNEL), Set.of(PAGE, SIZE), "conversations");
    static final TwoChatMethod MESSAGES =
            new TwoChatMethod("messages", "/sms/messages", List.of(CHANNEL, CONTACT), Set.of(BEFORE, SIZE), "messages");

    private static final Map<String, TwoChatMethod> TABLE = new TreeMap<>();

    static {
        List.of(
                        new TwoChatMethod("info", "/info", List.of(), Set.of(), null),
                        CHANNELS,
                        new TwoChatMethod("channel", "/sms/channel", List.of(CHANNEL), Set.of(), null),
                        CONVERSATIONS,
                        MESSAGES,
                        new TwoChatMethod("message", "/sms/message", List.of("message_uuid"), Set.of(), null))
                .forEach(method -> TABLE.put(method.name, method));
    }

    static Optional<TwoChatMethod> find(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    static Set<String> names() {
        return TABLE.keySet();
    }

    /** What is wrong with these parameters; empty when nothing is. */
    Optional<String> wrong(Map<String, Object> params, boolean strict) {
        if (strict && !isWithin(params.get(SIZE), 1, MOST_ROWS)) {
            return Optional.of("parameter " + SIZE + " is not valid; accepted: 1 to " + MOST_ROWS + " rows");
        }
        if (strict && !isWithin(params.get(PAGE), 0, Integer.MAX_VALUE)) {
            return Optional.of("parameter " + PAGE + " is not valid; accepted: a whole number from 0 on");
        }
        return wrong(params.keySet(), strict);
    }

    private static boolean isWithin(@Nullable Object value, int least, int most) {
        try {
            int number =
                    value == null ? least : Integer.parseInt(value.toString().strip());
            return number >= least && number <= most;
        } catch (NumberFormatException notWhole) {
            return false;
        }
    }

    private Optional<String> wrong(Set<String> given, boolean strict) {
        List<String> missing = new ArrayList<>(inPath);
        missing.removeAll(given);
        if (!missing.isEmpty()) {
            return Optional.of("method " + name + " needs the parameters " + missing);
        }
        Set<String> unknown = new TreeSet<>(given);
        unknown.removeAll(inPath);
        unknown.removeAll(inQuery);
        if (strict && !unknown.isEmpty()) {
            Set<String> accepted = new TreeSet<>(inQuery);
            accepted.addAll(inPath);
            return Optional.of("method " + name + " does not know " + unknown.size() + " of the parameters; accepted: "
                    + OneLine.list(accepted) + ", any with option strict=false");
        }
        return Optional.empty();
    }
}
