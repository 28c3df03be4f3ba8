package io.github.camelsms.test;

import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.spi.StateStore;

class MemoryStateStoreConformanceTest extends StateStoreConformance {

    private final StateStore store = new MemoryStateStore();

    @Override
    protected StateStore store() {
        return store;
    }
}
