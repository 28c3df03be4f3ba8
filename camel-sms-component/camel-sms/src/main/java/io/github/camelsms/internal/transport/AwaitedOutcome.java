package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the thread that makes a call wait for its end. */
final class AwaitedOutcome implements HttpTransport.Completion {

    private final Thread waiting = Thread.currentThread();
    private volatile @Nullable HttpOutcome outcome;

    @Override
    public void done(HttpOutcome ended, boolean sync) {
        outcome = ended;
        LockSupport.unpark(waiting);
    }

    /** An interrupt does not end the call, whose request may have left; the time-outs bound the wait. */
    HttpOutcome get() {
        boolean interrupted = false;
        HttpOutcome ended = outcome;
        while (ended == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            ended = outcome;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
