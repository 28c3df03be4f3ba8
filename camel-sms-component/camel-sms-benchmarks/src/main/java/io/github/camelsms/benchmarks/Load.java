package io.github.camelsms.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A closed loop: so many threads, each of which sends, waits for the reply, checks it and sends again, until closed. */
final class Load implements AutoCloseable {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Load(Variant variant, int inFlight) {
        for (int i = 0; i < inFlight; i++) {
            int first = i * 37;
            threads.add(new Thread(() -> send(variant, first), "load-" + i));
        }
        threads.forEach(Thread::start);
    }

    private void send(Variant variant, int first) {
        for (int i = first; !stopped; i++) {
            try {
                String id = variant.send(Sms.number(i));
                if (!Stub.MESSAGE_ID.equals(id)) {
                    throw new IllegalStateException("message id " + id);
                }
                accepted.increment();
            } catch (Exception e) {
                failed.increment();
                firstFailure.compareAndSet(null, e);
            }
        }
    }

    /** Messages accepted so far. */
    long accepted() {
        return accepted.sum();
    }

    /** Messages not accepted so far. */
    long failed() {
        return failed.sum();
    }

    @Nullable
    Exception firstFailure() {
        return firstFailure.get();
    }

    /** Lets the load run for a while. */
    void keepOn(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    /** Waits until every thread has had its last reply. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
