package io.github.camelsms.internal.state;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.jspecify.annotations.Nullable;

/** The threads on which receiving goes on after a wait, and its timer. Both are made when they are first needed. */
public final class BackgroundThreads implements Executor, AutoCloseable {

    private final Object source;
    private final CamelContext context;
    private @Nullable ExecutorService workers;
    private @Nullable ScheduledExecutorService timer;
    private boolean closed;

    /** @param source for whom the threads are */
    public BackgroundThreads(Object source, CamelContext context) {
        this.source = source;
        this.context = context;
    }

    /**
     * Runs a task that may block. Who calls bounds how many tasks there are at once.
     *
     * @throws RejectedExecutionException when closed
     */
    @Override
    public void execute(Runnable task) {
        ExecutorService pool;
        synchronized (this) {
            refuseWhenClosed();
            if (workers == null) {
                workers = context.getExecutorServiceManager().newCachedThreadPool(source, "SmsEvents");
            }
            pool = workers;
        }
        pool.execute(task);
    }

    /**
     * Runs a task later, on a worker thread.
     *
     * @throws RejectedExecutionException when closed
     */
    public synchronized void after(Duration delay, Runnable task) {
        refuseWhenClosed();
        if (timer == null) {
            timer = newTimer(context.getExecutorServiceManager(), source, "SmsEventTimer");
        }
        timer.schedule(() -> executeUnlessClosed(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A timer of one thread that takes any number of tasks, whatever the default thread pool profile bounds. */
    public static ScheduledExecutorService newTimer(ExecutorServiceManager manager, Object source, String name) {
        ThreadPoolProfile unbounded =
                new ThreadPoolProfileBuilder(name).poolSize(1).maxQueueSize(0).build();
        return manager.newScheduledThreadPool(source, name, unbounded);
    }

    private void executeUnlessClosed(Runnable task) {
        try {
            execute(task);
        } catch (RejectedExecutionException stopping) {
            // nobody waits for it any more
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new RejectedExecutionException("the component has stopped");
        }
    }

    /** Allows tasks again after {@link #close()}. */
    public synchronized void open() {
        closed = false;
    }

    /** Waits for tasks without the lock, which their last steps may need. */
    @Override
    public void close() {
        ExecutorService endedTimer;
        ExecutorService endedWorkers;
        synchronized (this) {
            closed = true;
            endedTimer = timer;
            endedWorkers = workers;
            timer = null;
            workers = null;
        }
        if (endedTimer != null) {
            context.getExecutorServiceManager().shutdownNow(endedTimer);
        }
        if (endedWorkers != null) {
            context.getExecutorServiceManager().shutdownGraceful(endedWorkers);
        }
    }
}
