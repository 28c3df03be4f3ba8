package io.github.camelsms.internal.state;

import io.github.camelsms.spi.StateChange;
import io.github.camelsms.spi.StateChanges;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.List;
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
    private final boolean inMemory;
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
        this.inMemory = store instanceof MemoryStateStore;
    }

    @Override
    public Claim claim(EventKey key) {
        String entryKey = entryKey(key);
        String message = key.message();
        String progressKey = message == null ? null : progressKey(message);
        for (int i = 0; i < TRIES; i++) {
            LeasedEvent claim = tryClaim(key, entryKey, progressKey);
            if (claim != null) {
                running.add(claim);
                renewLater();
                return claim;
            }
            Optional<StateEntry> other = store.find(entryKey);
            if (other.isPresent()) {
                return known(key, other.get());
            }
        }
        return ProcessedEvents.unclaimed(Verdict.RUNNING);
    }

    /** Null when there is an entry already. */
    private @Nullable LeasedEvent tryClaim(EventKey key, String entryKey, @Nullable String progressKey) {
        StateValue value = StateValue.of(RUNNING, lease);
        long begun = System.nanoTime();
        OptionalLong version;
        StateEntry known;
        if (inMemory || progressKey == null) {
            version = store.create(entryKey, value);
            known = version.isEmpty() ? null : progressAfterClaim(entryKey, version.getAsLong(), progressKey);
        } else {
            StateChanges claimed = store.change(List.of(StateChange.create(entryKey, value)), List.of(progressKey));
            version = claimed.versions().get(0);
            known = claimed.found().isEmpty() ? null : claimed.found().get(0);
        }
        return version.isEmpty()
                ? null
                : new LeasedEvent(key, entryKey, progressKey, version.getAsLong(), begun, known);
    }

    private @Nullable StateEntry progressAfterClaim(String entryKey, long version, @Nullable String progressKey) {
        try {
            return progressKey == null ? null : store.find(progressKey).orElse(null);
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
        String message = key.message();
        if (message != null) {
            recordProgress(progressKey(message), key.rank()); // a crash may have come between the two entries
        }
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

    private static String progressKey(String message) {
        return StateKeys.of("message", message);
    }

    private boolean hasReached(String message, int rank) {
        return hasReached(store.find(progressKey(message)).orElse(null), rank);
    }

    private static boolean hasReached(@Nullable StateEntry progress, int rank) {
        return progress != null && progress.value()[0] >= rank;
    }

    private StateValue progress(int rank) {
        return StateValue.of(new byte[] {(byte) rank}, retention);
    }

    /** Enters how far a message has come, unless it has come further. */
    private void recordProgress(String progressKey, int rank) {
        boolean entered = false;
        while (!entered) {
            entered = tryRecord(progressKey, rank, store.find(progressKey).orElse(null));
        }
    }

    /** @param known what was found last; false when it is no longer so */
    private boolean tryRecord(String progressKey, int rank, @Nullable StateEntry known) {
        return known == null
                ? store.create(progressKey, progress(rank)).isPresent()
                : hasReached(known, rank)
                        || store.replace(progressKey, known.version(), progress(rank))
                                .isPresent();
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
        private final @Nullable String progressKey;
        private final @Nullable StateEntry known;
        private @Nullable Long version;

        /** When the lease began at the latest. Until it is over, no other node can have claimed the event. */
        private long leased;

        /** Whether a replacement failed: it may have happened all the same. */
        private boolean unsure;

        /**
         * @param progressKey null for an event without progress
         * @param known how far the message had come when the event was claimed; null when nothing is known of it
         */
        LeasedEvent(
                EventKey key,
                String entryKey,
                @Nullable String progressKey,
                long version,
                long leased,
                @Nullable StateEntry known) {
            this.key = key;
            this.entryKey = entryKey;
            this.progressKey = progressKey;
            this.version = version;
            this.leased = leased;
            this.known = known;
        }

        @Override
        public Verdict verdict() {
            return hasReached(known, key.rank()) ? Verdict.STALE : Verdict.NEW;
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
            if (!doneTogether(done)) {
                if (replace(done).isEmpty()) {
                    store.create(entryKey, done); // where another has claimed the event meanwhile, that one enters it
                }
                String progress = progressKey;
                if (progress != null && !tryRecord(progress, key.rank(), known)) {
                    recordProgress(progress, key.rank());
                }
            }
            version = null;
        }

        /** Enters the event and the progress at once; false when that is not possible. Of a store in memory nothing is gained by it. */
        private boolean doneTogether(StateValue done) {
            Long held = version;
            String progress = progressKey;
            if (inMemory || unsure || held == null || progress == null || hasReached(known, key.rank())) {
                return false;
            }
            unsure = true;
            List<OptionalLong> made = store.change(
                            List.of(
                                    StateChange.replace(entryKey, held, done),
                                    new StateChange(
                                            progress, known == null ? null : known.version(), progress(key.rank()))),
                            List.of())
                    .versions();
            unsure = false;
            if (made.get(0).isEmpty()) {
                return false;
            }
            if (made.get(1).isEmpty()) {
                recordProgress(progress, key.rank());
            }
            return true;
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
