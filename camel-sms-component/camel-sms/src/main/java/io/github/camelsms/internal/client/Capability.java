package io.github.camelsms.internal.client;

import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import java.util.Optional;

/**
 * Picks one of a provider's operations.
 *
 * @param <I> what it takes
 * @param <O> what it returns
 */
@FunctionalInterface
public interface Capability<I, O> {
    /** Empty when the provider lacks it. */
    Optional<Operation<I, O>> of(SmsProvider provider);
}
