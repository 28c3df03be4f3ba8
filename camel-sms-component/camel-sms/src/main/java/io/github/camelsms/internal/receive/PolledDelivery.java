package io.github.camelsms.internal.receive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Hands an event to whoever polls the endpoint, as {@code pollEnrich} does. The event is processed when the exchange that took it has ended:
 * one that fails, or never comes, leaves the event to be read again.
 */
final class PolledDelivery extends AsyncProcessorSupport {

    private final Processor queue;
    private final Map<Exchange, AsyncCallback> waiting = new ConcurrentHashMap<>();

    /** @param queue from which the event is taken */
    PolledDelivery(Processor queue) {
        this.queue = queue;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        waiting.put(exchange, callback);
        exchange.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange taker) {
                end(exchange);
            }

            @Override
            public void onFailure(Exchange taker) {
                exchange.setException(
                        taker.getException() == null
                                ? new IllegalStateException("the exchange that took the event failed")
                                : taker.getException());
                end(exchange);
            }
        });
        try {
            queue.process(exchange);
        } catch (Exception full) {
            exchange.setException(full);
            end(exchange);
        }
        return false;
    }

    private void end(Exchange exchange) {
        AsyncCallback callback = waiting.remove(exchange);
        if (callback != null) {
            callback.done(false);
        }
    }

    /** Ends the wait for those that take nothing any more. */
    void endWaits() {
        waiting.keySet().forEach(exchange -> {
            exchange.setException(new IllegalStateException("nobody took the event before the consumer stopped"));
            end(exchange);
        });
    }
}
