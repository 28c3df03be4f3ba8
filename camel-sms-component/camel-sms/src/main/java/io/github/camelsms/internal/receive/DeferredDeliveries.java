package io.github.camelsms.internal.receive;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** News that was acknowledged before its route ran. The provider will not send it again, so a stop waits for it. */
public final class DeferredDeliveries implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeferredDeliveries.class);

    private final CamelContext context;
    private @Nullable ExecutorService pool;
    private final AtomicInteger pending = new AtomicInteger();

    public DeferredDeliveries(CamelContext context) {
        this.context = context;
    }

    /** Makes its threads. */
    public void open() {
        pool = context.getExecutorServiceManager().newDefaultThreadPool(this, "SmsWebhook");
    }

    @Override
    public void execute(Runnable delivery) {
        ExecutorService threads = pool;
        if (threads == null) {
            throw new RejectedExecutionException("not open");
        }
        pending.incrementAndGet();
        try {
            threads.execute(() -> run(delivery));
        } catch (RuntimeException rejected) {
            pending.decrementAndGet();
            throw rejected;
        }
    }

    private void run(Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException lost) {
            LOG.warn("News that was acknowledged on receipt is lost: {}", lost.getMessage());
        } finally {
            pending.decrementAndGet();
        }
    }

    /** How many pieces of news are not through their route. */
    public int size() {
        return pending.get();
    }

    @Override
    public void close() {
        ExecutorService threads = pool;
        pool = null;
        if (threads != null) {
            context.getExecutorServiceManager().shutdown(threads);
        }
    }
}
