package io.github.camelsms.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one JVM has to do.
 *
 * @param variant with {@link Variants#BEFORE} when the JVM runs an earlier build of the component
 * @param measured time that each level is measured
 * @param warmUp least time until a JVM counts as warm, see {@link WarmUp}
 * @param quick fewer messages where a number of messages is measured
 */
record Task(
        Kind kind,
        String variant,
        List<Level> levels,
        StubAddress stub,
        Duration measured,
        Duration warmUp,
        boolean quick,
        Optional<Path> recording) {

    static Task parse(String... args) {
        return new Task(
                Kind.of(args[0]),
                args[1],
                Level.parseAll(args[2]),
                StubAddress.parse(args[3]),
                Duration.ofMillis(Long.parseLong(args[4])),
                Duration.ofMillis(Long.parseLong(args[5])),
                Boolean.parseBoolean(args[6]),
                args.length > 7 ? Optional.of(Path.of(args[7])) : Optional.empty());
    }

    /** The arguments that {@link #parse} reads. */
    List<String> toArgs() {
        List<String> args = new ArrayList<>(List.of(
                kind.id(),
                variant,
                String.join(",", levels.stream().map(Level::toString).toList()),
                stub.toString(),
                Long.toString(measured.toMillis()),
                Long.toString(warmUp.toMillis()),
                Boolean.toString(quick)));
        recording.map(Path::toString).ifPresent(args::add);
        return args;
    }

    /** The shorter of a time and the warm-up, so that a quick run is quick. */
    Duration atMostWarmUp(Duration duration) {
        return duration.compareTo(warmUp) < 0 ? duration : warmUp;
    }

    Row row(Level level) {
        return new Row(kind, level, variant);
    }

    @Override
    public String toString() {
        return kind.id() + " " + variant + (kind.oneLevelPerJvm() ? " " + levels.get(0) : "");
    }
}
