package io.github.camelsms.internal.state;

import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A state store of somebody else that fails only as the contract says: with a RuntimeException that says nothing about a message. An Error of
 * a driver, an undeclared checked exception and an exception of this component do not pass.
 */
public final class GuardedStateStore implements StateStore {

    private final StateStore store;

    public GuardedStateStore(StateStore store) {
        this.store = store;
    }

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof RuntimeException allowed && !(failure instanceof SmsException)) {
                throw allowed;
            }
            throw new IllegalStateException(
                    "the state store failed (" + failure.getClass().getName() + ")", failure);
        }
    }

    @Override
    public Optional<StateEntry> find(String key) {
        return guarded(() -> store.find(key));
    }

    @Override
    public List<StateEntry> findAll(Collection<String> keys) {
        return guarded(() -> store.findAll(keys));
    }

    @Override
    public OptionalLong create(String key, StateValue value) {
        return guarded(() -> store.create(key, value));
    }

    @Override
    public OptionalLong replace(String key, long version, StateValue value) {
        return guarded(() -> store.replace(key, version, value));
    }

    @Override
    public boolean remove(String key, long version) {
        return guarded(() -> store.remove(key, version));
    }

    @Override
    public List<StateEntry> due(String kind, int limit) {
        return guarded(() -> store.due(kind, limit));
    }
}
