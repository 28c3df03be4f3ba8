package io.github.camelsms.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets so many requests through in any second; those that it stops do not count. Thread-safe. */
final class RateLimit {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int most;
    private final Deque<Instant> admitted = new ArrayDeque<>();

    RateLimit(int requestsPerSecond) {
        most = requestsPerSecond;
    }

    synchronized boolean admits(Instant now) {
        while (!admitted.isEmpty() && !admitted.getFirst().plus(SECOND).isAfter(now)) {
            admitted.removeFirst();
        }
        if (admitted.size() >= most) {
            return false;
        }
        admitted.addLast(now);
        return true;
    }

    synchronized void reset() {
        admitted.clear();
    }
}
