package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that is told by {@link Object#notifyAll()}. */
final class Waiting {

    private Waiting() {}

    /**
     * @param monitor whose lock the caller has
     * @return whether the condition came true; false when the span is over or the thread was interrupted
     */
    static boolean until(Object monitor, BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
