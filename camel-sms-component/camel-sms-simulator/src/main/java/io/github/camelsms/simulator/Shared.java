package io.github.camelsms.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One copy of what many requests have in common, such as the names of headers: a simulator keeps thousands of them. Thread-safe. */
final class Shared {

    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();
    private static final Map<List<String>, List<String>> LISTS = new ConcurrentHashMap<>();

    private Shared() {}

    static String text(String text) {
        return text.length() > LONGEST ? text : shared(TEXTS, text);
    }

    /** Unmodifiable. */
    static List<String> list(List<String> texts) {
        return texts.size() == 1 && texts.get(0).length() <= LONGEST
                ? shared(LISTS, List.copyOf(texts))
                : List.copyOf(texts);
    }

    private static <T> T shared(Map<T, T> all, T one) {
        T known = all.get(one);
        if (known != null) {
            return known;
        }
        if (all.size() < MOST) {
            all.put(one, one);
        }
        return one;
    }
}
