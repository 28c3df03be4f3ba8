package io.github.camelsms.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the comparison: one stub, and for each round a fresh JVM for each variant, one after the other. Writes samples and report beside
 * its jar.
 */
final class Main {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Options options;
    private final Path directory;

    private Main(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** Arguments: see {@link Options}. */
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
        new Main(options, Files.createDirectories(resultDirectory())).run();
    }

    /** {@code benchmark} beside the jar or the class folder. */
    private static Path resultDirectory() throws URISyntaxException {
        return Path.of(Main.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolveSibling("benchmark");
    }

    private void run() throws IOException, InterruptedException {
        Path keyStore = Certificate.create(directory);
        Process stub = java(List.of("-Xmx256m"), Stub.class, keyStore.toString());
        try (BufferedReader announced = stub.inputReader()) {
            StubAddress address = StubAddress.parse(announced.readLine());
            if (options.profile().isPresent()) {
                profile(options.profile().get(), address, keyStore);
            } else {
                compare(address, keyStore);
            }
        } finally {
            stub.destroy();
        }
    }

    private void compare(StubAddress stub, Path keyStore) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        List<String> order = new ArrayList<>(options.variants());
        for (int round = 1; round <= options.rounds(); round++) {
            for (String variant : order) {
                System.err.printf("round %d of %d: %s%n", round, options.rounds(), variant);
                samples.addAll(measure(variant, stub, keyStore));
            }
            Collections.rotate(order, 1); // nobody is always first or always behind the same neighbour
        }
        Files.write(
                directory.resolve("samples.tsv"),
                samples.stream().map(Sample::toLine).toList());
        String report = new Report(samples).markdown(options.levels(), options.variants());
        Files.writeString(directory.resolve("report.md"), report);
        System.out.println(report);
    }

    private void profile(String variant, StubAddress stub, Path keyStore) throws IOException, InterruptedException {
        Path recording = directory.resolve(variant + ".jfr");
        measure(variant, stub, keyStore, recording.toString()).forEach(sample -> System.out.println(sample.toLine()));
        System.out.println(Profile.read(recording).markdown());
        System.out.println("recording: " + recording);
    }

    private List<Sample> measure(String variant, StubAddress stub, Path keyStore, String... more)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(
                variant,
                stub.toString(),
                String.join(",", options.levels().stream().map(Level::toString).toList()),
                Long.toString(options.measured().toMillis()),
                Long.toString(options.warmUp().toMillis())));
        args.addAll(List.of(more));
        List<String> flags = List.of(
                "-Xms1g",
                "-Xmx1g",
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-Djava.net.preferIPv4Stack=true",
                "-Djavax.net.ssl.trustStore=" + keyStore,
                "-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD);
        Process client = java(flags, Client.class, args.toArray(String[]::new));
        List<Sample> samples;
        try (Stream<String> lines = client.inputReader().lines()) {
            samples = lines.filter(Sample::isSample).map(Sample::parse).toList();
        } catch (UncheckedIOException e) {
            client.destroy();
            throw e;
        }
        if (client.waitFor() != 0) {
            throw new IllegalStateException(variant + " failed, see above");
        }
        return samples;
    }

    private static Process java(List<String> flags, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(flags);
        command.addAll(List.of("-cp", CLASS_PATH, main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
