package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a call through a transport that may throw: it comes once, and nothing is thrown. */
final class GuardedCall implements HttpTransport.Completion {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedCall.class);

    private final HttpTransport.Completion completion;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean here;

    private GuardedCall(HttpTransport.Completion completion) {
        this.completion = completion;
    }

    /**
     * Makes a call. When the transport throws before the call has ended, its outcome is unknown, unless the transport says more.
     *
     * @return true when the completion was called before this method returned
     */
    static boolean execute(HttpTransport next, String provider, HttpCall call, HttpTransport.Completion completion) {
        GuardedCall end = new GuardedCall(completion);
        try {
            return next.execute(call, end);
        } catch (Throwable failure) { // an Error too must not keep the exchange from completing
            return end.failed(provider, failure);
        }
    }

    @Override
    public void done(HttpOutcome outcome, boolean sync) {
        if (over.compareAndSet(false, true)) {
            here = sync;
            completion.done(outcome, sync);
        }
    }

    private boolean failed(String provider, Throwable failure) {
        if (over.compareAndSet(false, true)) {
            completion.done(HttpOutcome.of(outcome(provider, failure)), true);
            return true;
        }
        LOG.warn(
                "{}: a call failed when it had ended ({})",
                provider,
                failure.getClass().getName());
        return here;
    }

    private static SmsException outcome(String provider, Throwable failure) {
        return failure instanceof SmsException known
                ? known
                : HttpErrors.broken(
                        provider, "the transport failed (" + failure.getClass().getSimpleName() + ")", null);
    }
}
