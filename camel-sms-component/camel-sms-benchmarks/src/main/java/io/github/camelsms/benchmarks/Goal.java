package io.github.camelsms.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the component has to reach at one level: a bound on its own value of a measure or, when {@code other} is a variant, on its value
 * divided by the other's.
 *
 * @param bound the ratio, or the value when there is no other
 */
record Goal(Measure measure, String ours, Optional<String> other, Level level, Bound bound) {

    /** The goals of the project. */
    static final List<Goal> ALL = List.of(
            of(Measure.CPU, Variants.SMS_SEND, Variants.ROUTE_HTTP, "instant/64", Bound.atMost(0.5)),
            of(Measure.CPU, Variants.SMS_SEND, Variants.ROUTE_HTTP_TUNED, "instant/64", Bound.atMost(0.5)),
            of(Measure.CPU, Variants.SMS_SEND_TELESIGN, Variants.TELESIGN_SDK, "instant/64", Bound.atMost(0.9)),
            of(Measure.CPU, Variants.SMS_SEND, Variants.RAW_HC5, "instant/64", Bound.atMost(1.5)),
            new Goal(
                    Measure.BYTES,
                    Variants.SMS_SEND,
                    Optional.empty(),
                    Level.parse("instant/64"),
                    Bound.atMost(16_000)),
            of(Measure.RATE, Variants.SMS_SEND, Variants.ROUTE_HTTP, "delayed/256", Bound.atLeast(10)),
            of(Measure.RATE, Variants.SMS_SEND_TELESIGN, Variants.TELESIGN_SDK, "tls/256", Bound.atLeast(2.5)));

    private static Goal of(Measure measure, String ours, String other, String level, Bound bound) {
        return new Goal(measure, ours, Optional.of(other), Level.parse(level), bound);
    }

    /** The row of the report that shows the goal. */
    String row() {
        return other.orElse(ours);
    }

    /** A limit that a value has to keep. */
    record Bound(double limit, boolean isLeast) {

        static Bound atMost(double limit) {
            return new Bound(limit, false);
        }

        static Bound atLeast(double limit) {
            return new Bound(limit, true);
        }

        boolean isMetBy(double value) {
            return isLeast ? value >= limit : value <= limit;
        }

        @Override
        public String toString() {
            return (isLeast ? "≥ " : "≤ ")
                    + (limit < 100
                            ? String.format(Locale.ROOT, "%.1f", limit)
                            : String.format(Locale.ROOT, "%,.0f", limit));
        }
    }
}
