package io.github.camelsms.internal.state;

import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps entries in memory. When there are too many, or they are too large, the one that was written longest ago goes. */
public final class MemoryStateStore implements StateStore {

    private static final int MOST_ENTRIES = 200_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    /** What an entry takes besides key and value. */
    private static final int OVERHEAD = 200;

    /** Expired entries that a write looks for, so that they go before they are crowded out. */
    private static final int SWEPT = 2;

    private final int mostEntries;
    private final long mostBytes;
    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new LinkedHashMap<>(); // the one written longest ago first
    private final Map<String, NavigableSet<Entry>> due = new HashMap<>();
    private long bytes;
    private long versions;

    private record Entry(
            String key,
            byte[] value,
            long version,
            long expires,
            @Nullable Long due) {

        private static final Comparator<Entry> BY_DUE =
                Comparator.comparingLong(Entry::dueTime).thenComparing(Entry::key);

        long dueTime() {
            return due == null ? Long.MAX_VALUE : due;
        }

        String kind() {
            return key.substring(0, key.indexOf(':'));
        }

        long size() {
            return OVERHEAD + 2L * key.length() + value.length;
        }
    }

    public MemoryStateStore() {
        this(MOST_ENTRIES, MOST_BYTES, new SinceStart());
    }

    /**
     * @param mostBytes of keys, values and what an entry takes besides
     * @param nanos a clock that never goes back, in nanoseconds
     */
    MemoryStateStore(int mostEntries, long mostBytes, LongSupplier nanos) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.nanos = nanos;
    }

    /** Counts from 0, so that times can be compared. */
    private static final class SinceStart implements LongSupplier {

        private final long start = System.nanoTime();

        @Override
        public long getAsLong() {
            return System.nanoTime() - start;
        }
    }

    @Override
    public synchronized Optional<StateEntry> find(String key) {
        long now = nanos.getAsLong();
        return Optional.ofNullable(live(key, now)).map(entry -> stateEntry(entry, now));
    }

    @Override
    public synchronized OptionalLong create(String key, StateValue value) {
        long now = nanos.getAsLong();
        return live(key, now) == null ? put(key, value, now) : OptionalLong.empty();
    }

    @Override
    public synchronized OptionalLong replace(String key, long version, StateValue value) {
        long now = nanos.getAsLong();
        Entry entry = live(key, now);
        return entry != null && entry.version() == version ? put(key, value, now) : OptionalLong.empty();
    }

    @Override
    public synchronized boolean remove(String key, long version) {
        Entry entry = live(key, nanos.getAsLong());
        if (entry == null || entry.version() != version) {
            return false;
        }
        discard(entry);
        return true;
    }

    @Override
    public synchronized List<StateEntry> due(String kind, int limit) {
        long now = nanos.getAsLong();
        List<StateEntry> found = new ArrayList<>();
        for (Entry entry : due.getOrDefault(kind, new TreeSet<>(Entry.BY_DUE))) {
            if (entry.dueTime() > now || found.size() == limit) {
                break;
            }
            if (entry.expires() > now) {
                found.add(stateEntry(entry, now));
            }
        }
        return found;
    }

    private static StateEntry stateEntry(Entry entry, long now) {
        return new StateEntry(entry.key(), entry.value(), entry.version(), Duration.ofNanos(entry.expires() - now));
    }

    private @Nullable Entry live(String key, long now) {
        Entry entry = entries.get(key);
        return entry == null || entry.expires() <= now ? null : entry;
    }

    private OptionalLong put(String key, StateValue value, long now) {
        Entry former = entries.get(key);
        if (former != null) {
            discard(former);
        }
        Duration dueIn = value.dueIn();
        Entry entry = new Entry(
                key,
                value.bytes(),
                ++versions,
                now + value.lifetime().toNanos(),
                dueIn == null ? null : now + dueIn.toNanos());
        entries.put(key, entry);
        bytes += entry.size();
        if (entry.due() != null) {
            due.computeIfAbsent(entry.kind(), none -> new TreeSet<>(Entry.BY_DUE))
                    .add(entry);
        }
        makeRoom(now);
        return OptionalLong.of(entry.version());
    }

    private void makeRoom(long now) {
        for (Entry entry : eldest()) {
            if (entry.expires() <= now) {
                discard(entry);
            }
        }
        while (entries.size() > mostEntries || bytes > mostBytes && entries.size() > 1) {
            discard(entries.values().iterator().next());
        }
    }

    private List<Entry> eldest() {
        List<Entry> eldest = new ArrayList<>(SWEPT);
        for (Entry entry : entries.values()) {
            if (eldest.size() == SWEPT) {
                break;
            }
            eldest.add(entry);
        }
        return eldest;
    }

    private void discard(Entry entry) {
        entries.remove(entry.key());
        bytes -= entry.size();
        NavigableSet<Entry> ofKind = due.get(entry.kind());
        if (ofKind != null) {
            ofKind.remove(entry);
        }
    }
}
