package io.github.camelsms.internal.client;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an account rest that keeps failing: {@value #FAILURES} calls in a row that failed for a reason other than their message. After the
 * rest it is tried again; when that fails, too, it rests twice as long.
 */
public final class AccountCircuitBreaker {

    static final int FAILURES = 3;
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(AccountCircuitBreaker.class);

    private final String account;
    private final LongSupplier clock;
    private volatile int failures;
    private volatile long until;
    private volatile Consumer<Duration> openListener = rest -> {};

    /**
     * @param account its name, for the log
     * @param clock nanoseconds that pass evenly
     */
    public AccountCircuitBreaker(String account, LongSupplier clock) {
        this.account = account;
        this.clock = clock;
        this.until = clock.getAsLong();
    }

    public boolean isOpen() {
        return until - clock.getAsLong() > 0;
    }

    /** How long it stays open; zero when it is closed. */
    Duration openFor() {
        return Duration.ofNanos(Math.max(0, until - clock.getAsLong()));
    }

    public void succeeded() {
        if (failures > 0) {
            reset();
        }
    }

    private synchronized void reset() {
        failures = 0;
    }

    public synchronized void failed(SmsException failure) {
        if (failure.errorClass() == ErrorClass.RATE_LIMIT) {
            return; // that is what its rate limit is for
        }
        if (!AccountFailover.mayGoOnAfter(failure) && !(failure instanceof SmsOutcomeUnknownException)) {
            failures = 0; // the account is well: it refused the message
            return;
        }
        failures++;
        if (failures >= FAILURES && !isOpen()) {
            Duration grown = FIRST.multipliedBy(1L << Math.min(failures - FAILURES, 10));
            Duration rest = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
            until = clock.getAsLong() + rest.toNanos();
            LOG.warn("{}: failed {} times in a row; its circuit is open for {}", account, failures, rest);
            openListener.accept(rest);
        }
    }

    /** Opens because the account kept failing on another node. The first failure after the rest opens it again. */
    synchronized void open(Duration rest) {
        failures = Math.max(failures, FAILURES);
        long now = clock.getAsLong();
        until = now + Math.max(until - now, rest.toNanos());
        LOG.info("{}: kept failing on another node; its circuit is open for {}", account, rest);
    }

    /** @param listener takes each rest that begins here; must not block */
    void onOpen(Consumer<Duration> listener) {
        openListener = listener;
    }
}
