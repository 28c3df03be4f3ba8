package io.github.camelsms.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;

/** Decides when a JVM is warm: its rate stands still and its JIT compiler is quiet. */
final class WarmUp {

    private static final int WINDOWS = 4;
    private static final Duration WINDOW = Duration.ofSeconds(2);
    /** The rate stands still when its highest and lowest of {@link #WINDOWS} differ by no more than this. */
    private static final double STILL = 0.1;
    /** A compiler that uses no more than this share of the CPU time is quiet. */
    private static final double QUIET = 0.05;

    /** Times the least duration. */
    private static final double MOST = 1.5;

    private final Meter meter;
    private final Duration least;

    /** @param least time until a JVM counts as warm; after half as long again it counts as warm whatever it does */
    WarmUp(Meter meter, Duration least) {
        this.meter = meter;
        this.least = least;
    }

    /** Lets a variant send until the JVM is warm. */
    void run(Variant variant, int inFlight) throws InterruptedException {
        try (Load load = Load.start(variant, inFlight)) {
            run(load, load::keepOn);
        }
    }

    /** Waits until the JVM is warm. @param pause lets the load run for a while */
    void run(Counter load, Pause pause) throws InterruptedException {
        long start = System.nanoTime();
        Duration window = WINDOW.compareTo(least) < 0 ? WINDOW : least;
        Deque<Double> rates = new ArrayDeque<>();
        boolean still = false;
        long elapsed = 0;
        while (elapsed < least.toNanos() || !still && elapsed < MOST * least.toNanos()) {
            Reading before = meter.read(load);
            pause.keepOn(window);
            Reading after = meter.read(load);
            rates.addLast((after.accepted() - before.accepted()) * 1e9 / (after.at() - before.at()));
            if (rates.size() > WINDOWS) {
                rates.removeFirst();
            }
            still = standsStill(rates)
                    && after.jit() - before.jit() <= QUIET * (after.cpu() - before.cpu() + after.jit() - before.jit());
            elapsed = System.nanoTime() - start;
        }
        System.err.printf(
                Locale.ROOT,
                "  %s after %.0f s and %,d %n",
                still ? "warm" : "not at rest",
                elapsed / 1e9,
                load.accepted());
    }

    private static boolean standsStill(Deque<Double> rates) {
        double highest = Collections.max(rates);
        return rates.size() == WINDOWS && highest - Collections.min(rates) <= STILL * highest;
    }

    /** Lets time pass. */
    interface Pause {
        void keepOn(Duration duration) throws InterruptedException;
    }
}
