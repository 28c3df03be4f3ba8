package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One rule for a single message, known by its exception, and for one of several, known by its result. */
class AccountFailoverTest {

    private static final Set<ErrorClass> OF_ACCOUNT = EnumSet.of(
            ErrorClass.AUTHENTICATION, ErrorClass.ACCOUNT, ErrorClass.INSUFFICIENT_CREDIT, ErrorClass.RATE_LIMIT);

    private static SmsFault fault(ErrorClass why) {
        return SmsFault.of(why, "telesign", "refused");
    }

    private static void assertBoth(SmsException failure, boolean goesOn) {
        assertThat(AccountFailover.mayGoOnAfter(failure)).isEqualTo(goesOn);
        assertThat(AccountFailover.mayGoOnAfter(BulkResult.failed(failure, null)))
                .isEqualTo(goesOn);
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void aRefusalGoesOnOnlyWhenTheAccountIsAtFault(ErrorClass why) {
        assertBoth(new SmsRefusedException(fault(why)), OF_ACCOUNT.contains(why));
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void aRetryableFailureGoesOnAndAnUnknownOutcomeNever(ErrorClass why) {
        assertBoth(new SmsRetryableException(fault(why)), true);
        assertBoth(new SmsOutcomeUnknownException(fault(why)), false);
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void aRetryableFailureDecidesOverALaterRefusalOfAnAccountButNotOfTheMessage(ErrorClass why) {
        SmsException retryable = new SmsRetryableException(fault(ErrorClass.TEMPORARY));
        SmsException refused = new SmsRefusedException(fault(why));

        assertThat(AccountFailover.earlierDecides(retryable, refused)).isEqualTo(OF_ACCOUNT.contains(why));
        assertThat(AccountFailover.earlierDecides(BulkResult.failed(retryable, null), BulkResult.failed(refused, null)))
                .isEqualTo(OF_ACCOUNT.contains(why));
        assertThat(AccountFailover.earlierDecides(refused, retryable)).isFalse();
    }
}
