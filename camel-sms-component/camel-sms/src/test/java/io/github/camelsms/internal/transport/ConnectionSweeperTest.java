package io.github.camelsms.internal.transport;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionSweeperTest {

    /** Takes only so many tasks. */
    private static final class Bounded extends ScheduledThreadPoolExecutor {
        private final AtomicInteger left;

        Bounded(int most) {
            super(1);
            left = new AtomicInteger(most);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            if (left.getAndDecrement() <= 0) {
                throw new RejectedExecutionException("full");
            }
            return super.scheduleWithFixedDelay(task, first, delay, unit);
        }
    }

    @Test
    void aSweepThatTheTimerRefusesLeavesTheOthersGoing() throws InterruptedException {
        Bounded timer = new Bounded(1);
        try {
            ConnectionSweeper sweeper = new ConnectionSweeper(timer);
            CountDownLatch swept = new CountDownLatch(2);
            sweeper.add(swept::countDown, 50);

            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> sweeper.add(() -> {}, 5));

            swept.await();
        } finally {
            timer.shutdownNow();
        }
    }
}
