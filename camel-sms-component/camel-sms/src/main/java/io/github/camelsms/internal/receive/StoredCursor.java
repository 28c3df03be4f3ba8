package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.state.StateKeys;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in the state store up to when an inbox was read. An inbox that is polled keeps its entry, also while an SMS whose route fails
 * holds it where it is.
 */
final class StoredCursor implements InboxCursor {

    /** Clocks differ, and a gateway may report an SMS some time after it arrived. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** What arrived since is read twice after a restart, and dropped. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private final StateStore store;
    private final Duration retention;
    private final String key;
    private final InstantSource clock;
    private @Nullable Instant marked;
    private Instant written = Instant.MIN;

    StoredCursor(StateStore store, Duration retention, String account, InstantSource clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
        this.key = StateKeys.of("inbox", account);
    }

    @Override
    public Instant start(Instant now) {
        return store.find(key)
                .map(entry ->
                        Instant.ofEpochSecond(ByteBuffer.wrap(entry.value()).getLong()))
                .filter(time -> time.isBefore(now))
                .orElse(now);
    }

    @Override
    public void readUpTo(Instant time) {
        Instant read = time.minus(MARGIN);
        Instant known = marked;
        Instant now = clock.instant();
        boolean lasts = now.isBefore(written.plus(retention.dividedBy(2)));
        if (known != null && read.isBefore(known.plus(STEP)) && lasts) {
            return;
        }
        byte[] bytes =
                ByteBuffer.allocate(Long.BYTES).putLong(read.getEpochSecond()).array();
        StateValue value = StateValue.of(bytes, retention);
        Optional<StateEntry> entry = store.find(key);
        if (entry.isEmpty()) {
            store.create(key, value);
        } else {
            store.replace(key, entry.get().version(), value);
        }
        marked = read;
        written = now;
    }
}
