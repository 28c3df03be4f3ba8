package io.github.camelsms.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A closed loop: keeps a number of messages in flight until it is closed. */
abstract class Load implements Counter, AutoCloseable {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private volatile boolean stopped;

    static Load start(Variant variant, int inFlight) {
        if (variant instanceof CallbackVariant callbacks) {
            return new CallbackLoad(callbacks, inFlight);
        }
        return new WaitingLoad((WaitingVariant) variant, inFlight);
    }

    final boolean isStopped() {
        return stopped;
    }

    final void countAccepted(String messageId) {
        if (Stub.MESSAGE_ID.equals(messageId)) {
            accepted.increment();
        } else {
            countFailed(new IllegalStateException("message id " + messageId));
        }
    }

    final void countFailed(Throwable failure) {
        failed.increment();
        firstFailure.compareAndSet(null, failure);
    }

    @Override
    public final long accepted() {
        return accepted.sum();
    }

    @Override
    public final long failed() {
        return failed.sum();
    }

    /** Prints the first failure, if there is one. */
    final void reportFailure(Object where) {
        if (firstFailure.get() != null) {
            System.err.println("  " + where + ": " + firstFailure.get());
        }
    }

    /**
     * Lets the load run for a while.
     *
     * @throws IllegalStateException when messages failed and none was ever accepted
     */
    final void keepOn(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
        if (failed() > 0 && accepted() == 0) {
            throw new IllegalStateException("no message is accepted", firstFailure.get());
        }
    }

    /** Lets the load run until so many messages have been accepted. */
    final void keepOnUntil(long messages) throws InterruptedException {
        while (accepted() < messages) {
            keepOn(Duration.ofMillis(1));
        }
    }

    /** Starts no further message and waits until each in flight has its reply. */
    @Override
    public final void close() {
        stopped = true;
        try {
            awaitLastReplies();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    abstract void awaitLastReplies() throws InterruptedException;
}
