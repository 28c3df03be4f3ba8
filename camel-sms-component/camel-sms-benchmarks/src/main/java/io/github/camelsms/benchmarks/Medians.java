package io.github.camelsms.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Medians over the samples of a row. */
final class Medians {

    private final List<Sample> samples;

    Medians(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    int rounds(Row row) {
        return (int) samples.stream().filter(sample -> sample.row().equals(row)).count();
    }

    /** Empty when the row or the measure was not taken. */
    OptionalDouble of(Row row, Measure measure) {
        double[] sorted = sorted(row, measure);
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** From the least to the most; empty when the row or the measure was not taken. */
    double[] sorted(Row row, Measure measure) {
        return samples.stream()
                .filter(sample -> sample.row().equals(row) && sample.values().containsKey(measure))
                .mapToDouble(sample -> sample.values().getOrDefault(measure, Double.NaN))
                .sorted()
                .toArray();
    }

    /** Of all samples together. */
    double sum(Row row, Measure measure) {
        return Arrays.stream(sorted(row, measure)).sum();
    }

    /** The value that a goal bounds; empty when one of its rows was not measured. */
    OptionalDouble of(Goal goal) {
        OptionalDouble ours = of(goal.ours(), goal.measure());
        OptionalDouble other = of(goal.other().map(goal.ours()::with).orElse(goal.ours()), goal.measure());
        if (ours.isEmpty() || other.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(goal.comparison().of(ours.getAsDouble(), other.getAsDouble()));
    }

    /** Our median divided by the other's; empty when one was not measured, or both rows are the same. */
    OptionalDouble ratio(Row ours, Row other, Measure measure) {
        OptionalDouble value = of(ours, measure);
        OptionalDouble divisor = of(other, measure);
        return ours.equals(other) || value.isEmpty() || divisor.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(value.getAsDouble() / divisor.getAsDouble());
    }
}
