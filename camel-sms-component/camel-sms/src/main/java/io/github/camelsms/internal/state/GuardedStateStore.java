package io.github.camelsms.internal.state;

import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.StateChange;
import io.github.camelsms.spi.StateChanges;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A state store of somebody else that answers within a bounded time and fails only as the contract says: with a RuntimeException that says
 * nothing about a message. An Error of a driver, an undeclared checked exception and an exception of this component do not pass. Who is not
 * answered in time gets a {@link StoreTimeoutException}; an entry that is created too late is removed again. One WARN says that the store fails.
 */
public final class GuardedStateStore implements StateStore {

    /** How long each call waits for the store. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StateStore store;
    private final BoundedStoreCalls calls;
    private final StoreOutage outage = new StoreOutage();

    /** @param threads on which the store is asked, so that its callers need not wait for ever */
    public GuardedStateStore(StateStore store, BackgroundThreads threads) {
        this(store, threads, PATIENCE);
    }

    GuardedStateStore(StateStore store, BackgroundThreads threads, Duration patience) {
        this.store = store;
        this.calls = new BoundedStoreCalls(threads, patience);
    }

    private <T> T ask(BoundedStoreCalls.Question<T> question) {
        try {
            T answer = calls.ask(question);
            outage.ended();
            return answer;
        } catch (TimeoutException late) {
            throw reported(new StoreTimeoutException());
        } catch (ExecutionException failed) {
            throw reported(allowed(Objects.requireNonNullElse(failed.getCause(), failed)));
        } catch (RuntimeException | Error noThread) {
            throw reported(allowed(noThread));
        }
    }

    private RuntimeException reported(RuntimeException failure) {
        outage.began(failure);
        return failure;
    }

    private static RuntimeException allowed(Throwable failure) {
        return failure instanceof RuntimeException allowed && !(failure instanceof SmsException)
                ? allowed
                : new IllegalStateException(
                        "the state store failed (" + failure.getClass().getName() + ")", failure);
    }

    @Override
    public Optional<StateEntry> find(String key) {
        return ask(() -> store.find(key));
    }

    @Override
    public List<StateEntry> findAll(Collection<String> keys) {
        return ask(() -> store.findAll(keys));
    }

    @Override
    public OptionalLong create(String key, StateValue value) {
        return ask(new BoundedStoreCalls.Question<>() {
            @Override
            public OptionalLong ask() {
                return store.create(key, value);
            }

            @Override
            public void undo(OptionalLong late) {
                late.ifPresent(version -> store.remove(key, version));
            }
        });
    }

    @Override
    public OptionalLong replace(String key, long version, StateValue value) {
        return ask(() -> store.replace(key, version, value));
    }

    @Override
    public StateChanges change(List<StateChange> changes, Collection<String> keys) {
        return ask(new BoundedStoreCalls.Question<>() {
            @Override
            public StateChanges ask() {
                return store.change(changes, keys);
            }

            @Override
            public void undo(StateChanges late) {
                late.undo(changes, store);
            }
        });
    }

    @Override
    public boolean remove(String key, long version) {
        return ask(() -> store.remove(key, version));
    }

    @Override
    public List<StateEntry> due(String kind, int limit) {
        return ask(() -> store.due(kind, limit));
    }
}
