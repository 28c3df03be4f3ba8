package io.github.camelsms.internal.state;

import io.github.camelsms.internal.state.IdempotentSends.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of sends with an idempotency key and could not be stored: it is tried again while this process runs. */
final class LateSettlements {

    private static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LateSettlements.class);

    private final BackgroundThreads threads;
    private final Duration pause;
    private final Consumer<Settlement> store;
    private final Queue<Settlement> late = new LinkedBlockingQueue<>(MOST);
    private final AtomicBoolean trying = new AtomicBoolean();

    /** Attempts whose end is not in the store, by their tag: whoever asks the store does not know what became of them. */
    private final Set<String> attempts = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    /**
     * @param pause before what could not be stored is tried again
     * @param store tries to store it; throws when that fails
     */
    LateSettlements(BackgroundThreads threads, Duration pause, Consumer<Settlement> store) {
        this.threads = threads;
        this.pause = pause;
        this.store = store;
    }

    void add(Settlement settlement) {
        if (settlement.mayBeSent()) {
            attempts.add(text(settlement.tag()));
        }
        while (!late.offer(settlement)) {
            late.poll();
        }
        tryLater();
    }

    /** Whether an attempt was made whose end is not in the store. */
    boolean contains(byte[] tag) {
        return attempts.contains(text(tag));
    }

    private static String text(byte[] tag) {
        return new String(tag, StandardCharsets.US_ASCII);
    }

    private void tryLater() {
        if (!late.isEmpty() && trying.compareAndSet(false, true)) {
            try {
                threads.after(pause, this::tryNow);
            } catch (RejectedExecutionException stopping) {
                trying.set(false);
            }
        }
    }

    private void tryNow() {
        try {
            for (Settlement next = late.peek(); next != null; next = late.peek()) {
                store.accept(next);
                late.remove(next);
                attempts.remove(text(next.tag()));
            }
        } catch (RuntimeException | Error stillUnavailable) {
            LOG.debug("What became of a send with an idempotency key cannot be stored yet", stillUnavailable);
        } finally {
            trying.set(false);
            tryLater();
        }
    }
}
