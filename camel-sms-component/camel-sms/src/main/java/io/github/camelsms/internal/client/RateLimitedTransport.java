package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lets a call go on when its turn under the rate limit of its account has come. */
final class RateLimitedTransport implements HttpTransport {

    private final HttpTransport next;
    private final String provider;
    private final AccountRateLimiter limiter;
    private final Duration patience;
    private final Executor resumer;

    /**
     * @param limiter shared by all endpoints of the account
     * @param patience how long a call waits for its turn at most
     * @param resumer continues calls that have waited
     */
    RateLimitedTransport(
            HttpTransport next, String provider, AccountRateLimiter limiter, Duration patience, Executor resumer) {
        this.next = next;
        this.provider = provider;
        this.limiter = limiter;
        this.patience = patience;
        this.resumer = resumer;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        CompletableFuture<Void> turn = limiter.turn(this, patience);
        if (!turn.isDone() && call.onCallersThread()) {
            await(turn);
        }
        if (!turn.isDone()) {
            turn.whenComplete((came, failed) -> resumer.execute(() -> goOn(turn, call, completion)));
            return false;
        }
        SmsException failure = failure(turn);
        if (failure == null) {
            return next.execute(call, completion);
        }
        completion.done(HttpOutcome.of(failure), true);
        return true;
    }

    private void goOn(CompletableFuture<Void> turn, HttpCall call, Completion completion) {
        SmsException failure = failure(turn);
        if (failure == null) {
            GuardedCall.execute(next, provider, call, (outcome, sync) -> completion.done(outcome, false));
        } else {
            completion.done(HttpOutcome.of(failure), false);
        }
    }

    private void await(CompletableFuture<Void> turn) {
        try {
            turn.get();
        } catch (InterruptedException stopping) {
            turn.completeExceptionally(HttpErrors.notSent(provider, "interrupted", stopping));
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            // The turn holds the failure.
        }
    }

    /** Why a turn never came; null when it did. */
    private @Nullable SmsException failure(CompletableFuture<Void> turn) {
        if (!turn.isCompletedExceptionally()) {
            return null;
        }
        try {
            turn.join();
            return null;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof SmsException known
                    ? known
                    : HttpErrors.notSent(provider, "no turn", failed.getCause());
        }
    }

    void endWaits() {
        limiter.leave(this);
    }
}
