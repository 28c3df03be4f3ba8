package io.github.camelsms.benchmarks;

import java.util.Arrays;

/** A way in which the stub answers. */
enum Target {
    INSTANT("instant", "at once", "http"),
    DELAYED("delayed", "after 50 ms", "http"),
    TLS("tls", "after 50 ms, TLS", "https");

    /** What the stub waits before it answers on every target but {@link #INSTANT}. */
    static final int DELAY_MILLIS = 50;

    private final String id;
    private final String label;
    private final String scheme;

    Target(String id, String label, String scheme) {
        this.id = id;
        this.label = label;
        this.scheme = scheme;
    }

    /** @throws IllegalArgumentException an id that no target has */
    static Target of(String id) {
        return Arrays.stream(values())
                .filter(target -> target.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown target '" + id + "'"));
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    String scheme() {
        return scheme;
    }

    boolean delays() {
        return this != INSTANT;
    }
}
