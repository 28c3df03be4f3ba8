package io.github.camelsms.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened since the start, by provider; clearing the inbox sets nothing back. Thread-safe. */
public final class Counts {

    /** What is counted. */
    public enum Kind {
        /** Messages that a provider accepted. */
        MESSAGES,
        /** Submissions that a provider refused. */
        REFUSALS,
        /** What handsets wrote. */
        REPLIES,
        /** Calls of webhooks that were answered with a 2xx status. */
        CALLBACKS_TAKEN,
        /** Calls of webhooks that were answered otherwise, or not at all. */
        CALLBACKS_FAILED
    }

    private final Map<Kind, Map<String, LongAdder>> counts = new ConcurrentSkipListMap<>();

    Counts() {}

    void add(Kind kind, String provider) {
        counts.computeIfAbsent(kind, any -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(provider, any -> new LongAdder())
                .increment();
    }

    /** 0 where nothing of the kind happened yet. */
    public long of(Kind kind, String provider) {
        LongAdder count = counts.getOrDefault(kind, Map.of()).get(provider);
        return count == null ? 0 : count.sum();
    }
}
