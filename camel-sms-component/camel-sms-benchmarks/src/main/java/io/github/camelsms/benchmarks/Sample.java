package io.github.camelsms.benchmarks;

import java.util.Locale;

/**
 * What one variant did at one level in one JVM.
 *
 * @param perSecond messages accepted per second
 * @param cpuMicros microseconds of the client's CPU time per message, the JIT compiler's left out
 * @param bytes allocated per message
 * @param stubMicros microseconds of the stub's CPU time per message
 * @param failed messages not accepted
 */
record Sample(
        String variant, Level level, double perSecond, double cpuMicros, double bytes, double stubMicros, long failed) {

    private static final String MARK = "SAMPLE";

    static boolean isSample(String line) {
        return line.startsWith(MARK + "\t");
    }

    /** Reads what {@link #toLine} wrote. */
    static Sample parse(String line) {
        String[] field = line.split("\t");
        return new Sample(
                field[1],
                Level.parse(field[2]),
                Double.parseDouble(field[3]),
                Double.parseDouble(field[4]),
                Double.parseDouble(field[5]),
                Double.parseDouble(field[6]),
                Long.parseLong(field[7]));
    }

    /** One line, its fields separated by tabs. */
    String toLine() {
        return String.format(
                Locale.ROOT,
                "%s\t%s\t%s\t%.1f\t%.2f\t%.0f\t%.2f\t%d",
                MARK,
                variant,
                level,
                perSecond,
                cpuMicros,
                bytes,
                stubMicros,
                failed);
    }
}
