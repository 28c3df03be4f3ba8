package io.github.camelsms.internal.client;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports once that the state store fails, until it works again. */
final class StoreOutage {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOutage.class);

    private final AtomicBoolean lasts = new AtomicBoolean();

    void began(Throwable failure) {
        if (lasts.compareAndSet(false, true)) {
            LOG.warn(
                    "The state store fails: pauses and open circuits of accounts hold on this node only until it works again ({})",
                    failure.getClass().getName());
        }
    }

    void ended() {
        if (lasts.compareAndSet(true, false)) {
            LOG.info("The state store works again");
        }
    }
}
