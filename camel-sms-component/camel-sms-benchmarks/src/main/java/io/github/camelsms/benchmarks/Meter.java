package io.github.camelsms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What this JVM has used so far, and what the process at the other end has. */
final class Meter {

    private static final Path TASKS = Path.of("/proc/self/task");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Bytes by thread id, of threads that have ended too. */
    private final Map<Long, Long> allocatedByThread = new HashMap<>();

    private final long peer;

    /** @param peer process id of the other end */
    Meter(long peer) {
        this.peer = peer;
    }

    Reading read(Counter counter) {
        long jit = compilerTime();
        return new Reading(
                System.nanoTime(), counter.accepted(), counter.failed(), cpuTime() - jit, jit, allocated(), peerTime());
    }

    /** Platform threads alive at the peak since {@link #resetPeakThreads}. */
    int peakThreads() {
        return threads.getPeakThreadCount();
    }

    void resetPeakThreads() {
        threads.resetPeakThreadCount();
    }

    /** In steps of 10 ms; zero where the platform does not say. */
    private long peerTime() {
        return ProcessHandle.of(peer)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Nanoseconds of CPU time of all threads, in the kernel too, compilers included. */
    private long cpuTime() {
        return system.getProcessCpuTime();
    }

    /**
     * Nanoseconds of CPU time of the JIT compiler's threads, of which the JVM must keep a constant number
     * ({@code -XX:-UseDynamicNumberOfCompilerThreads}). Zero where there is no {@code /proc}.
     */
    private long compilerTime() {
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

    /** Bytes that all threads have allocated; of those that have ended, up to the last reading before their end. */
    private long allocated() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] > 0) {
                allocatedByThread.put(ids[i], bytes[i]);
            }
        }
        return allocatedByThread.values().stream().mapToLong(Long::longValue).sum();
    }
}
