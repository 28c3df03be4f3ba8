package io.github.camelsms;

import io.github.camelsms.spi.Operation;

/**
 * What an endpoint needs to serve one account: the operation, the way to the provider, and the binding with the account's options.
 *
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
record SmsClient<I, O>(
        SmsSettings settings, Operation<I, O> operation, CamelHttpTransport transport, ExchangeBinding binding) {}
