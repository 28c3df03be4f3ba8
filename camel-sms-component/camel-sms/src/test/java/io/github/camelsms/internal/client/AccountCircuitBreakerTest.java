package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an account rests. */
class AccountCircuitBreakerTest {

    private static final SmsException NO_CONNECTION = new SmsRetryableException(fault(ErrorClass.TEMPORARY));

    private long now = -5;
    private final AccountCircuitBreaker rest = new AccountCircuitBreaker("main", () -> now);

    private static SmsFault fault(ErrorClass why) {
        return SmsFault.of(why, "2fa-link", "as the test wants");
    }

    private void fail(SmsException... failures) {
        for (SmsException failure : failures) {
            rest.failed(failure);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void threeFailuresInARowMakeItRest() {
        fail(NO_CONNECTION, new SmsRefusedException(fault(ErrorClass.AUTHENTICATION)));
        assertThat(rest.isOpen()).isFalse();

        fail(new SmsOutcomeUnknownException(fault(ErrorClass.TEMPORARY)));
        assertThat(rest.isOpen()).isTrue();

        pass(AccountCircuitBreaker.FIRST);
        assertThat(rest.isOpen()).isFalse();
    }

    @Test
    void aSuccessOrARefusedMessageEndsTheRow() {
        fail(NO_CONNECTION, NO_CONNECTION);
        rest.succeeded();
        fail(NO_CONNECTION, NO_CONNECTION, new SmsRefusedException(fault(ErrorClass.REJECTED)));
        fail(NO_CONNECTION, NO_CONNECTION);

        assertThat(rest.isOpen()).isFalse();
    }

    @Test
    void tooManyCallsAreNoReasonToRest() {
        SmsException tooMany = new SmsRetryableException(fault(ErrorClass.RATE_LIMIT));
        fail(tooMany, tooMany, tooMany, tooMany);

        assertThat(rest.isOpen()).isFalse();
    }

    @Test
    void restsGrowWhileItKeepsFailing() {
        fail(NO_CONNECTION, NO_CONNECTION);
        for (Duration expected = AccountCircuitBreaker.FIRST;
                expected.compareTo(AccountCircuitBreaker.LONGEST) < 0;
                expected = expected.multipliedBy(2)) {
            fail(NO_CONNECTION);
            pass(expected.minusNanos(1));
            assertThat(rest.isOpen()).as("just before %s", expected).isTrue();
            pass(Duration.ofNanos(1));
            assertThat(rest.isOpen()).as("after %s", expected).isFalse();
        }
        for (int i = 0; i < 100; i++) {
            fail(NO_CONNECTION);
            pass(AccountCircuitBreaker.LONGEST.minusNanos(1));
            assertThat(rest.isOpen()).isTrue();
            pass(Duration.ofNanos(1));
            assertThat(rest.isOpen()).isFalse();
        }
    }

    @Test
    void callsThatWereUnderWayDoNotMakeTheRestLonger() {
        fail(NO_CONNECTION, NO_CONNECTION, NO_CONNECTION, NO_CONNECTION, NO_CONNECTION);
        pass(AccountCircuitBreaker.FIRST);

        assertThat(rest.isOpen()).isFalse();
    }
}
