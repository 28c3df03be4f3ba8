package io.github.camelsms.internal.client;

/** Runs something later, on a thread that must not block. */
@FunctionalInterface
interface CallTimer {
    /** @throws RuntimeException when the timer has stopped */
    void after(long nanos, Runnable task);
}
