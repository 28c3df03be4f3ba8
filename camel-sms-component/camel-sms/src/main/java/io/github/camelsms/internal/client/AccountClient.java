package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.transport.CamelHttpTransport;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.Operation;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint needs to serve one account: the operation, the way to the provider, and the binding with the account's options.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param gate where calls wait for their turn under the account's rate limit
 * @param rest whether the account rests because it keeps failing
 * @param correlated whether what it sends is remembered for receipts
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
public record AccountClient<I, O>(
        String provider,
        @Nullable String account,
        Operation<I, O> operation,
        CamelHttpTransport transport,
        RateLimitedTransport gate,
        AccountCircuitBreaker rest,
        ExchangeBinding binding,
        boolean correlated) {

    /** The transport of one call made for that Exchange. Receipts wait for the reply of a call that is correlated. */
    public HttpTransport on(Exchange exchange, I input) {
        HttpTransport direct = transport.on(exchange, () -> binding.refusal(input));
        HttpTransport watched = correlated ? binding.correlations().watching(binding.account(), input, direct) : direct;
        return gate.before(watched, exchange.isTransacted());
    }

    /**
     * Reads how a call ended. The account learns from it.
     *
     * @throws SmsException when the provider refused, or there is no reply that can be understood
     */
    public O read(I input, HttpOutcome outcome) {
        try {
            O output = operation.decode(input, outcome.responseOrThrow());
            gate.succeeded();
            rest.succeeded();
            return output;
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            SmsException known = HttpErrors.of(failure, provider, operation.repeatable(input));
            if (outcome.response() != null) {
                gate.failed(known);
            }
            rest.failed(known);
            throw known;
        }
    }

    /**
     * Makes one call and waits for its end: a reply, a time-out or a stop.
     *
     * @param exchange keeps the reply at hand
     * @throws SmsException when it fails
     */
    public O call(Exchange exchange, I input) {
        CompletableFuture<HttpOutcome> end = new CompletableFuture<>();
        on(exchange, input).execute(operation.encode(input), (outcome, sync) -> end.complete(outcome));
        HttpOutcome outcome = end.join();
        binding.keepReply(exchange, outcome.response());
        return read(input, outcome);
    }

    /** Ends the calls that wait for their turn, and lets go of connections. */
    public void stop() {
        gate.close();
        ServiceHelper.stopService(transport);
    }
}
