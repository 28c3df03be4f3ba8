package io.github.camelsms.benchmarks;

import io.github.camelsms.model.SmsMessage;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs like this one. */
final class Jvm {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final String classPath;

    private Jvm(String classPath) {
        this.classPath = classPath;
    }

    /** With the class path of this JVM. */
    static Jvm current() {
        return new Jvm(System.getProperty("java.class.path"));
    }

    /**
     * With another build of the component.
     *
     * @param component its jar
     * @param directory takes a copy of the jar of the benchmarks: there, the class path in its manifest leads nowhere
     */
    static Jvm with(Path component, Path directory) throws IOException {
        Path present = location(SmsMessage.class);
        Path own = location(Jvm.class);
        List<Path> classPath = new ArrayList<>(List.of(component.toAbsolutePath()));
        if (Files.isDirectory(own)) {
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> Path.of(entry).toAbsolutePath())
                    .filter(entry -> !entry.equals(present))
                    .forEach(classPath::add);
        } else {
            Path copy = Files.createDirectories(directory).resolve(own.getFileName());
            classPath.add(Files.copy(own, copy, StandardCopyOption.REPLACE_EXISTING));
            try (Stream<Path> libraries = Files.list(present.resolveSibling("."))) {
                libraries
                        .map(Path::normalize)
                        .filter(library -> !library.equals(present))
                        .forEach(classPath::add);
            }
        }
        return new Jvm(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    /** The jar or the class folder that a class comes from. */
    static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a JVM whose standard error is this one's. */
    Process start(List<String> flags, Class<?> main, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
