package io.github.camelsms.internal.receive;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that were acknowledged before their route ran. The provider will not send them again, so a stop waits for them. */
final class DeferredDeliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeferredDeliveries.class);

    private final CamelContext context;
    private @Nullable ExecutorService pool;
    private final AtomicInteger pending = new AtomicInteger();

    DeferredDeliveries(CamelContext context) {
        this.context = context;
    }

    /** Makes its threads, unless it has them. */
    void open() {
        if (pool == null) {
            pool = context.getExecutorServiceManager().newDefaultThreadPool(this, "SmsWebhook");
        }
    }

    /**
     * Runs a delivery later.
     *
     * @throws RejectedExecutionException when there are no threads for it; the event must not be acknowledged then
     */
    void execute(Supplier<CompletionStage<Void>> delivery) {
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

    private void run(Supplier<CompletionStage<Void>> delivery) {
        Deliveries.started(delivery).whenComplete((none, failure) -> {
            pending.decrementAndGet();
            if (failure != null) {
                report(Deliveries.cause(failure));
            }
        });
    }

    /** A repeat of what is being processed is lost as little as what is being processed. */
    private static void report(Throwable failure) {
        if (!(failure instanceof EventDeliveryException delivery)) {
            LOG.warn(
                    "Lost an event that was already acknowledged: {}",
                    failure.getClass().getName());
        } else if (!delivery.isInProgress()) {
            LOG.warn("Lost an event that was already acknowledged: {}", delivery.getMessage());
        }
    }

    /** How many events are not through their route. */
    int size() {
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
