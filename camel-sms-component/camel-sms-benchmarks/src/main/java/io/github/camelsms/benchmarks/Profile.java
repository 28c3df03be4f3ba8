package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a flight recording says that CPU time and allocation go. */
final class Profile {

    private static final int ROWS = 30;

    private final Map<String, Double> self = new HashMap<>();
    private final Map<String, Double> inclusive = new HashMap<>();
    private final Map<String, Double> byPackage = new HashMap<>();
    private final Map<String, Double> allocated = new HashMap<>();
    private final Map<String, Double> allocatedBelow = new HashMap<>();

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
        List<String> methods = event.getStackTrace().getFrames().stream()
                .filter(RecordedFrame::isJavaFrame)
                .map(Profile::name)
                .toList();
        if (methods.isEmpty()) {
            return;
        }
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                self.merge(methods.get(0), 1.0, Double::sum);
                Set.copyOf(methods).forEach(method -> inclusive.merge(method, 1.0, Double::sum));
                byPackage.merge(library(methods), 1.0, Double::sum);
            }
            case "jdk.ObjectAllocationSample" -> {
                double weight = event.getLong("weight");
                RecordedClass type = event.getClass("objectClass");
                allocated.merge(type.getName() + " in " + firstOutsideJdk(methods), weight, Double::sum);
                Set.copyOf(methods).forEach(method -> allocatedBelow.merge(method, weight, Double::sum));
            }
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
        return method.startsWith("java.")
                || method.startsWith("javax.")
                || method.startsWith("jdk.")
                || method.startsWith("sun.");
    }

    private static String firstOutsideJdk(List<String> methods) {
        return methods.stream().filter(method -> !isJdk(method)).findFirst().orElse(methods.get(0));
    }

    /** The first four names of the method nearest to the sample that is not the JDK's. */
    private static String library(List<String> methods) {
        String[] names = firstOutsideJdk(methods).split("\\.");
        return String.join(".", List.of(names).subList(0, Math.min(names.length, 4)));
    }

    String markdown() {
        return table("CPU samples by library (nearest caller outside the JDK)", byPackage)
                + table("CPU samples, method itself", self)
                + table("CPU samples, method and what it calls", inclusive)
                + table("Allocation by class and site", allocated)
                + table("Allocation below a method", allocatedBelow);
    }

    private static String table(String title, Map<String, Double> weights) {
        double total = title.contains("what it calls") || title.contains("below")
                ? weights.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1)
                : weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<String, Double>> rows = new ArrayList<>(weights.entrySet());
        rows.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        return rows.stream()
                .limit(ROWS)
                .map(row ->
                        String.format(Locale.ROOT, "| %.1f %% | %s |%n", 100 * row.getValue() / total, row.getKey()))
                .collect(Collectors.joining("", "\n## " + title + "\n\n| share | where |\n|--:|---|\n", ""));
    }
}
