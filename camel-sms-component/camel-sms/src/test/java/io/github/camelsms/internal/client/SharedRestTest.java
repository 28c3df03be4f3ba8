package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A pause and an open circuit of one node hold on another. */
class SharedRestTest {

    private static final Object ROUTE = new Object();

    private final VirtualTime time = new VirtualTime();
    private int calls;
    private boolean down;
    private final StateStore memory = new MemoryStateStore();
    private final StateStore store = (StateStore) Proxy.newProxyInstance(
            StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (self, method, arguments) -> {
                calls++;
                if (down) {
                    throw new IllegalStateException("the store is down");
                }
                try {
                    return method.invoke(memory, arguments);
                } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                }
            });
    private final Node one = new Node();
    private final Node two = new Node();

    private final class Node {
        private final AccountRateLimiter limiter = new AccountRateLimiter(
                "transmitsms", rate -> BucketSource.UNLIMITED, time::after, time::currentTimeNanos);
        private final AccountCircuitBreaker circuit = new AccountCircuitBreaker("main", time::currentTimeNanos);
        private final SharedRest shared =
                new SharedRest(store, "rest:main", Runnable::run, time::after, time::currentTimeNanos);

        Node() {
            shared.connect(limiter);
            shared.connect(circuit);
        }

        void isToldToPause(Duration pause) {
            limiter.failed(new SmsRetryableException(SmsFault.of(ErrorClass.RATE_LIMIT, "transmitsms", "slow down")
                    .withRetryAfter(pause)));
        }

        void fails() {
            circuit.failed(new SmsRefusedException(SmsFault.of(ErrorClass.AUTHENTICATION, "transmitsms", "wrong key")));
        }

        void assertPaused() {
            assertThatThrownBy(() -> limiter.turn(ROUTE, Duration.ZERO).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            SmsRetryableException.class,
                            refused -> assertThat(refused.retryAfter()).isPresent());
        }

        boolean isPaused() {
            return limiter.turn(ROUTE, Duration.ZERO).isCompletedExceptionally();
        }
    }

    @Test
    void aPauseHoldsOnTheOtherNodeWithinASecond() {
        two.shared.used();
        one.isToldToPause(Duration.ofSeconds(30));
        two.shared.used();
        assertThat(two.isPaused()).isFalse();

        time.pass(Duration.ofSeconds(1));

        one.assertPaused();
        two.assertPaused();
        time.pass(Duration.ofSeconds(40));
        assertThat(two.isPaused()).isFalse();
    }

    @Test
    void anOpenCircuitHoldsOnTheOtherNode() {
        one.fails();
        one.fails();
        one.fails();
        two.shared.used();

        assertThat(two.circuit.isOpen()).isTrue();
        assertThat(two.isPaused()).isFalse();
        time.pass(AccountCircuitBreaker.FIRST.plusSeconds(1));
        assertThat(two.circuit.isOpen()).isFalse();
        two.fails();
        assertThat(two.circuit.isOpen()).as("opens again with the next failure").isTrue();
    }

    @Test
    void theLongerPauseWinsAndNeitherForgetsTheOther() {
        one.isToldToPause(Duration.ofMinutes(10));
        two.isToldToPause(Duration.ofSeconds(5));
        one.fails();
        one.fails();
        one.fails();
        Node three = new Node();
        three.shared.used();

        assertThat(three.circuit.isOpen()).isTrue();
        time.pass(Duration.ofMinutes(5));
        three.assertPaused();
        two.assertPaused();
    }

    @Test
    void theStoreIsReadOnceASecondWhileTheAccountIsInUse() {
        for (int i = 0; i < 100; i++) {
            one.shared.used();
            time.pass(Duration.ofMillis(100));
        }
        assertThat(calls).isBetween(10, 11);

        time.pass(Duration.ofHours(1));
        assertThat(calls).isBetween(10, 12);
    }

    @Test
    void callsThatFailTogetherAreWrittenOnce() {
        for (int i = 0; i < 50; i++) {
            one.isToldToPause(Duration.ofSeconds(30));
        }

        assertThat(calls).as("one look and one write").isEqualTo(2);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        down = true;
        one.isToldToPause(Duration.ofSeconds(30));
        one.assertPaused();
        down = false;
        time.pass(Duration.ofSeconds(1));
        two.shared.used();

        two.assertPaused();
    }
}
