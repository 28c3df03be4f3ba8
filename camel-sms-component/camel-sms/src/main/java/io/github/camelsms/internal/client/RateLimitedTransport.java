package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Where the calls of one endpoint wait for their turn under the rate limit of its account. */
public final class RateLimitedTransport {

    public static final String NO_PLACE = "no place among the calls under way";

    private final String provider;
    private final @Nullable AccountRateLimiter limit;
    private final Duration patience;
    private final Duration placePatience;
    private final ThreadShare share;

    /**
     * @param provider provider id, for failures
     * @param limit shared by all endpoints of the account; null for none
     * @param patience how long a call waits at most for its turn
     * @param placePatience how long a call that had to wait waits then at most for a thread
     * @param share of the threads on which calls go on that had to wait
     */
    public RateLimitedTransport(
            String provider,
            @Nullable AccountRateLimiter limit,
            Duration patience,
            Duration placePatience,
            ThreadShare share) {
        this.provider = provider;
        this.limit = limit;
        this.patience = patience;
        this.placePatience = placePatience;
        this.share = share;
    }

    /**
     * A transport whose calls wait for their turn.
     *
     * @param stay whether the call has to go on on the thread that began it, which then blocks
     */
    public HttpTransport before(HttpTransport transport, boolean stay) {
        AccountRateLimiter shared = limit;
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
                    turn.whenComplete((came, failed) -> {
                        long since = System.nanoTime();
                        share.enter(() -> goOn(transport, request, completion, failure(turn, since)));
                    });
                    return false;
                };
    }

    private void goOn(
            HttpTransport transport,
            HttpRequest request,
            HttpTransport.Completion completion,
            @Nullable SmsException refused) {
        HttpTransport.Completion behind = (outcome, sync) -> {
            share.leave();
            completion.done(outcome, false);
        };
        if (refused == null) {
            transport.execute(request, behind);
        } else {
            behind.done(HttpOutcome.of(refused), false);
        }
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

    /** @param since when the turn came; where the calls under way hang, a thread may come too late for it */
    private @Nullable SmsException failure(CompletableFuture<Void> turn, long since) {
        SmsException never = failure(turn);
        if (never != null) {
            return never;
        }
        if (share.hasEnded()) {
            return HttpErrors.notSent(provider, "stopped", null);
        }
        boolean late = System.nanoTime() - since >= placePatience.toNanos();
        return late ? HttpErrors.notSent(provider, NO_PLACE, null) : null;
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
    public int parallel(int most) {
        return limit == null ? most : limit.parallel(most);
    }

    public void succeeded() {
        if (limit != null) {
            limit.succeeded();
        }
    }

    public void failed(SmsException failure) {
        if (limit != null) {
            limit.failed(failure);
        }
    }

    /** Ends the waits of this endpoint. */
    public void close() {
        if (limit != null) {
            limit.leave(this);
        }
    }
}
