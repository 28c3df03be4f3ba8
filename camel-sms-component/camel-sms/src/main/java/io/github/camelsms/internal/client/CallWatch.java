package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.internal.observe.CallMetrics;
import io.github.camelsms.internal.observe.CallMetrics.Outcome;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import org.jspecify.annotations.Nullable;

/** Times one call for the metrics. It passes from thread to thread with the call. */
final class CallWatch<O> implements AccountClient.Completion<O>, HttpCall.Progress {

    /** A shorter time does not count as a wait. */
    private static final long LEAST_WAIT = 1_000_000;

    private final CallMetrics metrics;
    private final AccountClient.Completion<O> next;
    private final long begun = System.nanoTime();
    private long turn;
    private long left;
    private boolean hasTurn;
    private boolean hasLeft;

    CallWatch(CallMetrics metrics, AccountClient.Completion<O> next) {
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void turnCame() {
        turn = System.nanoTime();
        hasTurn = true;
    }

    @Override
    public void leaves() {
        left = System.nanoTime();
        hasLeft = true;
    }

    @Override
    public void done(AccountClient.Result<O> result, boolean sync) {
        long now = System.nanoTime();
        long turnWait = (hasTurn ? turn : now) - begun;
        long placeWait = hasTurn ? (hasLeft ? left : now) - turn : 0;
        if (turnWait >= LEAST_WAIT) {
            metrics.waitedForTurn(turnWait);
        }
        if (placeWait >= LEAST_WAIT) {
            metrics.waitedForPlace(placeWait);
        }
        metrics.ended(outcome(result.failure()), now - (hasLeft ? left : begun), result.failure());
        next.done(result, sync);
    }

    private Outcome outcome(@Nullable SmsException failure) {
        if (failure == null) {
            return Outcome.ACCEPTED;
        }
        if (!hasLeft) {
            return Outcome.NOT_SENT;
        }
        if (failure instanceof SmsOutcomeUnknownException) {
            return Outcome.UNKNOWN;
        }
        return failure instanceof SmsRetryableException ? Outcome.RETRYABLE : Outcome.REFUSED;
    }
}
