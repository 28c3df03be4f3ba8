package io.github.camelsms.spi;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a {@link StateStore}. Prints without the value.
 *
 * @param version changes with each replacement
 * @param remaining until it expires
 */
public record StateEntry(String key, byte[] value, long version, Duration remaining) {

    public StateEntry {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateEntry entry
                && key.equals(entry.key)
                && Arrays.equals(value, entry.value)
                && version == entry.version
                && remaining.equals(entry.remaining);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return "StateEntry[key=" + key + ", " + value.length + " bytes, version=" + version + ", remaining=" + remaining
                + "]";
    }
}
