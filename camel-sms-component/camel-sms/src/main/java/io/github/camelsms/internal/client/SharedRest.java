package io.github.camelsms.internal.client;

import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pause and the open circuit of one account, the same on all nodes. While the account is in use, the store is read once a second in the
 * background; what changes here is written at once. No call waits for the store, and at most one thread is with it.
 */
final class SharedRest {

    /** How long another node's pause or open circuit is unknown here at most, while the account is in use. */
    static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

    /** An entry that another node replaces between a look and a write is looked at again. */
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SharedRest.class);

    private final StateStore store;
    private final String key;
    private final Executor blocking;
    private final CallTimer timer;
    private final LongSupplier clock;
    private final Set<AccountRateLimiter> limiters = new CopyOnWriteArraySet<>();
    private final Set<AccountCircuitBreaker> circuits = new CopyOnWriteArraySet<>();

    /** Whether a call has begun since the last look; spares calls the lock. */
    private volatile boolean used;

    private boolean looking;
    private boolean timed;
    private boolean changed;
    private long pausedUntil;
    private long openUntil;
    private long seen;

    /**
     * How long both last from now.
     *
     * @param pause not positive when there is none
     * @param open not positive when the circuit is closed
     */
    private record Rest(Duration pause, Duration open) {

        static final Rest NONE = new Rest(Duration.ZERO, Duration.ZERO);

        private static final Duration ROUNDED = Duration.ofMillis(50);

        /** An entry lasts as long as the longer of the two; it holds by how much each ends before it. */
        static Rest of(StateEntry entry) {
            ByteBuffer earlier = ByteBuffer.wrap(entry.value());
            return new Rest(
                    entry.remaining().minusMillis(earlier.getLong()),
                    entry.remaining().minusMillis(earlier.getLong()));
        }

        Rest longer(Rest other) {
            return new Rest(max(pause, other.pause), max(open, other.open));
        }

        private static Duration max(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? other : one;
        }

        StateValue value() {
            Duration lifetime = max(pause, open);
            byte[] earlier = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(lifetime.minus(pause).toMillis())
                    .putLong(lifetime.minus(open).toMillis())
                    .array();
            return StateValue.of(earlier, lifetime);
        }

        /** Whether other nodes know about all of that, but for what the way to the store takes. */
        boolean covers(Rest other) {
            Rest rounded = longer(NONE).plus(ROUNDED);
            return rounded.pause.compareTo(other.pause) >= 0 && rounded.open.compareTo(other.open) >= 0;
        }

        private Rest plus(Duration time) {
            return new Rest(pause.plus(time), open.plus(time));
        }
    }

    /**
     * @param blocking runs what waits for the store
     * @param clock nanoseconds that pass evenly
     */
    SharedRest(StateStore store, String key, Executor blocking, CallTimer timer, LongSupplier clock) {
        this.store = store;
        this.key = key;
        this.blocking = blocking;
        this.timer = timer;
        this.clock = clock;
        this.pausedUntil = clock.getAsLong();
        this.openUntil = pausedUntil;
    }

    /** Passes on what these learn here, and lets them know what other nodes have learned. */
    void connect(AccountRateLimiter limiter) {
        if (limiters.add(limiter)) {
            limiter.onPause(this::paused);
        }
    }

    void connect(AccountCircuitBreaker circuit) {
        if (circuits.add(circuit)) {
            circuit.onOpen(this::opened);
        }
    }

    /** A call begins. */
    void used() {
        if (!used) {
            used = true;
            resume();
        }
    }

    private synchronized void resume() {
        if (!timed) {
            look();
        }
    }

    private synchronized void paused(Duration pause) {
        long until = later(pausedUntil, pause);
        long former = pausedUntil;
        pausedUntil = until;
        tell(until - former);
    }

    private synchronized void opened(Duration rest) {
        long until = later(openUntil, rest);
        long former = openUntil;
        openUntil = until;
        tell(until - former);
    }

    private long later(long until, Duration rest) {
        long now = clock.getAsLong();
        return now + Math.max(until - now, rest.toNanos());
    }

    /** @param longer how much longer than known before, in nanoseconds: little for calls that fail together */
    private void tell(long longer) {
        if (longer > Rest.ROUNDED.toNanos()) {
            changed = true;
            look();
        }
    }

    private synchronized void look() {
        if (!looking) {
            looking = true;
            try {
                blocking.execute(this::exchange);
            } catch (RuntimeException stopped) {
                looking = false;
            }
        }
    }

    private void exchange() {
        boolean news;
        synchronized (this) {
            used = false;
            news = changed;
            changed = false;
        }
        boolean written = false;
        try {
            for (int i = 0; i < TRIES && !written; i++) {
                written = tryExchange(news);
            }
        } catch (RuntimeException | LinkageError unavailable) {
            LOG.debug("Pauses and open circuits of an account hold on this node only", unavailable);
        } finally {
            looked(news && !written);
        }
    }

    /**
     * Reads what other nodes know and writes what they do not.
     *
     * @param news whether this node knows something new
     * @return false when another node wrote at the same moment
     */
    private boolean tryExchange(boolean news) {
        Optional<StateEntry> entry = store.find(key);
        Rest theirs = entry.map(Rest::of).orElse(Rest.NONE);
        if (entry.isPresent() && entry.get().version() != seen) {
            seen = entry.get().version();
            learn(theirs);
        }
        Rest own = own();
        if (!news || theirs.covers(own)) {
            return true;
        }
        StateValue value = own.longer(theirs).value();
        OptionalLong version =
                entry.isPresent() ? store.replace(key, entry.get().version(), value) : store.create(key, value);
        version.ifPresent(written -> seen = written);
        return version.isPresent();
    }

    private void learn(Rest theirs) {
        synchronized (this) {
            pausedUntil = later(pausedUntil, theirs.pause());
            openUntil = later(openUntil, theirs.open());
        }
        if (theirs.pause().toMillis() > 0) {
            limiters.forEach(limiter -> limiter.pause(theirs.pause()));
        }
        if (theirs.open().toMillis() > 0) {
            circuits.forEach(circuit -> circuit.open(theirs.open()));
        }
    }

    private synchronized Rest own() {
        long now = clock.getAsLong();
        return new Rest(Duration.ofNanos(pausedUntil - now), Duration.ofNanos(openUntil - now));
    }

    /** @param again whether something is still to be written */
    private synchronized void looked(boolean again) {
        looking = false;
        changed |= again;
        if (changed && !again) {
            look();
        } else if (!timed) {
            try {
                timer.after(LOOKED_EVERY.toNanos(), this::timeHasCome);
                timed = true;
            } catch (RuntimeException stopped) {
                // the component has stopped
            }
        }
    }

    private synchronized void timeHasCome() {
        timed = false;
        if (used || changed) {
            look();
        }
    }
}
