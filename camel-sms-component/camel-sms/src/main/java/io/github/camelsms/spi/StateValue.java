package io.github.camelsms.spi;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be kept in a {@link StateStore}. Prints without the value.
 *
 * @param bytes at most 64 KiB
 * @param lifetime from now until the entry expires
 * @param dueIn from now until the entry is due; null when it never is
 */
public record StateValue(
        byte[] bytes, Duration lifetime, @Nullable Duration dueIn) {

    /** The largest value. */
    public static final int MOST_BYTES = 65_536;

    /** @throws IllegalArgumentException when the value is too large or the lifetime is not positive */
    public StateValue {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a value must not be larger than 64 KiB");
        }
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("the lifetime must be positive");
        }
        bytes = bytes.clone();
    }

    /** A value that is never due. */
    public static StateValue of(byte[] bytes, Duration lifetime) {
        return new StateValue(bytes, lifetime, null);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateValue value
                && Arrays.equals(bytes, value.bytes)
                && lifetime.equals(value.lifetime)
                && (dueIn == null ? value.dueIn == null : dueIn.equals(value.dueIn));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + lifetime.hashCode();
    }

    @Override
    public String toString() {
        return "StateValue[" + bytes.length + " bytes, lifetime=" + lifetime + ", dueIn=" + dueIn + "]";
    }
}
