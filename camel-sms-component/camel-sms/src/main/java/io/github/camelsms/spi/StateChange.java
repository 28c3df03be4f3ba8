package io.github.camelsms.spi;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a {@link StateStore} that is to be created or replaced. Prints without the value.
 *
 * @param version of the entry that is to be replaced; null to create one
 */
public record StateChange(String key, @Nullable Long version, StateValue value) {

    /** A change that {@link StateStore#create} makes. */
    public static StateChange create(String key, StateValue value) {
        return new StateChange(key, null, value);
    }

    /** A change that {@link StateStore#replace} makes. */
    public static StateChange replace(String key, long version, StateValue value) {
        return new StateChange(key, version, value);
    }
}
