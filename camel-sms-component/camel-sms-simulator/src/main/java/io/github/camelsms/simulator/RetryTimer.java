package io.github.camelsms.simulator;

import java.time.Duration;

/**
 * Decides when a callback is tried again. The simulator's own waits in real time, divided by
 * {@link SmsSimulatorBuilder#retrySpeed}; a test may give one that collects the tasks and runs them when it likes.
 */
@FunctionalInterface
public interface RetryTimer {

    /**
     * Runs the task once, later, on any thread; called by several threads.
     *
     * @param wait span that the gateway would wait
     * @param task the next attempt; returns at once
     */
    void after(Duration wait, Runnable task);
}
