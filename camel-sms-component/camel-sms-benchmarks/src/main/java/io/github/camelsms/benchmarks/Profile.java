package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a flight recording says that CPU time and allocation go. */
final class Profile {

    /** Between two CPU samples. */
    static final Duration SAMPLING = Duration.ofMillis(2);
    /** Of the waits that are recorded. */
    static final Duration SHORTEST_WAIT = Duration.ofNanos(20_000);

    private final Shares libraries = new Shares();
    private final Shares methods = new Shares();
    private final Shares methodsWithCallees = new Shares();
    private final Shares allocations = new Shares();
    private final Shares allocationsWithCallees = new Shares();
    private final Shares waits = new Shares();

    private Profile() {}

    static Profile read(Path recording) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.add(file.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return;
        }
        List<String> stack = event.getStackTrace().getFrames().stream()
                .filter(RecordedFrame::isJavaFrame)
                .map(Profile::name)
                .toList();
        if (stack.isEmpty()) {
            return;
        }
        String caller =
                stack.stream().filter(method -> !isJdk(method)).findFirst().orElse(stack.get(0));
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                libraries.add(List.of(library(caller)), 1);
                methods.add(List.of(stack.get(0)), 1);
                methodsWithCallees.add(Set.copyOf(stack), 1);
            }
            case "jdk.ObjectAllocationSample" -> {
                long weight = event.getLong("weight");
                allocations.add(List.of(event.getClass("objectClass").getName() + " in " + caller), weight);
                allocationsWithCallees.add(Set.copyOf(stack), weight);
            }
            case "jdk.ThreadPark", "jdk.JavaMonitorEnter" -> waits.add(Set.copyOf(stack), 1);
            default -> {}
        }
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        int lambda = type.indexOf("$$Lambda"); // what follows differs from run to run
        return (lambda < 0 ? type : type.substring(0, lambda)) + "."
                + frame.getMethod().getName();
    }

    private static boolean isJdk(String method) {
        return method.startsWith("java.") || method.startsWith("jdk.") || method.startsWith("sun.");
    }

    /** The first four names of a method, such as {@code org.apache.hc.core5}. */
    private static String library(String method) {
        List<String> names = List.of(method.split("\\."));
        return String.join(".", names.subList(0, Math.min(names.size(), 4)));
    }

    String markdown() {
        return libraries.table("CPU samples by library: the innermost method outside the JDK")
                + methods.table("CPU samples by method")
                + methodsWithCallees.table("CPU samples by method and all it calls")
                + allocations.table("Allocation by class and innermost method outside the JDK")
                + allocationsWithCallees.table("Allocation by method and all it calls")
                + waits.table("Waits for a lock or a wake-up, by method and all it calls");
    }

    /** How much of a total belongs to each name. One sample may belong to several. */
    private static final class Shares {

        private static final int ROWS = 50;
        /** A method with more than this is one of those that lead to every sample. */
        private static final double EVERYTHING = 0.85;

        private final Map<String, Long> weights = new HashMap<>();
        private long total;

        void add(Collection<String> names, long weight) {
            names.forEach(name -> weights.merge(name, weight, Long::sum));
            total += weight;
        }

        String table(String title) {
            return weights.entrySet().stream()
                    .filter(entry -> entry.getValue() <= EVERYTHING * total)
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(ROWS)
                    .map(entry -> String.format(
                            Locale.ROOT, "| %.1f %% | %s |%n", 100.0 * entry.getValue() / total, entry.getKey()))
                    .collect(Collectors.joining("", "\n## " + title + "\n\n| share | where |\n|--:|---|\n", ""));
        }
    }
}
