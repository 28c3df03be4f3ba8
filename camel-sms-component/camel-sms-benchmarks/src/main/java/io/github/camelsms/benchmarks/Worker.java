package io.github.camelsms.benchmarks;

import java.nio.file.Path;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** The JVM that is measured. */
final class Worker {

    /** Measures one kind of thing. Its samples go to standard output. */
    interface Benchmark {

        /** @param warm called when the warm-up is over */
        void run(Task task, Runnable warm) throws Exception;
    }

    private Worker() {}

    /** Writes a {@link Sample} for each row. Arguments: a {@link Task}. */
    public static void main(String[] args) throws Exception {
        Task task = Task.parse(args);
        if (task.recording().isPresent()) {
            record(task, task.recording().get());
        } else {
            benchmark(task.kind()).run(task, () -> {});
        }
        // SDKs leave threads behind
        System.exit(0);
    }

    private static Benchmark benchmark(Kind kind) {
        return switch (kind) {
            case STEADY -> new Steady();
            case YOUNG -> new Young();
            case RECEIPTS -> new Receipts();
            case BULK -> new Bulk();
            case LIMITER -> new Limiter();
            case STORE -> new Store();
        };
    }

    private static void record(Task task, Path file) throws Exception {
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.enable("jdk.ExecutionSample").withPeriod(Profile.SAMPLING);
            recording.enable("jdk.ThreadPark").withThreshold(Profile.SHORTEST_WAIT);
            recording.enable("jdk.JavaMonitorEnter").withThreshold(Profile.SHORTEST_WAIT);
            benchmark(task.kind()).run(task, recording::start);
            recording.stop();
            recording.dump(file);
        }
    }

    static void print(Sample sample) {
        System.out.println(sample.toLine());
    }
}
