package io.github.camelsms.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Attempts in the order in which they ended, and how many callbacks are not over. Thread-safe. */
final class CallbackJournal {

    static final Duration PATIENCE = Duration.ofSeconds(30);

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
        if (!Waiting.until(this, () -> attempts.size() >= count, limit)) {
            throw new AssertionError("Expected " + count + " callbacks within " + limit + " but there were "
                    + attempts.size() + ": " + attempts);
        }
        return attempts();
    }

    /** @throws AssertionError when some are not over at the end of the span */
    synchronized List<CallbackAttempt> awaitQuiet(Duration limit) {
        if (!Waiting.until(this, () -> underWay == 0, limit)) {
            throw new AssertionError(
                    underWay + " callbacks are still under way after " + limit + "; attempts so far: " + attempts);
        }
        return attempts();
    }
}
