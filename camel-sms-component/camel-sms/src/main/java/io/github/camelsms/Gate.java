package io.github.camelsms;

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

/** Where the calls of one endpoint wait for their turn under the rate limit of its account. */
final class Gate {

    private final String provider;
    private final @Nullable RateLimit limit;
    private final Duration patience;
    private final Executor threads;

    /**
     * @param provider provider id, for failures
     * @param limit shared by all endpoints of the account; null for none
     * @param patience how long a call waits at most
     * @param threads where calls go on that had to wait
     */
    Gate(String provider, @Nullable RateLimit limit, Duration patience, Executor threads) {
        this.provider = provider;
        this.limit = limit;
        this.patience = patience;
        this.threads = threads;
    }

    /**
     * A transport whose calls wait for their turn.
     *
     * @param stay whether the call has to go on on the thread that began it, which then blocks
     */
    HttpTransport before(HttpTransport transport, boolean stay) {
        RateLimit shared = limit;
        return shared == null
                ? transport
                : (request, completion) -> {
                    CompletableFuture<Void> turn = shared.turn(this, patience);
                    if (stay && !turn.isDone()) {
                        await(turn);
                    }
                    if (turn.isDone()) {
                        SmsException refused = failure(turn);
                        if (refused == null) {
                            return transport.execute(request, completion);
                        }
                        completion.done(HttpOutcome.of(refused), true);
                        return true;
                    }
                    turn.whenCompleteAsync(
                            (came, failed) -> {
                                SmsException refused = failure(turn);
                                if (refused == null) {
                                    transport.execute(request, (outcome, sync) -> completion.done(outcome, false));
                                } else {
                                    completion.done(HttpOutcome.of(refused), false);
                                }
                            },
                            threads);
                    return false;
                };
    }

    private void await(CompletableFuture<Void> turn) {
        try {
            turn.get();
        } catch (InterruptedException stopping) {
            turn.completeExceptionally(HttpErrors.notSent(provider, "interrupted", stopping));
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            // it is in the turn as well
        }
    }

    /** Why a turn never came; null when it did. */
    private @Nullable SmsException failure(CompletableFuture<Void> turn) {
        try {
            turn.join();
            return null;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof SmsException known
                    ? known
                    : HttpErrors.notSent(provider, "no turn", failed.getCause());
        }
    }

    /**
     * How many calls it makes sense to begin at once where there are many to make: under a limit no more than come to their turn in a few
     * seconds, so that others get theirs in between and none waits in vain.
     */
    int parallel(int most) {
        return limit == null ? most : limit.parallel(most);
    }

    void succeeded() {
        if (limit != null) {
            limit.succeeded();
        }
    }

    void failed(SmsException failure) {
        if (limit != null) {
            limit.failed(failure);
        }
    }

    /** Ends the waits of this endpoint. */
    void close() {
        if (limit != null) {
            limit.leave(this);
        }
    }
}
