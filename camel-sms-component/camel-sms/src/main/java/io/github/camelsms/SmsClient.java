package io.github.camelsms;

import io.github.camelsms.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint needs to serve one account: the operation, the way to the provider, and the binding with the account's options.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
record SmsClient<I, O>(
        String provider,
        @Nullable String account,
        Operation<I, O> operation,
        CamelHttpTransport transport,
        ExchangeBinding binding) {}
