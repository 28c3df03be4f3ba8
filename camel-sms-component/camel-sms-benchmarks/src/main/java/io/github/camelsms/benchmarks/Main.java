package io.github.camelsms.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the comparison: one stub, and for each round a fresh JVM for each variant, one after the other. Writes samples and report beside
 * its jar.
 */
final class Main {

    /** A JVM that takes longer hangs. */
    private static final int MOST_MINUTES = 10;

    private final Options options;
    private final Path directory;
    private final Path samplesFile;
    private final List<Task> failed = new ArrayList<>();

    private Main(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
        samplesFile = file("samples.tsv");
    }

    /** Arguments: see {@link Options}. The exit code is 1 when a JVM failed and 2 when an argument is wrong. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.usage());
            System.exit(2);
            return;
        }
        Path directory = Jvm.location(Main.class).resolveSibling("benchmark");
        System.exit(new Main(options, Files.createDirectories(directory)).run() ? 0 : 1);
    }

    /** Quick runs write files of their own, so that no report mixes their numbers with real ones. */
    private Path file(String name) {
        return directory.resolve(options.isQuick() ? "quick-" + name : name);
    }

    private boolean run() throws IOException, InterruptedException {
        Path keyStore = Certificate.create(directory);
        Process stub = Jvm.current().start(List.of("-Xmx256m"), Stub.class, List.of(keyStore.toString()));
        try (BufferedReader announced = stub.inputReader()) {
            Plan plan = new Plan(options, StubAddress.parse(announced.readLine()));
            if (options.profile().isPresent()) {
                profile(plan, options.profile().get(), keyStore);
            } else {
                compare(plan, keyStore);
            }
        } finally {
            stub.destroy();
        }
        return failed.isEmpty();
    }

    private void compare(Plan plan, Path keyStore) throws IOException, InterruptedException {
        if (!options.isAppended()) {
            Files.deleteIfExists(samplesFile);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            List<Task> tasks = plan.round(round);
            for (Task task : tasks) {
                System.err.printf(
                        "round %d of %d, JVM %d of %d: %s%n",
                        round, plan.rounds(), tasks.indexOf(task) + 1, tasks.size(), task);
                // written at once: a run that is broken off leaves what it has
                Files.write(
                        samplesFile,
                        measure(task, keyStore).stream().map(Sample::toLine).toList(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
        List<Sample> samples =
                Files.readAllLines(samplesFile).stream().map(Sample::parse).toList();
        String report = new Report(samples).markdown(options.isQuick());
        Files.writeString(file("report.md"), report);
        System.out.println(report);
        failed.forEach(task -> System.out.println("FAILED, see above: " + task));
    }

    private void profile(Plan plan, String variant, Path keyStore) throws IOException, InterruptedException {
        Path recording = directory.resolve(variant + ".jfr");
        measure(plan.recording(variant, recording), keyStore).forEach(sample -> System.out.println(sample.toLine()));
        System.out.println(Profile.read(recording).markdown());
        System.out.println("recording: " + recording);
    }

    private List<Sample> measure(Task task, Path keyStore) throws IOException, InterruptedException {
        Process worker = jvm(task).start(flags(task, keyStore), Worker.class, task.toArgs());
        CompletableFuture.delayedExecutor(MOST_MINUTES, TimeUnit.MINUTES).execute(worker::destroyForcibly);
        try (Stream<String> lines = worker.inputReader().lines()) {
            List<Sample> samples =
                    lines.filter(Sample::isSample).map(Sample::parse).toList();
            if (worker.waitFor() != 0) {
                System.err.println(task + " failed");
                failed.add(task);
            }
            return samples;
        } finally {
            worker.destroy();
        }
    }

    private Jvm jvm(Task task) throws IOException {
        return Variants.isBefore(task.variant())
                ? Jvm.with(options.component().orElseThrow(), directory.resolve("before"))
                : Jvm.current();
    }

    private static List<String> flags(Task task, Path keyStore) {
        // a small heap is collected often: then one sees what a bulk send holds
        String heap = task.kind() == Kind.BULK ? "256m" : "1g";
        return List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-Djava.net.preferIPv4Stack=true",
                "-Djavax.net.ssl.trustStore=" + keyStore,
                "-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD);
    }
}
