package io.github.camelsms.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Medians over the rounds, ratios of the component to the others, and whether the goals are met: a table for each kind and one of the goals. */
final class Report {

    private final List<Row> rows;
    private final Medians medians;

    /** @param samples rows stand in the order in which they are first met, level by level */
    Report(List<Sample> samples) {
        rows = samples.stream()
                .map(Sample::row)
                .distinct()
                .sorted(Comparator.comparing(Row::kind)
                        .thenComparing(row -> row.level().target())
                        .thenComparing(row -> row.level().inFlight())
                        .thenComparing(row -> order(row.variant())))
                .toList();
        medians = new Medians(samples);
    }

    private static int order(String variant) {
        int index = Variants.names().indexOf(Variants.withoutBefore(variant));
        return 2 * index + (Variants.isBefore(variant) ? 1 : 0);
    }

    String markdown(boolean isQuick) {
        StringBuilder report = new StringBuilder();
        if (isQuick) {
            report.append("**A quick run: these numbers mean nothing.**\n\n");
        }
        for (Kind kind : Kind.values()) {
            List<Row> ofKind = rows.stream().filter(row -> row.kind() == kind).toList();
            if (!ofKind.isEmpty()) {
                report.append("## ").append(kind.title()).append("\n\n").append(header(kind));
                ofKind.forEach(row -> report.append(line(row)));
                report.append('\n');
            }
        }
        return report.append(goals()).toString();
    }

    private static String header(Kind kind) {
        String values = "%1$ss/s | CPU µs per %1$s (least to most) | JIT's CPU µs | bytes per %1$s | threads | "
                .formatted(kind.unit());
        return switch (kind) {
            case STEADY, YOUNG ->
                table(
                        "reply | in flight | variant | " + values
                                + "stub's CPU µs | callbacks ÷ this: CPU | msgs/s | waiting ÷ this: CPU | rounds",
                        3);
            case RECEIPTS ->
                table("connections | variant | " + values + "callers' CPU µs | sms-dlr ÷ this: CPU | rate | rounds", 2);
            case BULK -> table("variant | " + values + "heap MB | rounds", 1);
            case LIMITER -> table("maxRequestsPerSecond | " + values + "CPU µs more than with 0 | samples", 1);
            case STORE -> table("at once | variant | " + values + "jdbc ÷ this: rate | rounds", 2);
        };
    }

    /** @param texts columns that hold text, before those that hold numbers */
    private static String table(String columns, int texts) {
        int count = columns.split(" \\| ").length;
        return "| " + columns + " |\n|" + "---|".repeat(texts) + "--:|".repeat(count - texts) + "\n";
    }

    private String line(Row row) {
        String values = number("%,.0f", median(row, Measure.RATE)) + " | " + cpuWithSpread(row) + " | "
                + number("%.1f", median(row, Measure.JIT)) + " | " + number("%,.0f", median(row, Measure.BYTES)) + " | "
                + number("%.0f", median(row, Measure.THREADS)) + " | ";
        String variant = row.variant() + failures(row) + " | ";
        String rounds = " | " + medians.rounds(row) + " |\n";
        String peer = number("%.1f", median(row, Measure.PEER_CPU)) + " | ";
        return "| "
                + switch (row.kind()) {
                    case STEADY, YOUNG ->
                        row.level().target().label() + " | " + row.level().inFlight() + " | " + variant + values + peer
                                + ratio(row, Variants.callbacks(row.variant()), Measure.CPU) + " | "
                                + ratio(row, Variants.callbacks(row.variant()), Measure.RATE) + " | "
                                + ratio(row, Variants.waiting(row.variant()), Measure.CPU);
                    case RECEIPTS ->
                        row.level().inFlight() + " | " + variant + values + peer
                                + ratio(row, Variants.SMS_DLR, Measure.CPU) + " | "
                                + ratio(row, Variants.SMS_DLR, Measure.RATE);
                    case BULK -> variant + values + number("%.0f", median(row, Measure.HEAP));
                    case LIMITER -> variant + values + aboveZero(row);
                    case STORE ->
                        row.level().inFlight() + " | " + variant + values
                                + ratio(row, Variants.jdbc(row.variant()), Measure.RATE);
                }
                + rounds;
    }

    private OptionalDouble median(Row row, Measure measure) {
        return medians.of(row, measure);
    }

    private String failures(Row row) {
        double failed = medians.sum(row, Measure.FAILED);
        return failed == 0 ? "" : String.format(Locale.ROOT, " (%.0f failed)", failed);
    }

    private String cpuWithSpread(Row row) {
        double[] sorted = medians.sorted(row, Measure.CPU);
        if (sorted.length == 0) {
            return "";
        }
        return number("%.1f", median(row, Measure.CPU))
                + String.format(Locale.ROOT, " (%.1f to %.1f)", sorted[0], sorted[sorted.length - 1]);
    }

    private String ratio(Row row, String ours, Measure measure) {
        return number("%.2f", medians.ratio(row.with(ours), row, measure));
    }

    private String aboveZero(Row row) {
        String zero = Variants.LIMIT_ZERO + (Variants.isBefore(row.variant()) ? Variants.BEFORE : "");
        OptionalDouble floor = median(row.with(zero), Measure.CPU);
        OptionalDouble value = median(row, Measure.CPU);
        return zero.equals(row.variant()) || floor.isEmpty() || value.isEmpty()
                ? ""
                : number("%.1f", OptionalDouble.of(value.getAsDouble() - floor.getAsDouble()));
    }

    private static String number(String format, OptionalDouble value) {
        return value.isEmpty() ? "" : String.format(Locale.ROOT, format, value.getAsDouble());
    }

    private String goals() {
        String lines = Goal.ALL.stream().map(this::line).collect(Collectors.joining());
        long measured =
                Goal.ALL.stream().filter(goal -> medians.of(goal).isPresent()).count();
        return "## Goals\n\n| goal | value | bound | | if possible | |\n|---|--:|--:|---|--:|---|\n" + lines
                + String.format(
                        Locale.ROOT,
                        "%nGoals: %d of %d met, %d not measured. JDK %s, %s %s, %d processors.%n",
                        Goal.ALL.stream()
                                .filter(goal -> medians.of(goal).stream().anyMatch(goal.must()::isMetBy))
                                .count(),
                        Goal.ALL.size(),
                        Goal.ALL.size() - measured,
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors());
    }

    private String line(Goal goal) {
        OptionalDouble value = medians.of(goal);
        return "| " + goal.label() + " | "
                + (value.isEmpty() ? "" : Goal.Bound.number(value.getAsDouble())) + " | " + goal.must() + " | "
                + verdict(goal.must(), value) + " | " + goal.wish() + " | " + verdict(goal.wish(), value) + " |\n";
    }

    private static String verdict(Goal.Bound bound, OptionalDouble value) {
        return value.isEmpty() ? "not measured" : bound.isMetBy(value.getAsDouble()) ? "met" : "**not met**";
    }
}
