package io.github.camelsms.benchmarks;

import java.util.Arrays;
import java.util.List;

/** What a JVM is measured at. Each kind is a table of the report. */
enum Kind {
    STEADY("steady", "Sending in a warm JVM", "message"),
    YOUNG("young", "Sending in a young JVM: messages 2,000 to 50,000 of its life", "message"),
    RECEIPTS("receipts", "Receiving signed receipts", "receipt"),
    BULK("bulk", "Sending an iterator of messages", "message"),
    LIMITER("limiter", "The rate limiter: settings taken in turn in one JVM", "message"),
    STORE("store", "What is kept: receipts with claim and progress, sends with an idempotency key", "message");

    private final String id;
    private final String title;
    private final String unit;

    Kind(String id, String title, String unit) {
        this.id = id;
        this.title = title;
        this.unit = unit;
    }

    /** @throws IllegalArgumentException an id that no kind has */
    static Kind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind '" + id + "', there are " + ids()));
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Kind::id).toList();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** What is counted. */
    String unit() {
        return unit;
    }

    /** Whether each level needs a JVM of its own. */
    boolean oneLevelPerJvm() {
        return this == YOUNG;
    }
}
