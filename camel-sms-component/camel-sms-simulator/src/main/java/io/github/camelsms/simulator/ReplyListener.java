package io.github.camelsms.simulator;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Holds replies back for as long as a script says, and moves messages that go to their ends by themselves: after the reply,
 * or before one that is held back, for its client may be gone by then. Thread-safe.
 */
final class ReplyListener implements ServeEventListener {

    /** After that a connection without reply is closed, so that it does not keep its thread for ever. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final Consumer<SimulatedMessage> mover;
    private final Map<UUID, Submissions> expected = new HashMap<>();
    private int released;

    /** @param mover takes a message to its end */
    ReplyListener(Consumer<SimulatedMessage> mover) {
        this.mover = mover;
    }

    /** Expects the reply to a request that submitted something. */
    synchronized void expect(UUID request, Submissions submissions) {
        if (!submissions.reply().isZero() || !submissions.byThemselves().isEmpty()) {
            expected.put(request, submissions);
        }
    }

    /** Waits until no message is about to move by itself. */
    synchronized boolean awaitQuiet(Duration limit) {
        return Waiting.until(this, expected::isEmpty, limit);
    }

    /** Lets all replies go that are held back. */
    synchronized void release() {
        expected.clear();
        released++;
        notifyAll();
    }

    @Override
    public void beforeResponseSent(ServeEvent event, Parameters parameters) {
        Duration wait = replyTo(event.getId());
        if (!wait.isZero()) {
            move(event.getId());
            hold(wait.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : wait);
        }
    }

    @Override
    public void afterComplete(ServeEvent event, Parameters parameters) {
        move(event.getId());
    }

    @Override
    public String getName() {
        return "camel-sms-replies";
    }

    private synchronized Duration replyTo(UUID request) {
        Submissions submissions = expected.get(request);
        return submissions == null ? Duration.ZERO : submissions.reply();
    }

    private void move(UUID request) {
        messagesOf(request).forEach(mover);
        synchronized (this) {
            expected.remove(request);
            notifyAll();
        }
    }

    private synchronized List<SimulatedMessage> messagesOf(UUID request) {
        Submissions submissions = expected.get(request);
        return submissions == null ? List.of() : submissions.byThemselves();
    }

    private synchronized void hold(Duration span) {
        int before = released;
        Waiting.until(this, () -> released != before, span);
    }
}
