package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpTransport;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Hands replies from the threads of the network over to workers, which continue routes. */
public final class HandoverTransport implements HttpTransport {

    private final HttpTransport next;
    private final ExecutorService workers;

    public HandoverTransport(HttpTransport next, ExecutorService workers) {
        this.next = next;
        this.workers = workers;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        return next.execute(call, (outcome, sync) -> {
            if (sync) {
                completion.done(outcome, true);
                return;
            }
            try {
                workers.execute(() -> completion.done(outcome, false));
            } catch (RejectedExecutionException stopped) {
                completion.done(outcome, false);
            }
        });
    }
}
