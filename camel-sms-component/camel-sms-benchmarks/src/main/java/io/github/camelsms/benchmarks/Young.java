package io.github.camelsms.benchmarks;

import java.util.Map;

/** Sending in a JVM that has just begun: what a process that sends now and then meets all its life. */
final class Young implements Worker.Benchmark {

    private static final long FIRST = 2_000;
    private static final long LAST = 50_000;
    private static final long QUICK_LAST = 4_000;

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        Level level = task.levels().get(0);
        Meter meter = new Meter(task.stub().pid());
        int places = Math.max(level.inFlight(), SmsRoute.DEFAULT_IN_FLIGHT);
        try (Variant variant = Variants.sender(task.variant(), task.stub().base(level.target()), places);
                Load load = Load.start(variant, level.inFlight())) {
            meter.read(load); // loads the classes of the meter
            load.keepOnUntil(FIRST);
            warm.run();
            meter.resetPeakThreads();
            Reading before = meter.read(load);
            load.keepOnUntil(task.quick() ? QUICK_LAST : LAST);
            Map<Measure, Double> values = meter.read(load).since(before);
            values.put(Measure.THREADS, (double) meter.peakThreads());
            load.reportFailure(level);
            Worker.print(new Sample(task.row(level), values));
        }
    }
}
