package io.github.camelsms.internal.client;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * How many threads the calls of one account may take that had waited for their turn: no more than it may have calls under way. What comes
 * then waits in its order and holds none. It is the call that counts: the route behind it goes on without a share.
 */
public final class ThreadShare {

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int most;
    private int taken;
    private boolean ended;

    public ThreadShare(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** Lowers the share where an endpoint asks for a lower one. */
    public synchronized ThreadShare atMost(int limit) {
        most = Math.min(most, limit);
        return this;
    }

    /** Runs a call on a thread as soon as there is one; it has to {@link #leave()} when it has ended. */
    public void enter(Runnable call) {
        synchronized (this) {
            if (taken >= most && !ended) {
                waiting.add(call);
                return;
            }
            taken++;
        }
        threads.execute(call);
    }

    public void leave() {
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

    public synchronized boolean hasEnded() {
        return ended;
    }

    /** Lets all that wait run one after the other, to find out that it {@link #hasEnded()}. */
    public void end() {
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
