package io.github.camelsms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What this JVM has used so far. */
final class Meter {

    private static final Path TASKS = Path.of("/proc/self/task");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Nanoseconds of CPU time of all threads, in the kernel too, compilers included. */
    long cpuTime() {
        return system.getProcessCpuTime();
    }

    /**
     * Nanoseconds of CPU time of the JIT compiler's threads, of which the JVM must keep a constant number
     * ({@code -XX:-UseDynamicNumberOfCompilerThreads}). Zero where there is no {@code /proc}.
     */
    long compilerTime() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            List<Path> all = tasks.toList();
            return all.stream()
                    .filter(Meter::isCompiler)
                    .mapToLong(Meter::taskTime)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCompiler(Path task) {
        String name = read(task.resolve("comm"));
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }

    // schedstat: nanoseconds on a CPU, nanoseconds waiting for one, time slices (Linux,
    // Documentation/scheduler/sched-stats)
    private static long taskTime(Path task) {
        String schedstat = read(task.resolve("schedstat"));
        return schedstat.isEmpty() ? 0 : Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    /** Empty when the thread has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** Bytes that the threads now alive have allocated. */
    long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
