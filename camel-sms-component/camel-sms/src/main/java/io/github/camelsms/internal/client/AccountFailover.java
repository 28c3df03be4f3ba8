package io.github.camelsms.internal.client;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.AccountFailure;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Goes through the accounts of one message in their order: to the next only when the SMS is known not to be sent and the message is not
 * at fault.
 *
 * @param <C> what serves an account
 */
public final class AccountFailover<C> {

    private final Iterator<C> left;
    private final boolean several;
    private final List<AccountFailure> failures = new ArrayList<>(0);

    /** @param accounts at least one */
    public AccountFailover(List<C> accounts) {
        this.left = accounts.iterator();
        this.several = accounts.size() > 1;
    }

    public C next() {
        return left.next();
    }

    /** Notes how an account failed. Gives whether the next one may be tried. */
    public boolean goesOnAfter(String account, SmsException failure) {
        failures.add(new AccountFailure(account, failure));
        return left.hasNext() && isOfAccount(failure);
    }

    /**
     * The failure of the message: the last one, unless the accounts were at fault and one of them is worth a repeat. The others are not
     * suppressed in it: Camel looks into what is suppressed first, and would find a retryable one in an outcome that is not known.
     */
    public SmsException failure() {
        SmsException decisive = failures.get(failures.size() - 1).failure();
        if (decisive instanceof SmsRefusedException && isOfAccount(decisive)) {
            for (AccountFailure one : failures) {
                decisive = one.failure() instanceof SmsRetryableException ? one.failure() : decisive;
            }
        }
        return decisive;
    }

    /** Says on the Exchange what the accounts answered that did not send. */
    public void report(Exchange exchange) {
        if (failures.isEmpty() || !several) {
            exchange.removeProperty(SmsConstants.FAILED_ACCOUNTS);
        } else {
            exchange.setProperty(SmsConstants.FAILED_ACCOUNTS, List.copyOf(failures));
        }
    }

    /** The same of one message among others, of which no exception is left. */
    public static boolean isOfAccount(BulkResult result) {
        return result.outcome() == BulkResult.Outcome.NOT_SENT
                && result.errorClass() != null
                && switch (result.errorClass()) {
                    case AUTHENTICATION, ACCOUNT, INSUFFICIENT_CREDIT, RATE_LIMIT, TEMPORARY -> true;
                    case INVALID_REQUEST, REJECTED, EXPIRED, NOT_FOUND, UNKNOWN -> false;
                };
    }

    /** Which of two results of the same message decides, the first being of an account that was at fault. */
    public static BulkResult decisive(BulkResult earlier, BulkResult later) {
        return isOfAccount(later) && !isWorthARepeat(later) && isWorthARepeat(earlier) ? earlier : later;
    }

    private static boolean isWorthARepeat(BulkResult result) {
        return result.errorClass() == ErrorClass.RATE_LIMIT || result.errorClass() == ErrorClass.TEMPORARY;
    }

    /** Whether nothing was sent for a reason that another account may not have. */
    public static boolean isOfAccount(SmsException failure) {
        return failure instanceof SmsRetryableException
                || failure instanceof SmsRefusedException
                        && switch (failure.errorClass()) {
                            case AUTHENTICATION, ACCOUNT, INSUFFICIENT_CREDIT, RATE_LIMIT -> true;
                            case INVALID_REQUEST, REJECTED, EXPIRED, TEMPORARY, NOT_FOUND, UNKNOWN -> false;
                        };
    }
}
