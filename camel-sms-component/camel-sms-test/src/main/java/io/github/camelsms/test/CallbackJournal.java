package io.github.camelsms.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Attempts in the order in which they ended, and how many callbacks are not over. Thread-safe. */
final class CallbackJournal {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<CallbackAttempt> attempts = new ArrayList<>();
    private int underWay;

    synchronized void begin() {
        underWay++;
    }

    synchronized void add(CallbackAttempt attempt) {
        attempts.add(attempt);
        notifyAll();
    }

    synchronized void end() {
        underWay--;
        notifyAll();
    }

    synchronized List<CallbackAttempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized void reset() {
        attempts.clear();
        underWay = 0;
        notifyAll();
    }

    /** @throws AssertionError when there are fewer at the end of the span */
    synchronized List<CallbackAttempt> await(int count, Duration limit) {
        if (!comesTrue(() -> attempts.size() >= count, limit)) {
            throw new AssertionError("Expected " + count + " callbacks within " + limit + " but there were "
                    + attempts.size() + ": " + attempts);
        }
        return attempts();
    }

    /** @throws AssertionError when some are not over at the end of the span */
    synchronized List<CallbackAttempt> awaitQuiet(Duration limit) {
        if (!comesTrue(() -> underWay == 0, limit)) {
            throw new AssertionError(
                    underWay + " callbacks are still under way after " + limit + "; attempts so far: " + attempts);
        }
        return attempts();
    }

    private boolean comesTrue(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
