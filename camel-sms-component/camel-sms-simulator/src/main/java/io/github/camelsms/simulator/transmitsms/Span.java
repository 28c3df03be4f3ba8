package io.github.camelsms.simulator.transmitsms;

import java.time.Duration;
import java.time.Instant;

/** A span of time that a call asks about, both ends included. */
record Span(Instant start, Instant end) {

    /** From {@code start} and {@code end}; without them everything. */
    static Span of(Parameters parameters) {
        return checked(
                parameters.timeOrDate("start").orElse(Instant.EPOCH),
                parameters.timeOrDate("end").orElse(Instant.MAX));
    }

    /**
     * The same where a span may not be too long.
     *
     * @param usual span until now that holds without {@code start}
     * @param most  the longest one
     * @throws TransmitSmsRefusal FIELD_INVALID
     */
    static Span of(Parameters parameters, Instant now, Duration usual, Duration most) {
        Instant end = parameters.timeOrDate("end").orElse(now);
        Span span = checked(parameters.timeOrDate("start").orElse(end.minus(usual)), end);
        if (Duration.between(span.start, span.end).compareTo(most) > 0) {
            throw TransmitSmsRefusal.invalid("start");
        }
        return span;
    }

    private static Span checked(Instant start, Instant end) {
        if (end.isBefore(start)) {
            throw TransmitSmsRefusal.invalid("end");
        }
        return new Span(start, end);
    }

    boolean contains(Instant at) {
        return !at.isBefore(start) && !at.isAfter(end);
    }
}
