package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.model.WebhookException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Brings news to the route, each piece once: a repeat of what was processed is dropped, a repeat of what is being processed is put off.
 *
 * @param <T> kind of news
 */
public final class EventDelivery<T> {

    /** What differs between kinds of news. */
    public interface Kind<T> {
        /** What tells this news from others. */
        String key(T news);

        /** Takes the key and looks how the news relates to what was processed. */
        ProcessedEvents.Verdict enter(String key, T news);

        /** Writes the news into the Exchange for the route. */
        void write(Exchange exchange, T news, boolean stale);

        /** Records the news, its route having succeeded. */
        void succeeded(String key, T news);
    }

    private final Kind<T> kind;
    private final ProcessedEvents log;
    private final boolean dropStale;
    private final Supplier<Exchange> exchanges;
    private final Processor route;

    public EventDelivery(
            Kind<T> kind, ProcessedEvents log, boolean dropStale, Supplier<Exchange> exchanges, Processor route) {
        this.kind = kind;
        this.log = log;
        this.dropStale = dropStale;
        this.exchanges = exchanges;
        this.route = route;
    }

    /**
     * Runs the route with the news.
     *
     * @param call that brought it, which the route has at hand for debugging; null when it was asked for
     * @throws WebhookException 503 when the same news is being processed, 500 when the route failed
     */
    public void deliver(T news, @Nullable WebhookRequest call) {
        String key = kind.key(news);
        switch (kind.enter(key, news)) {
            case NEW -> run(key, news, call, false);
            case STALE -> runStale(key, news, call);
            case RUNNING -> throw new WebhookException(503, "the same news is being processed");
            case DUPLICATE -> {} // its 200 was lost on the way, or the provider repeats itself
        }
    }

    private void runStale(String key, T news, @Nullable WebhookRequest call) {
        if (dropStale) {
            kind.succeeded(key, news);
            log.leave(key);
        } else {
            run(key, news, call, true);
        }
    }

    private void run(String key, T news, @Nullable WebhookRequest call, boolean stale) {
        try {
            Exchange exchange = exchanges.get();
            kind.write(exchange, news, stale);
            exchange.setProperty(SmsConstants.RAW_REQUEST, call);
            Throwable failure = process(exchange);
            if (failure != null) {
                throw new WebhookException(
                        500, "the route failed: " + failure.getClass().getSimpleName());
            }
            kind.succeeded(key, news);
        } finally {
            log.leave(key);
        }
    }

    private @Nullable Throwable process(Exchange exchange) {
        try {
            route.process(exchange);
        } catch (Exception thrown) {
            return thrown;
        }
        Exception failure = exchange.getException();
        return failure == null && exchange.isRollbackOnly() ? new IllegalStateException("rollback") : failure;
    }
}
