package io.github.camelsms.examples.karaf;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A Karaf in a process of its own, as it comes from its distribution, with an {@code etc} and a {@code data} that were never used before. It
 * takes bundles from one folder and from nowhere else. No port is the same twice.
 */
final class KarafServer implements AutoCloseable {

    /** The first start of a Karaf on a slow machine that is busy with other things. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final String LOOPBACK = "127.0.0.1";
    private static final String FEATURES = "org.apache.karaf:type=feature,name=root";
    private static final String BUNDLES = "org.apache.karaf:type=bundle,name=root";
    private static final String LAST_OF_ITS_OWN = "kar";
    private static final int LINES_OF_LOG = 60;

    private final Path base;
    private final Process process;
    private final MBeanServerConnection mbeans;
    private final JMXConnector connector;

    private KarafServer(Path base, Process process, JMXConnector connector) throws IOException {
        this.base = base;
        this.process = process;
        this.connector = connector;
        this.mbeans = connector.getMBeanServerConnection();
    }

    /**
     * Starts one and waits until it takes commands.
     *
     * @param distribution folder of an unpacked distribution
     * @param repository folder in the layout of a Maven repository, with all that will be installed
     * @param base folder of what belongs to this one; made anew
     * @param javaHome of a JDK that Karaf runs on
     * @param variables of its environment
     * @throws IllegalStateException when it ends or does not come up; the message ends with its log
     */
    static KarafServer start(
            Path distribution, Path repository, Path base, Path javaHome, Map<String, String> variables)
            throws Exception {
        delete(base);
        copy(distribution.resolve("etc"), base.resolve("etc"));
        Files.createDirectories(base.resolve("data/log"));
        append(
                base.resolve("etc/org.ops4j.pax.url.mvn.cfg"),
                "org.ops4j.pax.url.mvn.settings = " + base.resolve("no-settings.xml"),
                "org.ops4j.pax.url.mvn.localRepository = " + base.resolve("local-repository"),
                "org.ops4j.pax.url.mvn.repositories = ",
                "org.ops4j.pax.url.mvn.defaultRepositories = "
                        + distribution.resolve("system").toUri() + "@id=system@snapshots, " + repository.toUri()
                        + "@id=build@snapshots");
        append(
                base.resolve("etc/org.apache.karaf.management.cfg"),
                "rmiRegistryPort = " + freePort(),
                "rmiServerPort = " + freePort());
        append(base.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort = " + freePort());

        // Else it writes back what it has read, over what was written meanwhile.
        append(base.resolve("etc/config.properties"), "felix.fileinstall.enableConfigSave = false");

        ProcessBuilder command =
                new ProcessBuilder(distribution.resolve("bin/karaf").toString(), "daemon");
        Map<String, String> environment = command.environment();
        environment.keySet().removeIf(name -> name.startsWith("KARAF_") || name.equals("EXTRA_JAVA_OPTS"));
        environment.putAll(variables);
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("KARAF_BASE", base.toString());
        environment.put("KARAF_ETC", base.resolve("etc").toString());
        environment.put("KARAF_DATA", base.resolve("data").toString());
        environment.put("KARAF_LOG", base.resolve("data/log").toString());
        command.redirectErrorStream(true)
                .redirectOutput(base.resolve("console.log").toFile());
        Process process = command.start();
        process.getOutputStream().close();
        try {
            return started(base, process);
        } catch (Exception | Error failed) {
            kill(process);
            throw failed;
        }
    }

    private static KarafServer started(Path base, Process process) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        KarafServer server = null;
        while (System.nanoTime() < end && process.isAlive()) {
            // The log is there once the JVM has long been up; asked to let us in before, a JVM may take it for the
            // signal to quit.
            if (server == null && Files.exists(log(base))) {
                server = new KarafServer(base, process, connect(process));
            }
            if (server != null && server.takesCommands()) {
                return server;
            }
            process.waitFor(200, TimeUnit.MILLISECONDS); // looks again then, or at once when it has ended
        }
        throw new IllegalStateException("Karaf " + (process.isAlive() ? "is not up after " + START : "has ended") + "\n"
                + tail(base.resolve("console.log")) + tail(log(base)));
    }

