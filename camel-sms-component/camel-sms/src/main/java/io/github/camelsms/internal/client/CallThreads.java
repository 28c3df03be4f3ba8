package io.github.camelsms.internal.client;

import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.transport.ConnectionSweeper;
import io.github.camelsms.internal.transport.ReplyHandover;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** The threads of one component, each made when it is first needed: workers that continue routes, one timer, threads for what blocks. */
final class CallThreads implements CallTimer {

    /** How many routes usually continue at once behind asynchronous calls, unless option workerPool names another pool. */
    static final int WORKERS = 20;

    /** How many do when all of them are stuck, mostly because they wait for other calls. */
    private static final int MOST_WORKERS = 1_000;

    private final Object source;
    private final ExecutorServiceManager manager;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ConnectionSweeper sweeper;
    private @Nullable ExecutorService workers;
    private @Nullable ExecutorService blocking;
    private final Map<ExecutorService, ReplyHandover> handovers = new IdentityHashMap<>();
    private boolean stopped;

    /** @param source names the owner of the threads for Camel's management */
    CallThreads(Object source, CamelContext context) {
        this.source = source;
        this.manager = context.getExecutorServiceManager();
    }

    @Override
    public void after(long nanos, Runnable task) {
        timer().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Its thread must not block. */
    synchronized ScheduledExecutorService timer() {
        if (stopped) {
            throw new RejectedExecutionException("stopped");
        }
        if (timer == null) {
            timer = BackgroundThreads.newTimer(manager, source, "SmsTimer");
        }
        return timer;
    }

    synchronized ConnectionSweeper sweeper() {
        if (sweeper == null) {
            sweeper = new ConnectionSweeper(timer());
        }
        return sweeper;
    }

    /**
     * Continues routes behind asynchronous calls.
     *
     * @param chosen the pool of option workerPool; null for the component's own
     */
    synchronized ReplyHandover handover(@Nullable ExecutorService chosen) {
        return handovers.computeIfAbsent(
                chosen != null ? chosen : workers(),
                pool -> new ReplyHandover(
                        pool,
                        chosen != null ? Integer.MAX_VALUE : WORKERS,
                        timer(),
                        task -> manager.newThread("SmsReply", task)));
    }

    private ExecutorService workers() {
        if (workers == null) {
            ThreadPoolProfile profile = new ThreadPoolProfileBuilder("SmsWorker")
                    .poolSize(1)
                    .maxPoolSize(MOST_WORKERS)
                    .allowCoreThreadTimeOut(true)
                    .maxQueueSize(0)
                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                    .build();
            workers = manager.newThreadPool(source, "SmsWorker", profile);
        }
        return workers;
    }

    /** Runs what blocks: a call of a transport that waits, or a question to a shared bucket. */
    void block(Runnable task) {
        try {
            background(task);
        } catch (RejectedExecutionException ended) {
            task.run();
        }
    }

    /**
     * Runs what blocks and matters to no call.
     *
     * @throws RejectedExecutionException when stopped
     */
    void background(Runnable task) {
        blocking().execute(task);
    }

    private synchronized ExecutorService blocking() {
        if (stopped) {
            throw new RejectedExecutionException("stopped");
        }
        if (blocking == null) {
            blocking = manager.newCachedThreadPool(source, "SmsCalls");
        }
        return blocking;
    }

    synchronized void start() {
        stopped = false;
    }

    /** Waits for tasks without the lock, which their last steps may need. */
    void stop() {
        ExecutorService endedTimer;
        ExecutorService endedBlocking;
        ExecutorService endedWorkers;
        List<ReplyHandover> ended;
        synchronized (this) {
            stopped = true;
            endedTimer = timer;
            endedBlocking = blocking;
            endedWorkers = workers;
            ended = List.copyOf(handovers.values());
            timer = null;
            sweeper = null;
            blocking = null;
            workers = null;
            handovers.clear();
        }
        if (endedTimer != null) {
            manager.shutdownNow(endedTimer);
        }
        if (endedBlocking != null) {
            manager.shutdownGraceful(endedBlocking);
        }
        if (endedWorkers != null) {
            manager.shutdownGraceful(endedWorkers);
        }
        ended.forEach(ReplyHandover::close);
    }
}
