package io.github.camelsms.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What to run. */
final class Options {

    private static final String LEVELS = "instant/1,instant/16,instant/64,instant/256,instant/2000,tls-instant/64,"
            + "delayed/64,delayed/256,delayed/2000,tls/256,tls/2000";
    private static final String QUICK_LEVELS = "instant/1,instant/64,tls-instant/64,delayed/256,delayed/2000,tls/256";
    private static final String YOUNG_LEVELS = "instant/64";
    private static final String CONNECTIONS = "16,256";
    private static final String PROFILED = "instant/64";

    private static final String USAGE = """
            Options:
              --quick               one short round, to see that everything works; its numbers mean nothing
              --goals               only the rows that decide a goal
              --only KIND,...       (%s)
              --variants A,...      (%s)
                                    those of the component may be followed by %s
              --levels A/N,...      of steady; A: instant, tls-instant, delayed or tls; N: messages in flight
                                    (%s)
              --young-levels A/N,...
                                    of young (%s)
              --connections N,...   of receipts (%s)
              --rounds N            JVMs for each row that decides a goal (3)
              --other-rounds N      JVMs for each other row (1)
              --seconds S           measured at each level (2)
              --warm-up S           at least; at most half as long again (30)
              --component JAR       an earlier build of the component, for the variants that end in %s
              --append              keep the samples of earlier runs and report on all of them
              --profile VARIANT     flight recording of one variant (at %s, 15 seconds) instead
            """;

    private List<Kind> kinds = List.of(Kind.values());
    private List<String> variants = List.of();
    private List<Level> levels = List.of();
    private List<Level> youngLevels = Level.parseAll(YOUNG_LEVELS);
    private List<Level> connections = connections(CONNECTIONS);
    private int rounds = 3;
    private int otherRounds = 1;
    private Duration measured = Duration.ofSeconds(2);
    private Duration warmUp = Duration.ofSeconds(30);
    private boolean quick;
    private boolean append;
    private @Nullable Path component;
    private @Nullable String profile;

    private Options() {}

    /** @throws IllegalArgumentException an option or a value that does not exist; the message says which */
    static Options parse(String... args) {
        Options options = new Options();
        Iterator<String> given = Arrays.asList(args).iterator();
        while (given.hasNext()) {
            options.set(given.next(), given);
        }
        if (options.component == null && options.variants.stream().anyMatch(Variants::isBefore)) {
            throw new IllegalArgumentException("a variant that ends in " + Variants.BEFORE + " needs --component");
        }
        return options;
    }

    static String usage() {
        return USAGE.formatted(
                String.join(",", Kind.ids()),
                String.join(",", Variants.names()),
                Variants.BEFORE,
                LEVELS,
                YOUNG_LEVELS,
                CONNECTIONS,
                Variants.BEFORE,
                PROFILED);
    }

    private void set(String option, Iterator<String> values) {
        switch (option) {
            case "--quick" -> quick();
            case "--goals" -> otherRounds = 0;
            case "--append" -> append = true;
            default -> {
                if (!values.hasNext()) {
                    throw new IllegalArgumentException("unknown option '" + option + "', or its value is missing");
                }
                set(option, values.next());
            }
        }
    }

    private void set(String option, String value) {
        switch (option) {
            case "--only" -> kinds = list(value, Kind::of);
            case "--variants" -> variants = list(value, Options::variant);
            case "--levels" -> levels = Level.parseAll(value);
            case "--young-levels" -> youngLevels = Level.parseAll(value);
            case "--connections" -> connections = connections(value);
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--other-rounds" -> otherRounds = Integer.parseInt(value);
            case "--seconds" -> measured = seconds(value);
            case "--warm-up" -> warmUp = seconds(value);
            case "--component" -> component = jar(value);
            case "--profile" -> profile(variant(value));
            default -> throw new IllegalArgumentException("unknown option '" + option + "'");
        }
    }

    private void quick() {
        quick = true;
        rounds = 1;
        otherRounds = Math.min(otherRounds, 1);
        measured = Duration.ofMillis(200);
        warmUp = Duration.ofMillis(300);
    }

    private void profile(String variant) {
        profile = variant;
        measured = Duration.ofSeconds(15);
        levels = Level.parseAll(PROFILED);
        connections = connections("64");
    }

    private static <T> List<T> list(String value, Function<String, T> element) {
        return Arrays.stream(value.split(",")).map(element).toList();
    }

    private static String variant(String name) {
        Variants.check(name);
        return name;
    }

    private static List<Level> connections(String value) {
        return list(value, number -> new Level(Target.INSTANT, Integer.parseInt(number)));
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private static Path jar(String value) {
        Path jar = Path.of(value);
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException("cannot read " + jar);
        }
        return jar;
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** The chosen variants of a kind, else all of it, and those of an earlier build when there is one. */
    List<String> variants(Kind kind) {
        if (variants.isEmpty()) {
            List<String> all = new ArrayList<>(Variants.names(kind));
            if (component != null) {
                Variants.namesBefore().stream().filter(name -> isOf(kind, name)).forEach(all::add);
            }
            return all;
        }
        return variants.stream().filter(name -> isOf(kind, name)).toList();
    }

    private static boolean isOf(Kind kind, String variant) {
        return Variants.names(kind).contains(Variants.withoutBefore(variant));
    }

    List<Level> levels(Kind kind) {
        return switch (kind) {
            case STEADY -> levels.isEmpty() ? Level.parseAll(quick ? QUICK_LEVELS : LEVELS) : levels;
            case YOUNG -> youngLevels;
            case RECEIPTS -> connections;
            case BULK -> Level.parseAll("instant/1");
            case LIMITER -> Level.parseAll("instant/64");
            case STORE -> Level.parseAll("instant/16");
        };
    }

    int rounds() {
        return rounds;
    }

    int otherRounds() {
        return otherRounds;
    }

    Duration measured() {
        return measured;
    }

    Duration warmUp() {
        return warmUp;
    }

    boolean isQuick() {
        return quick;
    }

    boolean isAppended() {
        return append;
    }

    Optional<Path> component() {
        return Optional.ofNullable(component);
    }

    /** The variant to record instead of a comparison. */
    Optional<String> profile() {
        return Optional.ofNullable(profile);
    }
}
