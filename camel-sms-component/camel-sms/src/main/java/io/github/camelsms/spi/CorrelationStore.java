package io.github.camelsms.spi;

import io.github.camelsms.model.Correlated;
import io.github.camelsms.model.CorrelationKey;
import java.util.Optional;

/** Keeps what sends remember until their receipts come. Thread-safe. The one in memory forgets at a restart. */
public interface CorrelationStore {

    void put(CorrelationKey key, Correlated values);

    Optional<Correlated> find(CorrelationKey key);
}
