package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.transport.AccountTransport;
import io.github.camelsms.internal.transport.HandoverTransport;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The links that every call of one client passes.
 *
 * @param transport the outermost link
 * @param paced the same without the hand-over to a worker, for callers that wait
 * @param starter begins calls that must not wait for each other
 * @param endWaits ends the calls of this client that wait for their turn or their place
 */
record CallChain(HttpTransport transport, HttpTransport paced, Executor starter, Runnable endWaits) {

    /**
     * Builds the chain from the inside out.
     *
     * @param carrier carries calls over the network
     */
    static CallChain build(
            String provider,
            AccountSettings settings,
            Account account,
            AccountTransport carrier,
            CallThreads threads,
            InstantSource clock) {
        Executor resumer = carrier.resumer();
        HttpTransport carried = account.metrics() == null ? carrier : noting(HttpCall.Progress::leaves, carrier);
        // The last look before a call leaves, after all waits: an expired message is not sent.
        HttpTransport checked = new ExpiryCheckTransport(carried, provider, clock);
        // A place is held only while a call is out; a call that waits for one holds no thread.
        InFlightLimitedTransport placed =
                new InFlightLimitedTransport(checked, provider, account.places(), settings.responseTimeout(), resumer);
        // A turn under the rate limit, and no call while the provider wants a pause. The turn comes before the place,
        // so that calls
        // which wait for their turn keep no place from others.
        HttpTransport turned = account.metrics() == null ? placed : noting(HttpCall.Progress::turnCame, placed);
        RateLimitedTransport limited = account.limiter() == null
                ? null
                : new RateLimitedTransport(turned, provider, account.limiter(), settings.rateLimitTimeout(), resumer);
        HttpTransport paced = limited == null ? turned : limited;
        // Threads of the network and of the timer run no route: behind this link, replies continue on a worker.
        HttpTransport outermost =
                carrier.blocks() ? paced : new HandoverTransport(paced, threads.handover(settings.workerPool()));
        return new CallChain(outermost, paced, resumer, () -> {
            if (limited != null) {
                limited.endWaits();
            }
            placed.endWaits();
        });
    }

    /** A link that says how far a call has come. */
    private static HttpTransport noting(Consumer<HttpCall.Progress> step, HttpTransport next) {
        return (call, completion) -> {
            HttpCall.Progress progress = call.progress();
            if (progress != null) {
                step.accept(progress);
            }
            return next.execute(call, completion);
        };
    }
}
