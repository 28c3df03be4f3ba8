package io.github.camelsms.internal.client;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import org.jspecify.annotations.Nullable;

/**
 * The one rule of failover, for single messages and for bulk sends: a message goes on to the next account only when it is known not to
 * be sent, for a reason that another account may not have.
 */
public final class AccountFailover {

    private AccountFailover() {}

    /** Whether the next account may be tried after this failure. */
    public static boolean mayGoOnAfter(SmsException failure) {
        return mayGoOnAfter(BulkResult.Outcome.of(failure), failure.errorClass());
    }

    /** Whether the next account may be tried after this result. */
    public static boolean mayGoOnAfter(BulkResult result) {
        return mayGoOnAfter(result.outcome(), result.errorClass());
    }

    private static boolean mayGoOnAfter(BulkResult.Outcome outcome, @Nullable ErrorClass why) {
        return switch (outcome) {
            case RETRYABLE -> true;
            case REFUSED ->
                why != null
                        && switch (why) {
                            case AUTHENTICATION, ACCOUNT, INSUFFICIENT_CREDIT, RATE_LIMIT -> true;
                            case INVALID_REQUEST, REJECTED, OPTED_OUT, EXPIRED, TEMPORARY, NOT_FOUND, UNKNOWN -> false;
                        };
            case ACCEPTED, UNKNOWN -> false;
        };
    }

    /**
     * Whether the earlier of two failures of one message decides its fate: the later account is at fault, too, and the earlier one is
     * worth a repeat.
     */
    public static boolean earlierDecides(SmsException earlier, SmsException later) {
        return earlierDecides(BulkResult.Outcome.of(earlier), BulkResult.Outcome.of(later), mayGoOnAfter(later));
    }

    /** The same for two results of one message of a bulk send. */
    public static boolean earlierDecides(BulkResult earlier, BulkResult later) {
        return earlierDecides(earlier.outcome(), later.outcome(), mayGoOnAfter(later));
    }

    private static boolean earlierDecides(
            BulkResult.Outcome earlier, BulkResult.Outcome later, boolean laterIsOfAccount) {
        return laterIsOfAccount && later == BulkResult.Outcome.REFUSED && earlier == BulkResult.Outcome.RETRYABLE;
    }
}
