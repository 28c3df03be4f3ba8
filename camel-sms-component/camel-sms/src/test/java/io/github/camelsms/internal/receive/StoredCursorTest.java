package io.github.camelsms.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.internal.state.StateKeys;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The place up to which an inbox was read, in a store whose entries expire. */
class StoredCursorTest {

    private static final Instant START = Instant.parse("2026-09-15T10:30:00Z");
    private static final Duration RETENTION = Duration.ofDays(3);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final StateStore store = new ExpiringStore();

    /** One entry, whose life goes by the clock of the test. */
    private final class ExpiringStore implements StateStore {

        private @Nullable StateValue value;
        private long version;
        private Instant expires = Instant.MIN;

        @Override
        public Optional<StateEntry> find(String key) {
            StateValue kept = value;
            return kept == null || !now.get().isBefore(expires)
                    ? Optional.empty()
                    : Optional.of(new StateEntry(key, kept.bytes(), version, Duration.between(now.get(), expires)));
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            return find(key).isPresent() ? OptionalLong.empty() : put(value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            return find(key).isPresent() && version == this.version ? put(value) : OptionalLong.empty();
        }

        private OptionalLong put(StateValue written) {
            value = written;
            expires = now.get().plus(written.lifetime());
            return OptionalLong.of(++version);
        }

        @Override
        public boolean remove(String key, long version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    private StoredCursor cursor() {
        return new StoredCursor(store, RETENTION, "main", now::get);
    }

    /** An SMS whose route always fails holds the cursor where it is. */
    @Test
    void aCursorThatDoesNotMoveOutlivesTheRetention() {
        StoredCursor cursor = cursor();
        for (int hour = 0; hour < 24 * 10; hour++) {
            cursor.readUpTo(START);
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        }

        assertThat(cursor().start(now.get())).isEqualTo(START.minus(Duration.ofMinutes(5)));
    }

    @Test
    void aCursorThatNobodyKeepsExpires() {
        cursor().readUpTo(START);
        now.updateAndGet(time -> time.plus(RETENTION).plusSeconds(1));

        assertThat(cursor().start(now.get())).isEqualTo(now.get());
    }

    @Test
    void aCursorIsNotWrittenAtEachPoll() {
        StoredCursor cursor = cursor();
        cursor.readUpTo(START);
        long version = store.find(key()).orElseThrow().version();
        for (int poll = 0; poll < 50; poll++) { // less than the minute that a cursor must move
            now.updateAndGet(time -> time.plusSeconds(1));
            cursor.readUpTo(now.get());
        }

        assertThat(store.find(key()).orElseThrow().version()).isEqualTo(version);
        now.updateAndGet(time -> time.plusSeconds(20));
        cursor.readUpTo(now.get());
        assertThat(store.find(key()).orElseThrow().version()).isNotEqualTo(version);
    }

    private static String key() {
        return StateKeys.of("inbox", "main");
    }
}
