package io.github.camelsms;

import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.spi.Operation;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint needs to serve one account: the operation, the way to the provider, and the binding with the account's options.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param correlated whether what it sends is remembered for receipts
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
record SmsClient<I, O>(
        String provider,
        @Nullable String account,
        Operation<I, O> operation,
        CamelHttpTransport transport,
        ExchangeBinding binding,
        boolean correlated) {

    /** The transport of one call made for that Exchange. Receipts wait for the reply of a call that is correlated. */
    HttpTransport on(Exchange exchange) {
        HttpTransport direct = transport.on(exchange);
        return correlated ? binding.correlations().watching(binding.account(), direct) : direct;
    }
}
