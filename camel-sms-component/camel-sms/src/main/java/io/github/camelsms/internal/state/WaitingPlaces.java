package io.github.camelsms.internal.state;

import java.util.concurrent.Semaphore;

/** How many events may wait at once: few where each holds a thread of the HTTP server, more where it holds none. */
public final class WaitingPlaces {

    private final Semaphore held;
    private final Semaphore free;

    /**
     * @param holding how many may wait that hold a thread
     * @param others how many may wait that hold none
     */
    public WaitingPlaces(int holding, int others) {
        this.held = new Semaphore(holding);
        this.free = new Semaphore(others);
    }

    /** Takes a place, to be given back by {@link #giveBack}; false when all are taken. */
    public boolean take(ServerThread thread) {
        return of(thread).tryAcquire();
    }

    public void giveBack(ServerThread thread) {
        of(thread).release();
    }

    private Semaphore of(ServerThread thread) {
        return switch (thread) {
            case HELD -> held;
            case FREE -> free;
        };
    }
}
