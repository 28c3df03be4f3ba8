package io.github.camelsms.internal.client;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves from one task to the next, on the thread of the test. */
final class VirtualTime implements TimeMeter {

    private record Task(long at, long number, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now = -1; // such a clock may be negative
    private final long origin = now;
    private long tasksSoFar;

    void after(long nanos, Runnable action) {
        tasks.add(new Task(now - origin + nanos, tasksSoFar++, action));
    }

    long millis() {
        return (now - origin) / 1_000_000;
    }

    void runAll() {
        pass(Duration.ofDays(2));
    }

    /** Runs what is due in that time; where nothing is left the clock stays at the last task. */
    void pass(Duration duration) {
        long end = now - origin + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.poll();
            now = origin + Math.max(task.at(), now - origin);
            task.action().run();
        }
        if (duration.compareTo(Duration.ofDays(2)) < 0) {
            now = origin + end;
        }
    }

    @Override
    public long currentTimeNanos() {
        return now;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
