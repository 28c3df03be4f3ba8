package io.github.camelsms.benchmarks;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one JVM did in one row.
 *
 * @param values not every measure is taken in every row
 */
record Sample(Row row, Map<Measure, Double> values) {

    private static final String MARK = "SAMPLE";
    private static final int FIRST_VALUE = 4;

    Sample {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    static boolean isSample(String line) {
        return line.startsWith(MARK + "\t");
    }

    /** Reads what {@link #toLine} wrote. */
    static Sample parse(String line) {
        String[] field = line.split("\t");
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        Arrays.stream(field)
                .skip(FIRST_VALUE)
                .map(value -> value.split("="))
                .forEach(value -> values.put(Measure.valueOf(value[0]), Double.valueOf(value[1])));
        return new Sample(new Row(Kind.of(field[1]), Level.parse(field[2]), field[3]), values);
    }

    /** One line, its fields separated by tabs. */
    String toLine() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(
                        "\t", MARK + "\t" + row.kind().id() + "\t" + row.level() + "\t" + row.variant() + "\t", ""));
    }
}
