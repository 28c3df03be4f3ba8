package io.github.camelsms.internal.state;

import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that answers when it is told to. */
class SlowStore implements StateStore {

    private final StateStore entries;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    SlowStore(StateStore entries) {
        this.entries = entries;
    }

    void goOn() {
        goOn.countDown();
    }

    /** How many have asked so far. */
    int asked() {
        return asked.get();
    }

    private StateStore entries() {
        asked.incrementAndGet();
        try {
            goOn.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
        return entries;
    }

    @Override
    public Optional<StateEntry> find(String key) {
        return entries().find(key);
    }

    @Override
    public OptionalLong create(String key, StateValue value) {
        return entries().create(key, value);
    }

    @Override
    public OptionalLong replace(String key, long version, StateValue value) {
        return entries().replace(key, version, value);
    }

    @Override
    public boolean remove(String key, long version) {
        return entries().remove(key, version);
    }

    @Override
    public List<StateEntry> due(String kind, int limit) {
        return entries().due(kind, limit);
    }
}
