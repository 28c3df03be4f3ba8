package io.github.camelsms.internal.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps the connections of all clients of a component by one task of its timer. */
public final class ConnectionSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSweeper.class);

    private static final class Entry {

        private final Runnable sweep;
        private final long nanos;
        private long last = System.nanoTime();

        Entry(Runnable sweep, long nanos) {
            this.sweep = sweep;
            this.nanos = nanos;
        }
    }

    private final ScheduledExecutorService timer;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private @Nullable Future<?> task;
    private long shortest;

    /** @param timer its thread must not block; the owner shuts it down */
    public ConnectionSweeper(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Begins to run a sweep.
     *
     * @param sweep short, and never blocks
     * @param millis the time between two runs, or a little more
     * @throws java.util.concurrent.RejectedExecutionException when the timer has ended; the other sweeps go on
     */
    synchronized void add(Runnable sweep, long millis) {
        if (task == null || millis < shortest) {
            Future<?> sooner = timer.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
            cancel(); // not before: the timer may refuse
            shortest = millis;
            task = sooner;
        }
        entries.add(new Entry(sweep, TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    synchronized void remove(Runnable sweep) {
        entries.removeIf(entry -> entry.sweep == sweep);
        if (entries.isEmpty()) {
            cancel();
        }
    }

    private void cancel() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Entry entry : entries) {
            if (now - entry.last >= entry.nanos) {
                entry.last = now;
                try {
                    entry.sweep.run();
                } catch (RuntimeException | Error failure) { // it must not end the other sweeps
                    LOG.warn("The connections of a client could not be swept", failure);
                }
            }
        }
    }
}
