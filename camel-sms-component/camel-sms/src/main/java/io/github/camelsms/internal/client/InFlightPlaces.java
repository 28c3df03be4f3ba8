package io.github.camelsms.internal.client;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many calls of one account may be under way at once, over all of its endpoints; the smallest limit of theirs holds. */
public final class InFlightPlaces extends Semaphore {

    private static final long serialVersionUID = 1L;

    private int size;

    public InFlightPlaces(int size) {
        super(size);
        this.size = size;
    }

    /** Lowers the limit where an endpoint asks for a lower one. */
    public synchronized InFlightPlaces atMost(int limit) {
        if (limit < size) {
            reducePermits(size - limit);
            size = limit;
        }
        return this;
    }

    /** Takes a place, to be given back by {@link #release()}; false when there was none for so long, or the thread is to stop. */
    public boolean take(Duration patience) {
        try {
            return tryAcquire() || tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
