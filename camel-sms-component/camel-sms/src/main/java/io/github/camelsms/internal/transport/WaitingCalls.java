package io.github.camelsms.internal.transport;

import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The calls that wait for a connection, in the order in which they came, and the bound of connections that are being opened. Handshakes
 * share the processor: begun all at once, the thousands of a sudden load would all be late.
 */
final class WaitingCalls {

    /** The most connections that one client opens at a time; above the default of {@code maxInFlight}. */
    static final int MOST_OPENING = 256;

    /** The connections of a client. */
    interface Connections {
        /** Gives the call an idle connection. @return false when there is none */
        boolean carry(PendingCall call);

        boolean hasIdle();

        /** Opens a connection for the call, of which {@link #opening()} and {@link #opened()} then learn. */
        void open(PendingCall call);
    }

    private final Connections connections;
    private final Deque<PendingCall> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicInteger opening = new AtomicInteger();

    /** Counts requests to look at the queue; only the thread that raises it from 0 looks, so the stack stays flat. */
    private final AtomicInteger looks = new AtomicInteger();

    WaitingCalls(Connections connections) {
        this.connections = connections;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(PendingCall call) {
        waiting.add(call);
        look();
    }

    /** A connection begins to be opened. */
    void opening() {
        opening.incrementAndGet();
    }

    /** That connection stands, or has failed. */
    void opened() {
        opening.decrementAndGet();
        look();
    }

    /** Gives the first calls what connections there are: idle ones, or new ones within the bound. */
    void look() {
        if (waiting.isEmpty() || looks.getAndIncrement() != 0) {
            return; // the thread that looks now looks again
        }
        int seen = 1;
        do {
            serve();
            seen = looks.addAndGet(-seen);
        } while (seen != 0);
    }

    private void serve() {
        while (connections.hasIdle() || opening.get() < MOST_OPENING) {
            PendingCall call = waiting.pollFirst();
            if (call == null) {
                return;
            }
            if (!call.isOver() && !serve(call)) {
                waiting.addFirst(call);
            }
        }
    }

    /** @return false when what it might have got is gone */
    private boolean serve(PendingCall call) {
        try {
            if (connections.carry(call)) {
                return true;
            }
            if (opening.get() >= MOST_OPENING) {
                return false;
            }
            connections.open(call);
        } catch (Exception | Error failure) { // an Error, too, must end the call
            call.broke(failure);
        }
        return true;
    }

    /** Forgets the calls that have ended. @param hasEnded looks at one, and may end it */
    void removeIf(Predicate<PendingCall> hasEnded) {
        for (Iterator<PendingCall> each = waiting.iterator(); each.hasNext(); ) {
            if (hasEnded.test(each.next())) {
                each.remove();
            }
        }
    }
}
