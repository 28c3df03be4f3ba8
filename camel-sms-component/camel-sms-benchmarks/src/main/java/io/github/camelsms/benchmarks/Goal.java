package io.github.camelsms.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the component has to reach in one row.
 *
 * @param other the variant that it is compared with at the same level; empty when the value itself is bounded
 * @param must the bound that decides
 * @param wish the bound that would be even better
 */
record Goal(Measure measure, Row ours, Optional<String> other, Comparison comparison, Bound must, Bound wish) {

    private static final Row CALLBACKS = Row.of(Kind.STEADY, "instant/64", Variants.SMS_SEND);
    private static final Row YOUNG_CALLBACKS = Row.of(Kind.YOUNG, "instant/64", Variants.SMS_SEND);
    private static final Row MANY = Row.of(Kind.STEADY, "delayed/2000", Variants.SMS_SEND);

    /** The goals of the project. */
    static final List<Goal> ALL = List.of(
            ratio(Measure.CPU, CALLBACKS, Variants.ROUTE_HTTP_EXPERT, Bound.atMost(0.85), Bound.atMost(0.6)),
            ratio(Measure.CPU, CALLBACKS, Variants.RAW_HC5, Bound.atMost(1), Bound.atMost(0.75)),
            ratio(Measure.CPU, YOUNG_CALLBACKS, Variants.ROUTE_HTTP_EXPERT, Bound.atMost(0.5), Bound.atMost(0.33)),
            ratio(
                    Measure.CPU,
                    CALLBACKS.with(Variants.SMS_SEND_SYNCHRONOUS),
                    Variants.ROUTE_HTTP_EXPERT,
                    Bound.atMost(1),
                    Bound.atMost(0.9)),
            ratio(Measure.RATE, CALLBACKS, Variants.ROUTE_HTTP_EXPERT, Bound.atLeast(1.2), Bound.atLeast(1.6)),
            ratio(Measure.RATE, YOUNG_CALLBACKS, Variants.ROUTE_HTTP_EXPERT, Bound.atLeast(2), Bound.atLeast(2.5)),
            ratio(
                    Measure.CPU,
                    CALLBACKS.with(Variants.SMS_SEND_TELESIGN),
                    Variants.TELESIGN_SDK,
                    Bound.atMost(0.65),
                    Bound.atMost(0.45)),
            value(Measure.BYTES, CALLBACKS, Bound.atMost(12_000), Bound.atMost(8_000)),
            ratio(Measure.RATE, MANY, Variants.ROUTE_HTTP_EXPERT, Bound.atLeast(1.5), Bound.atLeast(2.5)),
            value(Measure.THREADS, MANY, Bound.atMost(50), Bound.atMost(30)),
            ratio(
                    Measure.CPU,
                    Row.of(Kind.STEADY, "tls/256", Variants.SMS_SEND_TELESIGN),
                    Variants.TELESIGN_SDK,
                    Bound.atMost(0.65),
                    Bound.atMost(0.45)),
            receipts("instant/16"),
            receipts("instant/256"),
            new Goal(
                    Measure.CPU,
                    Row.of(Kind.LIMITER, "instant/64", Variants.LIMIT_UNSET),
                    Optional.of(Variants.LIMIT_ZERO),
                    Comparison.DIFFERENCE,
                    Bound.atMost(1),
                    Bound.atMost(0)),
            ratio(
                    Measure.RATE,
                    Row.of(Kind.STORE, "instant/16", Variants.SMS_DLR_JDBC),
                    Variants.SMS_DLR_REPOSITORY,
                    Bound.atLeast(1.5),
                    Bound.atLeast(2)));

    private static Goal ratio(Measure measure, Row ours, String other, Bound must, Bound wish) {
        return new Goal(measure, ours, Optional.of(other), Comparison.RATIO, must, wish);
    }

    private static Goal value(Measure measure, Row ours, Bound must, Bound wish) {
        return new Goal(measure, ours, Optional.empty(), Comparison.VALUE, must, wish);
    }

    private static Goal receipts(String connections) {
        return ratio(
                Measure.CPU,
                Row.of(Kind.RECEIPTS, connections, Variants.SMS_DLR),
                Variants.PLATFORM_HTTP,
                Bound.atMost(1.2),
                Bound.atMost(0.9));
    }

    /** Whether a goal needs this row. An earlier build has the rounds of the goals that it is compared at. */
    static boolean isDecidedBy(Row row) {
        return ALL.stream().anyMatch(goal -> goal.needs(row));
    }

    private boolean needs(Row row) {
        boolean sameLevel = row.kind() == ours.kind() && row.level().equals(ours.level());
        return sameLevel
                && (row.kind() == Kind.LIMITER
                        || Variants.isBefore(row.variant())
                        || row.equals(ours)
                        || other.filter(row.variant()::equals).isPresent());
    }

    /** What is bounded, in one line. */
    String label() {
        return measure.label() + ", " + ours.variant()
                + other.map(name -> comparison.sign() + name).orElse("") + ", "
                + ours.kind().id() + " "
                + ours.level();
    }

    /** How the component's value and the other's become one. */
    enum Comparison {
        VALUE(""),
        RATIO(" ÷ "),
        DIFFERENCE(" − ");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        /** @param other ignored where there is only one value */
        double of(double ours, double other) {
            return switch (this) {
                case VALUE -> ours;
                case RATIO -> ours / other;
                case DIFFERENCE -> ours - other;
            };
        }
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
            return (isLeast ? "≥ " : "≤ ") + number(limit);
        }

        static String number(double value) {
            return String.format(Locale.ROOT, Math.abs(value) < 20 ? "%.2f" : "%,.0f", value);
        }
    }
}
