package io.github.camelsms.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What to run.
 *
 * @param measured time that each level is measured
 * @param warmUp most time that a JVM warms up
 * @param profile the variant to record with the flight recorder instead of a comparison
 */
record Options(
        int rounds,
        Duration measured,
        Duration warmUp,
        List<Level> levels,
        List<String> variants,
        Optional<String> profile) {

    static final String USAGE = """
            Options:
              --quick               one short round, to see that everything works; its numbers mean nothing
              --rounds N            JVMs for each variant (3)
              --seconds S           measured at each level (2)
              --warm-up S           at most, until the JIT is quiet (30)
              --levels A/N,...      A: instant, delayed or tls; N: messages in flight
                                    (%s)
              --variants A,...      (%s)
              --profile VARIANT     flight recording of one variant at the levels given (instant/64, 15 seconds)
            """;

    private static final String LEVELS = "instant/1,instant/16,instant/64,instant/256,delayed/64,delayed/256,tls/256";

    /** @throws IllegalArgumentException an option or a value that does not exist; the message says which */
    static Options parse(String... args) {
        Options options = new Options(
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Level.parseAll(LEVELS),
                Variants.names(),
                Optional.empty());
        Iterator<String> words = Arrays.asList(args).iterator();
        while (words.hasNext()) {
            options = options.with(words.next(), words);
        }
        return options;
    }

    static String usage() {
        return USAGE.formatted(LEVELS, String.join(",", Variants.names()));
    }

    private Options with(String option, Iterator<String> values) {
        if (option.equals("--quick")) {
            return new Options(1, Duration.ofMillis(500), Duration.ofSeconds(1), levels, variants, profile);
        }
        if (!values.hasNext()) {
            throw new IllegalArgumentException("unknown option '" + option + "', or its value is missing");
        }
        String value = values.next();
        return switch (option) {
            case "--rounds" -> new Options(Integer.parseInt(value), measured, warmUp, levels, variants, profile);
            case "--seconds" -> new Options(rounds, seconds(value), warmUp, levels, variants, profile);
            case "--warm-up" -> new Options(rounds, measured, seconds(value), levels, variants, profile);
            case "--levels" -> new Options(rounds, measured, warmUp, Level.parseAll(value), variants, profile);
            case "--variants" -> new Options(rounds, measured, warmUp, levels, known(value), profile);
            case "--profile" ->
                new Options(
                        1,
                        Duration.ofSeconds(15),
                        warmUp,
                        Level.parseAll("instant/64"),
                        variants,
                        Optional.of(known(value).get(0)));
            default -> throw new IllegalArgumentException("unknown option '" + option + "'");
        };
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private static List<String> known(String value) {
        List<String> names = List.of(value.split(","));
        for (String name : names) {
            if (!Variants.names().contains(name)) {
                throw new IllegalArgumentException("unknown variant '" + name + "', there are " + Variants.names());
            }
        }
        return names;
    }
}
