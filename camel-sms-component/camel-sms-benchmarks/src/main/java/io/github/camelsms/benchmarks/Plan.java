package io.github.camelsms.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which JVMs a run starts, and in which order. */
final class Plan {

    private final Options options;
    private final StubAddress stub;

    Plan(Options options, StubAddress stub) {
        this.options = options;
        this.stub = stub;
    }

    int rounds() {
        return Math.max(options.rounds(), options.otherRounds());
    }

    /** The JVMs of a round; the first round is 1. Each round begins with another variant: none always follows the same one. */
    List<Task> round(int round) {
        List<Task> tasks = new ArrayList<>();
        for (Kind kind : options.kinds()) {
            List<String> variants = new ArrayList<>(options.variants(kind));
            Collections.rotate(variants, 1 - round);
            for (String variant : variants) {
                List<Level> levels = options.levels(kind).stream()
                        .filter(level -> round <= rounds(new Row(kind, level, variant)))
                        .toList();
                if (kind.oneLevelPerJvm()) {
                    levels.forEach(level -> tasks.add(task(kind, variant, List.of(level))));
                } else if (!levels.isEmpty()) {
                    tasks.add(task(kind, variant, levels));
                }
            }
        }
        return tasks;
    }

    private int rounds(Row row) {
        return Goal.isDecidedBy(row) ? options.rounds() : options.otherRounds();
    }

    /** A flight recording of one variant. */
    Task recording(String variant, Path file) {
        Kind kind = options.kinds().stream()
                .filter(each -> Variants.names(each).contains(Variants.withoutBefore(variant)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind has variant '" + variant + "'"));
        return task(kind, variant, options.levels(kind), Optional.of(file));
    }

    private Task task(Kind kind, String variant, List<Level> levels) {
        return task(kind, variant, levels, Optional.empty());
    }

    private Task task(Kind kind, String variant, List<Level> levels, Optional<Path> recording) {
        return new Task(
                kind, variant, levels, stub, options.measured(), options.warmUp(), options.isQuick(), recording);
    }
}
