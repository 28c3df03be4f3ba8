package io.github.camelsms;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * How many threads the calls of one account may take that had waited for their turn: no more than it may have calls under way. What comes
 * then waits in its order and holds none. It is the call that counts: the route behind it goes on without a share.
 */
final class Share {

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int most;
    private int taken;
    private boolean ended;

    Share(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** Lowers the share where an endpoint asks for a lower one. */
    synchronized Share atMost(int limit) {
        most = Math.min(most, limit);
        return this;
    }

    /** Runs a call on a thread as soon as there is one; it has to {@link #leave()} when it has ended. */
    void enter(Runnable call) {
        synchronized (this) {
            if (taken >= most && !ended) {
                waiting.add(call);
                return;
            }
            taken++;
        }
        threads.execute(call);
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            taken--;
            next = taken < most ? waiting.poll() : null;
            if (next == null) {
                return;
            }
            taken++;
        }
        threads.execute(next);
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Lets all that wait run one after the other, to find out that it {@link #hasEnded()}. */
    void end() {
        List<Runnable> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(waiting);
            waiting.clear();
            taken += left.size();
        }
        if (!left.isEmpty()) {
            threads.execute(() -> left.forEach(Runnable::run));
        }
    }
}
