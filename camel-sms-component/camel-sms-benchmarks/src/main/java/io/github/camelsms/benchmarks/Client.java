package io.github.camelsms.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** The JVM that is measured: warms one variant up and takes it through the levels. */
final class Client {

    private static final int WARM_UP_IN_FLIGHT = 16;
    /** Compilers that use less of the CPU time than this are quiet. */
    private static final double QUIET = 0.05;

    private static final int QUIET_SECONDS = 3;
    /** For a new context or client: connections, handshakes, what is left to compile. */
    private static final Duration NEW_TARGET = Duration.ofSeconds(4);

    private static final Duration NEW_LEVEL = Duration.ofMillis(700);

    private final Meter meter = new Meter();
    private final String name;
    private final StubAddress stub;
    private final List<Level> levels;
    private final Duration measured;
    private final Duration warmUp;

    private Client(String name, StubAddress stub, List<Level> levels, Duration measured, Duration warmUp) {
        this.name = name;
        this.stub = stub;
        this.levels = levels;
        this.measured = measured;
        this.warmUp = warmUp;
    }

    /**
     * Writes a {@link Sample} for each level. Arguments: variant, {@link StubAddress}, levels, milliseconds measured, most
     * milliseconds of warm-up, and optionally a file: then the levels are recorded into it by the flight recorder.
     */
    public static void main(String[] args) throws Exception {
        Client client = new Client(
                args[0],
                StubAddress.parse(args[1]),
                Level.parseAll(args[2]),
                Duration.ofMillis(Long.parseLong(args[3])),
                Duration.ofMillis(Long.parseLong(args[4])));
        if (args.length > 5) {
            client.record(Path.of(args[5]));
        } else {
            client.run(() -> {});
        }
        // SDKs leave threads behind
        System.exit(0);
    }

    private void record(Path file) throws Exception {
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(2));
            run(recording::start);
            recording.stop();
            recording.dump(file);
        }
    }

    /** @param warm called when the warm-up is over */
    private void run(Runnable warm) throws Exception {
        Target target = levels.get(0).target();
        Variant variant = create(target);
        try {
            warmUp(variant);
            warm.run();
            for (Level level : levels) {
                if (level.target() != target) {
                    variant.close();
                    target = level.target();
                    variant = create(target);
                    try (Load load = new Load(variant, level.inFlight())) {
                        load.keepOn(NEW_TARGET.compareTo(warmUp) < 0 ? NEW_TARGET : warmUp);
                    }
                }
                System.out.println(measure(variant, level).toLine());
            }
        } finally {
            variant.close();
        }
    }

    private Variant create(Target target) {
        int most = levels.stream()
                .filter(level -> level.target() == target)
                .mapToInt(Level::inFlight)
                .max()
                .orElseThrow();
        return Variants.create(name, stub.base(target), most);
    }

    /** Runs until the compilers are quiet, or for as long as allowed. */
    private void warmUp(Variant variant) throws Exception {
        variant.send(Sms.number(0)); // a variant that cannot send ends here
        long start = System.nanoTime();
        try (Load load = new Load(variant, WARM_UP_IN_FLIGHT)) {
            int quiet = 0;
            while (quiet < QUIET_SECONDS && System.nanoTime() - start < warmUp.toNanos()) {
                long cpu = meter.cpuTime();
                long compiler = meter.compilerTime();
                load.keepOn(Duration.ofSeconds(1));
                boolean nowQuiet = meter.compilerTime() - compiler < QUIET * (meter.cpuTime() - cpu);
                quiet = nowQuiet ? quiet + 1 : 0;
            }
            System.err.printf(
                    Locale.ROOT,
                    "  warm after %.0f s and %,d messages%n",
                    (System.nanoTime() - start) / 1e9,
                    load.accepted());
        }
    }

    private Sample measure(Variant variant, Level level) throws InterruptedException {
        try (Load load = new Load(variant, level.inFlight())) {
            load.keepOn(NEW_LEVEL);
            Reading before = read(load);
            load.keepOn(measured);
            Reading after = read(load);
            if (load.firstFailure() != null) {
                System.err.println("  " + level + ": " + load.firstFailure());
            }
            return difference(level, before, after);
        }
    }

    private Reading read(Load load) {
        return new Reading(
                System.nanoTime(),
                load.accepted(),
                load.failed(),
                meter.cpuTime() - meter.compilerTime(),
                meter.allocated(),
                stub.cpuTime().toNanos());
    }

    /** All counters at one moment; times in nanoseconds. */
    private record Reading(long at, long accepted, long failed, long cpu, long bytes, long stubCpu) {}

    private Sample difference(Level level, Reading before, Reading after) {
        double messages = after.accepted - before.accepted;
        return new Sample(
                name,
                level,
                messages * 1e9 / (after.at - before.at),
                (after.cpu - before.cpu) / 1e3 / messages,
                (after.bytes - before.bytes) / messages,
                (after.stubCpu - before.stubCpu) / 1e3 / messages,
                after.failed - before.failed);
    }
}
