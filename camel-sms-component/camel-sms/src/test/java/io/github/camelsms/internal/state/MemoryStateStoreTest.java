package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The store in memory is bounded by entries and by bytes; what was written longest ago goes. */
class MemoryStateStoreTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicLong clock = new AtomicLong();

    private static StateValue value(int bytes, Duration lifetime) {
        return StateValue.of(new byte[bytes], lifetime);
    }

    @Test
    void theEntryThatWasWrittenLongestAgoGoesWhenThereAreTooMany() {
        MemoryStateStore store = new MemoryStateStore(3, Long.MAX_VALUE, clock::get);
        long first = store.create("k:1", value(1, DAY)).orElseThrow();
        store.create("k:2", value(1, DAY));
        store.create("k:3", value(1, DAY));
        store.replace("k:1", first, value(1, DAY));

        store.create("k:4", value(1, DAY));

        assertThat(store.find("k:2")).isEmpty();
        assertThat(store.find("k:1")).isPresent();
        assertThat(store.find("k:3")).isPresent();
        assertThat(store.find("k:4")).isPresent();
    }

    @Test
    void manyLargeValuesAreBoundedByTheirBytes() {
        MemoryStateStore store = new MemoryStateStore(1_000_000, 1_000_000, clock::get);

        for (int i = 0; i < 3_000; i++) {
            store.create("k:" + i, value(60_000, DAY));
        }

        assertThat(store.find("k:2999")).isPresent();
        assertThat(store.find("k:2980")).isEmpty();
    }

    @Test
    void manySmallValuesAreBoundedByWhatAnEntryTakesBesides() {
        MemoryStateStore store = new MemoryStateStore(1_000_000, 100_000, clock::get);

        for (int i = 0; i < 3_000; i++) {
            store.create("k:" + i, value(1, DAY));
        }

        assertThat(store.find("k:2999")).isPresent();
        assertThat(store.find("k:2400")).isEmpty();
    }

    @Test
    void expiredEntriesMakeRoomForOthers() {
        MemoryStateStore store = new MemoryStateStore(3, Long.MAX_VALUE, clock::get);
        store.create("k:short", value(1, Duration.ofSeconds(1)));
        store.create("k:long", value(1, DAY));
        clock.addAndGet(Duration.ofSeconds(2).toNanos());

        store.create("k:new", value(1, DAY));
        store.create("k:newer", value(1, DAY));

        assertThat(store.find("k:long")).isPresent();
    }
}
