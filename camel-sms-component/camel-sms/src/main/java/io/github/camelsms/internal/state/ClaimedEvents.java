package io.github.camelsms.internal.state;

import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps processed events in a state store. A claim is an entry with a short life, the lease, which is renewed while the route runs: when the
 * node dies, the entry expires and the provider's repeat is processed elsewhere.
 */
public final class ClaimedEvents implements ProcessedEvents {

    /** How long a node that died keeps a repeat from being processed elsewhere. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final byte[] RUNNING = {0};
    private static final byte[] DONE = {1};

    /** A claim that expires between two looks is looked at again. */
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ClaimedEvents.class);

    private final StateStore store;
    private final Duration retention;
    private final Duration lease;
    private final BackgroundThreads threads;
    private final Set<LeasedEvent> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean renewing = new AtomicBoolean();

    /** @param retention how long an event and the progress of a message are remembered */
    public ClaimedEvents(StateStore store, Duration retention, BackgroundThreads threads) {
        this(store, retention, LEASE, threads);
    }

    ClaimedEvents(StateStore store, Duration retention, Duration lease, BackgroundThreads threads) {
        this.store = store;
        this.retention = retention;
        this.lease = lease;
        this.threads = threads;
    }

    @Override
    public Claim claim(EventKey key) {
        String entryKey = entryKey(key);
        for (int i = 0; i < TRIES; i++) {
            long begun = System.nanoTime();
            OptionalLong version = store.create(entryKey, StateValue.of(RUNNING, lease));
            if (version.isPresent()) {
                return claimed(key, entryKey, version.getAsLong(), begun);
            }
            Optional<StateEntry> other = store.find(entryKey);
            if (other.isPresent()) {
                return known(key, other.get());
            }
        }
        return ProcessedEvents.unclaimed(Verdict.RUNNING);
    }

    private Claim claimed(EventKey key, String entryKey, long version, long begun) {
        try {
            LeasedEvent claim =
                    new LeasedEvent(key, entryKey, version, begun, isStale(key) ? Verdict.STALE : Verdict.NEW);
            running.add(claim);
            renewLater();
            return claim;
        } catch (RuntimeException | Error unavailable) {
            releaseQuietly(entryKey, version);
            throw unavailable;
        }
    }

    /** One timer renews the leases of all routes that run. */
    private void renewLater() {
        if (!running.isEmpty() && renewing.compareAndSet(false, true)) {
            try {
                threads.after(lease.dividedBy(3), this::renewAll);
            } catch (RejectedExecutionException stopping) {
                renewing.set(false);
            }
        }
    }

    private void renewAll() {
        renewing.set(false);
        try {
            running.forEach(LeasedEvent::renew);
        } finally {
            renewLater();
        }
    }

    private Claim known(EventKey key, StateEntry entry) {
        if (!isDone(entry)) {
            return ProcessedEvents.unclaimed(Verdict.RUNNING);
        }
        recordProgress(key); // a crash may have come between the two entries
        if (entry.remaining().compareTo(retention.dividedBy(2)) < 0) { // what still repeats must not be forgotten
            store.replace(entry.key(), entry.version(), StateValue.of(DONE, retention));
        }
        return ProcessedEvents.unclaimed(Verdict.DUPLICATE);
    }

    @Override
    public boolean isProcessed(EventKey key) {
        return store.find(entryKey(key)).filter(ClaimedEvents::isDone).isPresent();
    }

    @Override
    public boolean hasEnded(String message) {
        return hasReached(message, EventKey.FINAL_RANK);
    }

    private static String entryKey(EventKey key) {
        return StateKeys.of("event", key.event());
    }

    private static boolean isDone(StateEntry entry) {
        return entry.value()[0] == DONE[0];
    }

    private boolean isStale(EventKey key) {
        String message = key.message();
        return message != null && hasReached(message, key.rank());
    }

    private boolean hasReached(String message, int rank) {
        return store.find(StateKeys.of("message", message))
                .filter(reached -> reached.value()[0] >= rank)
                .isPresent();
    }

    /** Enters how far the message has come, unless it has come further. */
    private void recordProgress(EventKey key) {
        String message = key.message();
        boolean entered = message == null;
        while (!entered) {
            String entryKey = StateKeys.of("message", message);
            StateValue value = StateValue.of(new byte[] {(byte) key.rank()}, retention);
            Optional<StateEntry> reached = store.find(entryKey);
            entered = reached.isEmpty()
                    ? store.create(entryKey, value).isPresent()
                    : reached.get().value()[0] >= key.rank()
                            || store.replace(entryKey, reached.get().version(), value)
                                    .isPresent();
        }
    }

    private void releaseQuietly(String entryKey, long version) {
        try {
            store.remove(entryKey, version);
        } catch (RuntimeException | Error unavailable) {
            LOG.debug("A claim could not be released and ends with its lease", unavailable);
        }
    }

    private final class LeasedEvent implements Claim {

        private final EventKey key;
        private final String entryKey;
        private final Verdict verdict;
        private @Nullable Long version;

        /** When the lease began at the latest. Until it is over, no other node can have claimed the event. */
        private long leased;

        /** Whether a replacement failed: it may have happened all the same. */
        private boolean unsure;

        LeasedEvent(EventKey key, String entryKey, long version, long leased, Verdict verdict) {
            this.key = key;
            this.entryKey = entryKey;
            this.version = version;
            this.leased = leased;
            this.verdict = verdict;
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }

        private synchronized void renew() {
            if (version == null) {
                return;
            }
            try {
                long begun = System.nanoTime();
                OptionalLong renewed = replace(StateValue.of(RUNNING, lease));
                leased = begun;
                version = renewed.isPresent() ? (Long) renewed.getAsLong() : null;
                if (renewed.isEmpty()) {
                    LOG.warn("The lease of an event ran out while its route runs; the event may be processed twice");
                }
            } catch (RuntimeException | Error unavailable) { // the others are renewed all the same
                LOG.debug("The lease of an event could not be renewed", unavailable);
            }
        }

        /** Replaces the entry of this claim; empty when it is gone. */
        private OptionalLong replace(StateValue value) {
            Long held = unsure ? foundVersion() : version;
            unsure = true;
            OptionalLong replaced = held == null ? OptionalLong.empty() : store.replace(entryKey, held, value);
            unsure = false;
            return replaced;
        }

        private @Nullable Long foundVersion() {
            return System.nanoTime() - leased >= lease.toNanos()
                    ? version
                    : store.find(entryKey)
                            .filter(entry -> !isDone(entry))
                            .map(StateEntry::version)
                            .orElse(null);
        }

        /** The event first, else a repeat after a crash in between would pass for a late one. */
        @Override
        public synchronized void done() {
            StateValue done = StateValue.of(DONE, retention);
            if (replace(done).isEmpty()) {
                store.create(
                        entryKey, done); // the lease ran out; where another has claimed the event, that one enters it
            }
            version = null;
            recordProgress(key);
        }

        @Override
        public synchronized void release() {
            running.remove(this);
            Long held = version;
            version = null;
            if (held != null) {
                releaseQuietly(entryKey, held);
            }
        }
    }
}
