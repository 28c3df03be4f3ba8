package io.github.camelsms.benchmarks;

import java.util.Arrays;

/** A way in which the stub answers. */
enum Target {
    INSTANT("instant", "at once", false, false),
    TLS_INSTANT("tls-instant", "at once, TLS", true, false),
    DELAYED("delayed", "after 50 ms", false, true),
    TLS("tls", "after 50 ms, TLS", true, true);

    /** What the stub waits before it answers where it {@link #delays}. */
    static final int DELAY_MILLIS = 50;

    private final String id;
    private final String label;
    private final boolean tls;
    private final boolean delays;

    Target(String id, String label, boolean tls, boolean delays) {
        this.id = id;
        this.label = label;
        this.tls = tls;
        this.delays = delays;
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
        return tls ? "https" : "http";
    }

    boolean isTls() {
        return tls;
    }

    boolean delays() {
        return delays;
    }
}
