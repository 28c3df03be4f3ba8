package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sending in a JVM that has been warmed up before anything is measured. */
final class Steady implements Worker.Benchmark {

    private static final int WARM_UP_IN_FLIGHT = 64;
    /** For what only TLS needs. */
    private static final Duration TLS_WARM_UP = Duration.ofSeconds(8);
    /** For the connections and first messages of a new level. */
    private static final Duration NEW_LEVEL = Duration.ofSeconds(1);

    private static final Duration NEW_VARIANT = Duration.ofSeconds(2);

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        Meter meter = new Meter(task.stub().pid());
        try (Current current = new Current(task)) {
            new WarmUp(meter, task.warmUp()).run(current.at(Target.INSTANT, WARM_UP_IN_FLIGHT), WARM_UP_IN_FLIGHT);
            warm.run();
            boolean tlsIsWarm = false;
            for (Level level : task.levels()) {
                if (level.target().isTls() && !tlsIsWarm) {
                    lead(current.at(Target.TLS_INSTANT, WARM_UP_IN_FLIGHT), task.atMostWarmUp(TLS_WARM_UP));
                    tlsIsWarm = true;
                }
                boolean isNew = !current.isAt(level.target(), level.inFlight());
                Variant variant = current.at(level.target(), level.inFlight());
                Duration lead = task.atMostWarmUp(isNew ? NEW_VARIANT : NEW_LEVEL);
                Worker.print(new Sample(task.row(level), measure(meter, variant, level, lead, task)));
            }
        }
    }

    private static void lead(Variant variant, Duration duration) throws InterruptedException {
        try (Load load = Load.start(variant, WARM_UP_IN_FLIGHT)) {
            load.keepOn(duration);
        }
    }

    /** @param lead what goes before */
    static Map<Measure, Double> measure(Meter meter, Variant variant, Level level, Duration lead, Task task)
            throws InterruptedException {
        try (Load load = Load.start(variant, level.inFlight())) {
            load.lead(lead, level.inFlight());
            meter.resetPeakThreads();
            Reading before = meter.read(load);
            Thread.sleep(task.measured().toMillis());
            Map<Measure, Double> values = meter.read(load).since(before);
            values.put(Measure.THREADS, (double) meter.peakThreads());
            load.reportFailure(level);
            return values;
        }
    }

    /** The variant in use. It is made anew for another target, and for another number of places. */
    private static final class Current implements AutoCloseable {

        private final Task task;
        private @Nullable Variant variant;
        private @Nullable Target target;
        private int places;

        Current(Task task) {
            this.task = task;
        }

        boolean isAt(Target wanted, int inFlight) {
            return wanted == target && places(inFlight) == places;
        }

        Variant at(Target wanted, int inFlight) throws IOException {
            Variant present = variant;
            if (present != null && isAt(wanted, inFlight)) {
                return present;
            }
            close();
            target = wanted;
            places = places(inFlight);
            Variant created = Variants.sender(task.variant(), task.stub().base(wanted), places);
            variant = created;
            return created;
        }

        private static int places(int inFlight) {
            return Math.max(inFlight, SmsRoute.DEFAULT_IN_FLIGHT);
        }

        @Override
        public void close() throws IOException {
            if (variant != null) {
                variant.close();
            }
        }
    }
}
