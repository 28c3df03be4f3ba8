package io.github.camelsms.internal.state;

import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one node of several do something. A node that dies loses the lease when it runs out. */
public final class NodeLease {

    /** How long the work rests when the node that does it dies. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final byte[] HELD = {1};

    private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

    private final StateStore store;
    private final String key;
    private final Duration lease;
    private final BackgroundThreads threads;
    private @Nullable Long version;
    private boolean renewing;

    /** Who holds the lease. */
    public enum Holder {
        /** This node, as before. */
        STILL_HERE,
        /** This node from now on; another one may have held it in between. */
        NOW_HERE,
        /** Another node. */
        ELSEWHERE
    }

    /** @param name what is to be done by one node, the same on all nodes */
    public NodeLease(StateStore store, String name, BackgroundThreads threads) {
        this(store, name, LEASE, threads);
    }

    NodeLease(StateStore store, String name, Duration lease, BackgroundThreads threads) {
        this.store = store;
        this.key = StateKeys.of("lease", name);
        this.lease = lease;
        this.threads = threads;
    }

    /**
     * Takes the lease unless another node holds it. From then on it is renewed until {@link #release()}.
     *
     * @throws RuntimeException when the store fails
     */
    public synchronized Holder hold() {
        if (version != null && renewed()) {
            return Holder.STILL_HERE;
        }
        OptionalLong taken = store.create(key, StateValue.of(HELD, lease));
        if (taken.isEmpty()) {
            return Holder.ELSEWHERE;
        }
        version = taken.getAsLong();
        renewLater();
        return Holder.NOW_HERE;
    }

    private boolean renewed() {
        Long held = version;
        if (held == null) {
            return false;
        }
        OptionalLong renewed = store.replace(key, held, StateValue.of(HELD, lease));
        version = renewed.isPresent() ? (Long) renewed.getAsLong() : null;
        return renewed.isPresent();
    }

    private void renewLater() {
        if (!renewing) {
            try {
                threads.after(lease.dividedBy(3), this::renew);
                renewing = true;
            } catch (RejectedExecutionException stopping) {
                LOG.debug("A lease is not renewed: the component stops");
            }
        }
    }

    private synchronized void renew() {
        renewing = false;
        try {
            renewed();
        } catch (RuntimeException | Error unavailable) { // it is tried again
            LOG.debug("A lease could not be renewed", unavailable);
        }
        if (version != null) {
            renewLater();
        }
    }

    /** Lets another node take the lease at once. */
    public synchronized void release() {
        Long held = version;
        version = null;
        if (held != null) {
            try {
                store.remove(key, held);
            } catch (RuntimeException | Error unavailable) {
                LOG.debug("A lease could not be released and ends by itself", unavailable);
            }
        }
    }
}
