package io.github.camelsms.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * One column of the comparison: how the stub answers and how many callers wait for it. Written {@code target/inFlight}, as
 * {@code delayed/256}.
 */
record Level(Target target, int inFlight) {

    Level {
        if (inFlight < 1) {
            throw new IllegalArgumentException("in flight: " + inFlight);
        }
    }

    /** @throws IllegalArgumentException text of another shape */
    static Level parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a level is written target/inFlight, not '" + text + "'");
        }
        return new Level(Target.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Reads levels joined by a comma. */
    static List<Level> parseAll(String text) {
        return Arrays.stream(text.split(",")).map(Level::parse).toList();
    }

    @Override
    public String toString() {
        return target.id() + "/" + inFlight;
    }
}
