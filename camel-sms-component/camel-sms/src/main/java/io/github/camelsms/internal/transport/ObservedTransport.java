package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.EventHelper;
import org.apache.camel.util.StopWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires Camel's events for each call of another transport, as camel-http does for its own, so that tracing and metrics see it. Where the
 * call is asynchronous, the event of the end comes on the thread of the network, which must not block.
 */
final class ObservedTransport implements HttpTransport {

    private static final String ACTIVE_SPAN = "tracing.activeSpan";

    private static final Logger LOG = LoggerFactory.getLogger(ObservedTransport.class);

    private record Observed(Endpoint http, Exchange event) {}

    private final AtomicBoolean reported = new AtomicBoolean();
    private final HttpTransport next;
    private final CamelContext context;
    private final Supplier<Endpoint> endpoint;

    /** @param endpoint stands for the provider in events; asked for only when somebody listens */
    ObservedTransport(HttpTransport next, CamelContext context, Supplier<Endpoint> endpoint) {
        this.next = next;
        this.context = context;
        this.endpoint = endpoint;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        if (!context.getCamelContextExtension().isEventNotificationApplicable()) {
            return next.execute(call, completion);
        }
        Observed observed = begun(call);
        if (observed == null) {
            return next.execute(call, completion);
        }
        StopWatch watch = new StopWatch();
        return next.execute(call, (outcome, sync) -> {
            EventHelper.notifyExchangeSent(context, observed.event(), observed.http(), watch.taken());
            completion.done(outcome, sync);
        });
    }

    /** Fires the event of the beginning; null when nobody listens to it, or there is nothing that stands for the provider. */
    private @Nullable Observed begun(HttpCall call) {
        try {
            Endpoint http = endpoint.get();
            Exchange event = http.createExchange(ExchangePattern.InOut);
            takeSpan(call, event);
            return EventHelper.notifyExchangeSending(context, event, http) ? new Observed(http, event) : null;
        } catch (RuntimeException | Error unobservable) { // the call itself does not need it
            if (reported.compareAndSet(false, true)) {
                LOG.warn(
                        "Calls continue without Camel's events: no endpoint stands for the provider ({})",
                        unobservable.getClass().getName());
            }
            return null;
        }
    }

    /** Lets a span of the call become a child of the route's. */
    static void takeSpan(HttpCall call, Exchange event) {
        if (call.source() instanceof Exchange caller) {
            event.setProperty(ACTIVE_SPAN, caller.getProperty(ACTIVE_SPAN));
        }
    }
}
