package io.github.camelsms.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Medians over the rounds, ratios of the component to the others, and whether the goals are met: one table. */
final class Report {

    private final List<Sample> samples;

    Report(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    String markdown(List<Level> levels, List<String> variants) {
        StringBuilder table = new StringBuilder();
        table.append("""
                | reply | in flight | variant | msgs/s | CPU µs per message (least to most) | bytes per message | stub's CPU µs \
                | ours ÷ this: CPU | msgs/s | goal |
                |---|--:|---|--:|--:|--:|--:|--:|--:|---|
                """);
        for (Level level : levels) {
            for (String variant : variants) {
                row(level, variant).ifPresent(table::append);
            }
        }
        return table + "\n" + summary();
    }

    private Optional<String> row(Level level, String variant) {
        if (of(level, variant).isEmpty()) {
            return Optional.empty();
        }
        String ours = Variants.ours(variant);
        return Optional.of(String.format(
                Locale.ROOT,
                "| %s | %d | %s%s | %,.0f | %s | %,.0f | %.1f | %s | %s | %s |%n",
                level.target().label(),
                level.inFlight(),
                variant,
                failures(level, variant),
                median(level, variant, Measure.RATE).orElseThrow(),
                cpuWithSpread(level, variant),
                median(level, variant, Measure.BYTES).orElseThrow(),
                median(level, variant, Sample::stubMicros).orElseThrow(),
                ratio(level, ours, variant, Measure.CPU),
                ratio(level, ours, variant, Measure.RATE),
                goals(level, variant)));
    }

    private String failures(Level level, String variant) {
        long failed = of(level, variant).stream().mapToLong(Sample::failed).sum();
        return failed == 0 ? "" : " (" + failed + " failed)";
    }

    private String cpuWithSpread(Level level, String variant) {
        double[] sorted = sorted(level, variant, Sample::cpuMicros);
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private String ratio(Level level, String ours, String other, Measure measure) {
        if (ours.equals(other)) {
            return "";
        }
        OptionalDouble ratio = ratio(level, ours, Optional.of(other), measure);
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
    }

    private OptionalDouble ratio(Level level, String ours, Optional<String> other, Measure measure) {
        OptionalDouble value = median(level, ours, measure);
        if (other.isEmpty() || value.isEmpty()) {
            return value;
        }
        OptionalDouble divisor = median(level, other.get(), measure);
        return divisor.isEmpty() ? divisor : OptionalDouble.of(value.getAsDouble() / divisor.getAsDouble());
    }

    private String goals(Level level, String variant) {
        return Goal.ALL.stream()
                .filter(goal -> goal.level().equals(level) && goal.row().equals(variant))
                .map(goal -> goal.measure().label() + " " + goal.bound() + ": " + verdict(goal))
                .collect(Collectors.joining(", "));
    }

    private String verdict(Goal goal) {
        OptionalDouble value = value(goal);
        return value.isEmpty() ? "not measured" : goal.bound().isMetBy(value.getAsDouble()) ? "met" : "**not met**";
    }

    private String summary() {
        long measured =
                Goal.ALL.stream().filter(goal -> value(goal).isPresent()).count();
        long met = Goal.ALL.stream()
                .filter(goal -> value(goal).stream().anyMatch(goal.bound()::isMetBy))
                .count();
        long rounds = samples.stream()
                .collect(Collectors.groupingBy(sample -> sample.variant() + sample.level(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                """
                Goals: %d of %d met, %d not measured. Medians of %d rounds; JDK %s, %s %s, %d processors.
                """,
                met,
                Goal.ALL.size(),
                Goal.ALL.size() - measured,
                rounds,
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    private OptionalDouble value(Goal goal) {
        return ratio(goal.level(), goal.ours(), goal.other(), goal.measure());
    }

    private OptionalDouble median(Level level, String variant, Measure measure) {
        return median(level, variant, measure::of);
    }

    private OptionalDouble median(Level level, String variant, ToDoubleFunction<Sample> value) {
        double[] sorted = sorted(level, variant, value);
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(sorted));
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] sorted(Level level, String variant, ToDoubleFunction<Sample> value) {
        double[] values = of(level, variant).stream().mapToDouble(value).toArray();
        Arrays.sort(values);
        return values;
    }

    private List<Sample> of(Level level, String variant) {
        return samples.stream()
                .filter(sample ->
                        sample.level().equals(level) && sample.variant().equals(variant))
                .toList();
    }
}
