package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import org.jspecify.annotations.Nullable;

/** Completes on a worker what another transport completes on a thread of its own, so that no route runs there. */
public final class HandoverTransport implements HttpTransport {

    private final HttpTransport inner;
    private final ReplyHandover handover;

    public HandoverTransport(HttpTransport inner, ReplyHandover handover) {
        this.inner = inner;
        this.handover = handover;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        return inner.execute(call, new Reply(completion));
    }

    private final class Reply implements Completion, Runnable {

        private final Completion completion;
        private @Nullable HttpOutcome outcome;

        Reply(Completion completion) {
            this.completion = completion;
        }

        @Override
        public void done(HttpOutcome ended, boolean sync) {
            if (sync) {
                completion.done(ended, true);
            } else {
                outcome = ended; // the queue publishes it
                handover.handOver(this);
            }
        }

        @Override
        public void run() {
            HttpOutcome ended = outcome;
            if (ended != null) {
                completion.done(ended, false);
            }
        }
    }
}
