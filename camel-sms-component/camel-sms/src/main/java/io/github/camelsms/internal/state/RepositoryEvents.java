package io.github.camelsms.internal.state;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Keeps processed events in one of Camel's repositories. A repository has no lease, so an event is claimed in this process only: another node
 * that gets a repeat while the route runs here runs it too.
 */
public final class RepositoryEvents implements ProcessedEvents {

    private final IdempotentRepository repository;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public RepositoryEvents(IdempotentRepository repository) {
        this.repository = repository;
    }

    @Override
    public Claim claim(EventKey key) {
        if (!running.add(key.event())) {
            return ProcessedEvents.unclaimed(Verdict.RUNNING);
        }
        boolean claimed = false;
        try {
            if (repository.contains(key.event())) {
                recordProgress(key); // a crash may have come between the two entries
                return ProcessedEvents.unclaimed(Verdict.DUPLICATE);
            }
            Claim claim = new RunningEvent(key, isStale(key) ? Verdict.STALE : Verdict.NEW);
            claimed = true;
            return claim;
        } finally {
            if (!claimed) {
                running.remove(key.event());
            }
        }
    }

    @Override
    public boolean isProcessed(EventKey key) {
        return repository.contains(key.event());
    }

    @Override
    public boolean hasEnded(String message) {
        return hasReached(message, EventKey.FINAL_RANK);
    }

    private boolean isStale(EventKey key) {
        String message = key.message();
        return message != null && hasReached(message, key.rank());
    }

    private boolean hasReached(String message, int least) {
        for (int rank = least; rank <= EventKey.HIGHEST_RANK; rank++) {
            if (repository.contains(reached(message, rank))) {
                return true;
            }
        }
        return false;
    }

    private void recordProgress(EventKey key) {
        @Nullable String message = key.message();
        if (message != null) {
            repository.add(reached(message, key.rank()));
        }
    }

    private static String reached(String message, int rank) {
        return message + "|reached " + rank;
    }

    private final class RunningEvent implements Claim {

        private final EventKey key;
        private final Verdict verdict;

        RunningEvent(EventKey key, Verdict verdict) {
            this.key = key;
            this.verdict = verdict;
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }

        /** The event first, else a repeat after a crash in between would pass for a late one. */
        @Override
        public void done() {
            repository.add(key.event());
            recordProgress(key);
        }

        @Override
        public void release() {
            running.remove(key.event());
        }
    }
}
