package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest attempts in the order in which they ended, and how many callbacks are not over. Thread-safe. */
final class CallbackJournal {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int keep;
    private final InboxLog inbox;
    private final Deque<CallbackAttempt> attempts = new ArrayDeque<>();
    private long ended;
    private int underWay;

    /** @param keep how many attempts at most; the oldest goes first @param inbox is told of all */
    CallbackJournal(int keep, InboxLog inbox) {
        this.keep = keep;
        this.inbox = inbox;
    }

    synchronized void begin(Callback callback) {
        underWay++;
        inbox.calling(callback);
    }

    /** One that is in the inbox already goes on. */
    synchronized void resume() {
        underWay++;
    }

    synchronized void begin(Callback callback, HandsetReply reply) {
        underWay++;
        inbox.written(callback.provider(), reply, callback);
    }

    synchronized void add(CallbackAttempt attempt) {
        attempts.add(attempt);
        if (attempts.size() > keep) {
            attempts.remove();
        }
        ended++;
        notifyAll();
    }

    /** An attempt stands in the callback itself. */
    void added(Callback callback) {
        inbox.called(callback);
    }

    synchronized int underWay() {
        return underWay;
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
        ended = 0;
        underWay = 0;
        notifyAll();
    }

    /** @throws AssertionError when there are fewer at the end of the span */
    synchronized List<CallbackAttempt> await(int count, Duration limit) {
        if (!Waiting.until(this, () -> ended >= count, limit)) {
            throw new AssertionError(
                    "Expected " + count + " callbacks within " + limit + " but there were " + ended + ": " + attempts);
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
