package io.github.camelsms.internal.client;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many calls of one account are out at once, over all of its endpoints; the smallest bound that an endpoint asks for holds.
 * Calls wait for a place in the order in which they came, and hold no thread meanwhile.
 */
final class InFlightPlaces {

    private static final Logger LOG = LoggerFactory.getLogger(InFlightPlaces.class);

    /** How many calls wait at most; a further one is refused at once. */
    static final int MOST_WAITING = 20_000;

    /** Takes the end of a wait, exactly once, and throws nothing. */
    interface Waiter {
        /** A place was taken for this waiter, which must release it. */
        void placed();

        /** There was no place in time. */
        void late();

        /** The owner ended its waits. */
        void ended();
    }

    private static final class Wait {
        private final Object owner;
        private final long deadline;
        private final Waiter waiter;
        private final AtomicBoolean over = new AtomicBoolean();

        Wait(Object owner, long deadline, Waiter waiter) {
            this.owner = owner;
            this.deadline = deadline;
            this.waiter = waiter;
        }

        boolean end() {
            return over.compareAndSet(false, true);
        }
    }

    private final CallTimer timer;
    private final LongSupplier clock;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Wait> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waits = new AtomicInteger();

    /** Counts requests to serve waiting calls; only who raises it from 0 serves, so no thread serves within another's turn. */
    private final AtomicInteger serving = new AtomicInteger();

    private volatile int size;
    private boolean sweepPlanned;
    private long nextSweep;

    /** @param clock nanoseconds that pass evenly */
    InFlightPlaces(int size, CallTimer timer, LongSupplier clock) {
        this.size = size;
        this.timer = timer;
        this.clock = clock;
    }

    /** Lowers the bound where an endpoint asks for a lower one. */
    synchronized InFlightPlaces atMost(int limit) {
        size = Math.min(size, limit);
        return this;
    }

    int inFlight() {
        return taken.get();
    }

    /** Takes a place if one is free and nobody waits for it. */
    boolean tryTake() {
        return waits.get() == 0 && take();
    }

    private boolean take() {
        int now = taken.get();
        while (now < size) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /**
     * Waits for a place. Throws nothing: where the timer takes no more, the wait ends at once.
     *
     * @param owner by whom the wait can be ended
     * @param patience how long to wait at most
     */
    void await(Object owner, Duration patience, Waiter waiter) {
        if (waits.incrementAndGet() > MOST_WAITING) {
            waits.decrementAndGet();
            waiter.late();
            return;
        }
        long deadline = clock.getAsLong() + patience.toNanos();
        Wait wait = new Wait(owner, deadline, waiter);
        waiting.add(wait);
        serve();
        if (waits.get() > 0) {
            try {
                planSweep(deadline);
            } catch (RejectedExecutionException stopping) { // nothing would end it in time
                end(wait, waiter::ended);
            }
        }
    }

    /** Gives a place back. */
    void release() {
        taken.decrementAndGet();
        if (waits.get() > 0) {
            serve();
        }
    }

    private void serve() {
        if (serving.getAndIncrement() != 0) {
            return; // the thread that serves now looks again
        }
        int seen = 1;
        do {
            while (!waiting.isEmpty() && take()) {
                Wait first = next();
                if (first == null) {
                    taken.decrementAndGet();
                } else {
                    run(first.waiter::placed);
                }
            }
            seen = serving.addAndGet(-seen);
        } while (seen != 0);
    }

    /** What one waiter does must not keep the others from their ends. */
    private static void run(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn(
                    "A call that waited for its place failed ({})",
                    failure.getClass().getName());
        }
    }

    private @Nullable Wait next() {
        Wait first = waiting.poll();
        while (first != null) {
            waits.decrementAndGet();
            if (first.end()) {
                return first;
            }
            first = waiting.poll();
        }
        return null;
    }

    /** One timer for all that wait: set again only for a wait that ends earlier than the next sweep. */
    private synchronized void planSweep(long deadline) {
        if (!sweepPlanned || deadline - nextSweep < 0) {
            timer.after(Math.max(0, deadline - clock.getAsLong()), this::sweep); // first: it may refuse
            sweepPlanned = true;
            nextSweep = deadline;
        }
    }

    private void sweep() {
        synchronized (this) {
            sweepPlanned = false;
        }
        long now = clock.getAsLong();
        Wait soonest = null;
        for (Wait wait : waiting) {
            if (wait.deadline - now <= 0) {
                end(wait, wait.waiter::late);
            } else if (soonest == null || wait.deadline - soonest.deadline < 0) {
                soonest = wait;
            }
        }
        if (soonest != null) {
            try {
                planSweep(soonest.deadline);
            } catch (RejectedExecutionException stopping) {
                endWaits();
            }
        }
    }

    /** Ends the waits of that owner. */
    void endWaits(Object owner) {
        endWaits(wait -> wait.owner == owner);
    }

    /** Ends all waits. */
    void endWaits() {
        endWaits(wait -> true);
    }

    private void endWaits(Predicate<Wait> whose) {
        for (Wait wait : waiting) {
            if (whose.test(wait)) {
                end(wait, wait.waiter::ended);
            }
        }
    }

    private void end(Wait wait, Runnable end) {
        if (wait.end()) {
            if (waiting.remove(wait)) {
                waits.decrementAndGet();
            }
            run(end);
        }
    }
}
