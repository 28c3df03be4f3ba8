package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Something that a gateway calls about, with all its attempts. Thread-safe. */
public final class Callback {

    private final String provider;
    private final CallbackKind kind;
    private final @Nullable SimulatedMessage message;
    private final String to;
    private final WebhookCall call;
    private final List<CallbackAttempt> attempts = new ArrayList<>();
    private final CompletableFuture<CallbackAttempt> first = new CompletableFuture<>();
    private final CompletableFuture<CallbackAttempt> last = new CompletableFuture<>();

    /** @param message the one it is about, null for a reply that answers none @param to handset, with {@code +} */
    Callback(String provider, CallbackKind kind, @Nullable SimulatedMessage message, String to, WebhookCall call) {
        this.provider = provider;
        this.kind = kind;
        this.message = message;
        this.to = to;
        this.call = call;
    }

    public CallbackKind kind() {
        return kind;
    }

    /** The message it is about in the state that it tells; for a reply that which it answers, or null when it answers none. */
    public @Nullable SimulatedMessage message() {
        return message;
    }

    public WebhookCall call() {
        return call;
    }

    /** Attempts that have ended. */
    public List<CallbackAttempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /** Whether no attempt follows: the gateway is content, has given up, or forgot it in {@link SmsSimulator#reset()}. */
    public boolean isOver() {
        return last.isDone();
    }

    /**
     * Waits until the gateway is content or has given up.
     *
     * @return the last attempt
     * @throws AssertionError when that takes over thirty seconds
     */
    public CallbackAttempt await() {
        return await(CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public CallbackAttempt await(Duration limit) {
        return await(last, limit);
    }

    /** Waits for the end of the first attempt, whatever came of it. @throws AssertionError after thirty seconds */
    public CallbackAttempt awaitFirst() {
        return await(first, CallbackJournal.PATIENCE);
    }

    private CallbackAttempt await(CompletableFuture<CallbackAttempt> attempt, Duration limit) {
        try {
            return attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            throw new AssertionError(this + " has not ended within " + limit, tooLate);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + this, interrupted);
        } catch (ExecutionException abandoned) {
            throw new AssertionError(this + " was abandoned", abandoned);
        }
    }

    String provider() {
        return provider;
    }

    String to() {
        return to;
    }

    CompletableFuture<CallbackAttempt> first() {
        return first;
    }

    void add(CallbackAttempt attempt, boolean isLast) {
        synchronized (attempts) {
            attempts.add(attempt);
        }
        if (isLast) {
            last.complete(attempt);
        }
        first.complete(attempt);
    }

    void abandon() {
        IllegalStateException forgotten = new IllegalStateException("The simulator was reset or closed");
        last.completeExceptionally(forgotten);
        first.completeExceptionally(forgotten);
    }

    @Override
    public String toString() {
        return "Callback[provider=" + provider + ", kind=" + kind + ", to=" + Mask.number(to) + ", attempts="
                + attempts().size() + "]";
    }
}
