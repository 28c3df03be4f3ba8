package io.github.camelsms.internal.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Ends steps of calls that take too long, by one sweep over all of them: a timer entry for each would make their threads queue. */
final class CallDeadlines {

    private static final long SHORTEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(5);

    /** A step takes up to this share longer than its deadline. */
    private static final int PRECISION = 20;

    private enum State {
        RUNNING,
        ENDED,
        LATE
    }

    private final ScheduledExecutorService timer;
    private final long period;
    private final Set<Step> steps = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean planned = new AtomicBoolean();

    /**
     * @param timer its thread must not block
     * @param shortest the shortest time that a step may take
     */
    CallDeadlines(ScheduledExecutorService timer, Duration shortest) {
        this.timer = timer;
        this.period = Math.max(SHORTEST_PERIOD, shortest.toNanos() / PRECISION);
    }

    /** A step of a call that must end in time. */
    final class Step {

        private final long deadline;
        private final Runnable late;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

        private Step(long deadline, Runnable late) {
            this.deadline = deadline;
            this.late = late;
        }

        /** Ends the step, also if it has ended before; returns false when it was too late. */
        boolean end() {
            if (state.compareAndSet(State.RUNNING, State.ENDED)) {
                steps.remove(this);
            }
            return state.get() == State.ENDED;
        }

        private void sweep(long now) {
            if (now - deadline >= 0 && state.compareAndSet(State.RUNNING, State.LATE)) {
                steps.remove(this);
                late.run();
            }
        }
    }

    /** @param late runs on the timer's thread when the step has not ended in time */
    Step begin(long nanos, Runnable late) {
        Step step = new Step(System.nanoTime() + nanos, late);
        steps.add(step);
        plan();
        return step;
    }

    private void plan() {
        if (!planned.get() && planned.compareAndSet(false, true)) {
            try {
                timer.schedule(this::sweep, period, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException stopping) {
                planned.set(false); // connections are closed anyway
            }
        }
    }

    private void sweep() {
        planned.set(false);
        long now = System.nanoTime();
        for (Step step : steps) {
            step.sweep(now);
        }
        if (!steps.isEmpty()) {
            plan();
        }
    }
}
