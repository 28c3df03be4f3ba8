package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Waits in real time, a number of times faster for retries. Its one thread does not keep a JVM alive. */
final class SpeedTimer implements RetryTimer, AutoCloseable {

    private final double speed;
    private final ScheduledThreadPoolExecutor executor;

    SpeedTimer(double speed) {
        this.speed = speed;
        executor = Daemons.oneUntilItsEnd("sms-simulator-timer");
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void after(Duration wait, Runnable task) {
        executor.schedule(task, (long) (wait.toNanos() / speed), TimeUnit.NANOSECONDS);
    }

    /** At the speed of the clock on the wall. */
    void afterReally(Duration wait, Runnable task) {
        executor.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
