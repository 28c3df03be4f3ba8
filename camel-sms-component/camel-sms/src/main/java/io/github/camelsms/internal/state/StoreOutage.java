package io.github.camelsms.internal.state;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports once that the state store fails, until it works again. One that works now and then is reported once a minute. */
final class StoreOutage {

    private static final Duration REPORTED_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreOutage.class);

    private final AtomicBoolean lasts = new AtomicBoolean();
    private boolean reported;
    private long lastReport = System.nanoTime() - REPORTED_EVERY.toNanos();

    void began(Throwable failure) {
        if (lasts.compareAndSet(false, true)) {
            report(why(failure));
        }
    }

    private synchronized void report(String why) {
        if (System.nanoTime() - lastReport >= REPORTED_EVERY.toNanos()) {
            LOG.warn(
                    "The state store fails ({}): until it works again, what depends on it is refused, and the rest goes on without it",
                    why);
            lastReport = System.nanoTime();
            reported = true;
        }
    }

    void ended() {
        if (lasts.get() && lasts.compareAndSet(true, false)) {
            reportEnd();
        }
    }

    private synchronized void reportEnd() {
        if (reported) {
            LOG.info("The state store works again");
            reported = false;
        }
    }

    /** How a store failed, without what its driver says. */
    static String why(Throwable failure) {
        return failure instanceof StoreTimeoutException
                ? "it did not answer in time"
                : failure.getClass().getName();
    }
}
