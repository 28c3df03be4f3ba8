package io.github.camelsms.internal.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves work from I/O threads to a pool with few wake-ups: a worker goes on with what was handed over while it ran.
 *
 * <p>A step that blocks does not hold up the others. As long as work waits although a worker runs, a watch looks every 2 ms whether any of
 * it was taken. If none was, it asks the pool for further workers, twice as many each time; if work keeps waiting, for one more per
 * processor. Beyond the usual number of workers it goes only when all of them have been stuck for half a second: routes that wait for
 * another send must not wait for each other's workers.
 *
 * <p>The thread that hands over never does the work. Work that the pool does not take, since it is shut down or saturated, is done by a
 * thread of its own.
 */
public final class ReplyHandover {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyHandover.class);

    private static final int PERIOD_MILLIS = 2;
    /** In periods. The watch outlives short pauses, since to start it costs more than to let it look. */
    private static final int PATIENCE = 50;
    /** In periods. */
    private static final int BUSY = 5;
    /** In periods. */
    private static final int STUCK = 250;

    private final ExecutorService pool;
    private final int usual;
    private final ScheduledExecutorService timer;
    private final ThreadFactory threads;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** Workers that run or were asked for; each looks once more for work after it has counted itself out. */
    private final AtomicInteger workers = new AtomicInteger();
    /** Those of them that do not run yet. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean watched = new AtomicBoolean();

    // Of the watch, one run of which happens before the next.
    private long takenBefore;
    private int idlePeriods;
    private int busyPeriods;
    private int growth = 1;
    private int stuckPeriods;

    /**
     * @param pool continues routes; the owner shuts it down, as it does the timer
     * @param usual how many workers it has unless all are stuck
     * @param timer runs the watch, which is short and never blocks
     * @param threads makes the thread for what the pool does not take
     */
    public ReplyHandover(ExecutorService pool, int usual, ScheduledExecutorService timer, ThreadFactory threads) {
        this.pool = pool;
        this.usual = usual;
        this.timer = timer;
        this.threads = threads;
    }

    /** Has the work done once, on another thread. */
    void handOver(Runnable work) {
        waiting.add(work);
        if (workers.get() > 0) {
            watch();
        } else if (workers.compareAndSet(0, 1) && !ask()) {
            workOnAnotherThread();
        }
    }

    /** @return false when the pool did not take the worker */
    private boolean ask() {
        Worker worker = new Worker();
        asked.incrementAndGet();
        try {
            pool.execute(worker);
        } catch (RuntimeException | Error notTaken) { // shut down, saturated, or without a thread
            worker.refused = true;
        }
        worker.handedOver = true;
        if (worker.refused && worker.compareAndSet(false, true)) {
            asked.decrementAndGet();
            return false;
        }
        return true;
    }

    private void workOnAnotherThread() {
        try {
            threads.newThread(this::work).start();
        } catch (RuntimeException | Error noThread) {
            LOG.error("No thread is available to continue routes", noThread);
            work(); // better here than never
        }
    }

    /** At the end: has what still waits done although the pool may have dropped its workers. */
    public void close() {
        if (!waiting.isEmpty()) {
            workers.incrementAndGet();
            workOnAnotherThread();
        }
    }

    private void work() {
        do {
            for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
                taken.lazySet(taken.get() + 1); // inexact with several workers, but it moves
                try {
                    work.run();
                } catch (RuntimeException | Error failure) {
                    LOG.error("What follows a call failed", failure);
                }
            }
            workers.decrementAndGet();
        } while (!waiting.isEmpty() && workers.compareAndSet(0, 1));
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            schedule();
        }
    }

    private void schedule() {
        try {
            timer.schedule(this::look, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException shutDown) {
            watched.set(false); // at the end of the context
        }
    }

    private void look() {
        long now = taken.get();
        if (pool.isShutdown() && !waiting.isEmpty()) {
            close();
        }
        if (waiting.isEmpty()) {
            busyPeriods = 0;
            stuckPeriods = 0;
            growth = 1;
            if (++idlePeriods > PATIENCE) {
                idlePeriods = 0;
                watched.set(false);
                if (!waiting.isEmpty()) {
                    watch();
                }
                return;
            }
        } else {
            idlePeriods = 0;
            busyPeriods++;
            if (now == takenBefore) {
                stuckPeriods++;
                grow(Math.min(Math.min(growth, waiting.size()), room()));
                growth = Math.min(growth * 2, 1 << 16);
            } else {
                growth = 1;
                stuckPeriods = 0;
                if (busyPeriods % BUSY == 0
                        && workers.get() < Runtime.getRuntime().availableProcessors()) {
                    grow(1);
                }
            }
        }
        takenBefore = now;
        schedule();
    }

    private int room() {
        return stuckPeriods < STUCK ? usual - workers.get() : Integer.MAX_VALUE;
    }

    /** As long as the pool has not begun with those that were asked for before, it has no thread for more. */
    private void grow(int more) {
        for (int i = 0; i < more && (i > 0 || asked.get() == 0); i++) {
            workers.incrementAndGet();
            if (!ask()) {
                if (workers.decrementAndGet() == 0 && !waiting.isEmpty() && workers.compareAndSet(0, 1)) {
                    workOnAnotherThread();
                }
                return;
            }
        }
    }

    /** Works once or, where the pool refuses it, never. Some pools run in place what they cannot take. */
    private final class Worker extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1;

        private final transient Thread asking = Thread.currentThread();
        private transient boolean handedOver;
        private transient boolean refused;

        @Override
        public void run() {
            if (Thread.currentThread() == asking && !handedOver) {
                refused = true;
            } else if (compareAndSet(false, true)) {
                asked.decrementAndGet();
                work();
            }
        }
    }
}