    @SuppressWarnings("BanJNDI") // The address comes from the process that was started here.
    private static JMXConnector connect(Process process) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    /** Whether it has installed the features of its own. While it does so, it restarts what answers here. */
    private boolean takesCommands() throws Exception {
        if (!mbeans.isRegistered(new ObjectName(FEATURES)) || !mbeans.isRegistered(new ObjectName(BUNDLES))) {
            return false;
        }
        try {
            return ((TabularData) mbeans.getAttribute(new ObjectName(FEATURES), "Features"))
                    .values().stream()
                            .map(CompositeData.class::cast)
                            .anyMatch(feature -> LAST_OF_ITS_OWN.equals(feature.get("Name"))
                                    && Boolean.TRUE.equals(feature.get("Installed")));
        } catch (JMException restarting) {
            return false;
        }
    }

    /** {@code feature:repo-add} */
    void addFeatures(String url) throws Exception {
        call(FEATURES, "addRepository", url);
    }

    /** {@code feature:install}; returns when all its bundles are started. */
    void install(String feature) throws Exception {
        call(FEATURES, "installFeature", feature);
    }

    /** {@code feature:uninstall} */
    void uninstall(String feature) throws Exception {
        call(FEATURES, "uninstallFeature", feature);
    }

    /** {@code bundle:update}, and {@code bundle:refresh}: those that use it are wired to the new one. */
    void update(String bundle) throws Exception {
        call(BUNDLES, "update", bundle);
        call(BUNDLES, "refresh", bundle);
    }

    private void call(String mbean, String operation, String argument) throws Exception {
        try {
            mbeans.invoke(
                    new ObjectName(mbean), operation, new Object[] {argument}, new String[] {String.class.getName()});
        } catch (JMException | IOException failed) {
            throw new IllegalStateException(operation + " " + argument + " failed\n" + log(), failed);
        }
    }

    /** State by symbolic name. */
    Map<String, String> bundles() throws Exception {
        Map<String, String> states = new TreeMap<>();
        for (Object row : ((TabularData) mbeans.getAttribute(new ObjectName(BUNDLES), "Bundles")).values()) {
            CompositeData bundle = (CompositeData) row;
            states.put(
                    Objects.toString(
                            bundle.get("Symbolic Name"), bundle.get("Name").toString()),
                    (String) bundle.get("State"));
        }
        return states;
    }

    /** Names of the threads that are alive. */
    Set<String> threads() {
        try {
            ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                    mbeans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            return Arrays.stream(threads.dumpAllThreads(false, false))
                    .map(ThreadInfo::getThreadName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Writes a file of {@code etc} in one go, so that no half of it is read. */
    void configure(String file, String content) throws IOException {
        Path written = Files.writeString(base.resolve(file), content);
        Files.move(
                written,
                base.resolve("etc").resolve(file),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end of the log. */
    String log() {
        return tail(log(base));
    }

    boolean hasLogged(Predicate<String> line) throws IOException {
        try (Stream<String> lines = Files.lines(log(base))) {
            return lines.anyMatch(line);
        }
    }

    private static Path log(Path base) {
        return base.resolve("data/log/karaf.log");
    }

    private static String tail(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return "--- " + file.getFileName() + "\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size())) + "\n";
        } catch (IOException unreadable) {
            return "--- " + file + " cannot be read: " + unreadable + "\n";
        }
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static void append(Path file, String... lines) throws IOException {
        Files.write(
                file,
                Stream.concat(Stream.of(""), Stream.of(lines)).toList(),
                StandardCharsets.ISO_8859_1,
                StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException inUse) {
                        throw new UncheckedIOException(inUse);
                    }
                });
            }
        }
        Files.createDirectories(folder);
    }

    /** Shuts it down as {@code bin/stop} does; kills it when that takes longer than minutes. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd(process);
        kill(process);
        try {
            connector.close();
        } catch (IOException gone) {
            // It has ended with the process.
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd(process);
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(2, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
