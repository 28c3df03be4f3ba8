package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.client.InFlightPlaces;
import io.github.camelsms.internal.client.RateLimitedTransport;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.SmsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.StatefulService;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.StopWatch;

/**
 * Carries the calls of one account by an endpoint of camel-http, so that its TLS, proxy and pool settings apply and interceptors, tracing
 * and metrics see the call. Each call has an Exchange of its own: no header of the route goes out, none of the provider's comes in.
 */
public final class CamelHttpTransport extends ServiceSupport {

    private static final String ACTIVE_SPAN = "tracing.activeSpan";

    private final CamelContext context;
    private final String provider;
    private final Endpoint http;
    private final AsyncProducer producer;
    private final InFlightPlaces places;
    private final Duration patience;

    /**
     * @param provider provider id, for failures
     * @param client name of the bean that configures the HTTP client; accounts with different names share no connections
     * @param places shared by all endpoints of the account
     * @throws Exception when camel-http cannot make the endpoint or its producer
     */
    public CamelHttpTransport(
            CamelContext context,
            String provider,
            URI base,
            AccountSettings settings,
            String client,
            InFlightPlaces places)
            throws Exception {
        this.context = context;
        this.provider = provider;
        this.places = places;
        this.patience = settings.responseTimeout();
        long response = settings.responseTimeout().toMillis();
        this.http = context.getEndpoint(base
                + "?throwExceptionOnFailure=false&copyHeaders=false&skipResponseHeaders=true&followRedirects=false"
                + "&connectTimeout=" + settings.connectTimeout().toMillis()
                + "&responseTimeout=" + response
                + "&connectionRequestTimeout=" + response
                + "&maxTotalConnections=" + settings.maxInFlight()
                + "&connectionsPerRoute=" + settings.maxInFlight()
                + "&httpClientConfigurer=#" + client);
        this.producer = http.createAsyncProducer();
    }

    /**
     * The transport of one call made for that Exchange.
     *
     * @param lastWord asked right before the call leaves; what it gives is the end of it
     */
    public HttpTransport on(Exchange exchange, Supplier<Optional<SmsException>> lastWord) {
        return (request, completion) -> execute(exchange, request, lastWord, completion);
    }

    private boolean execute(
            Exchange caller,
            HttpRequest request,
            Supplier<Optional<SmsException>> lastWord,
            HttpTransport.Completion completion) {
        if (!places.take(patience)) {
            return notSent(RateLimitedTransport.NO_PLACE, completion);
        }
        if (http instanceof StatefulService endpoint && (endpoint.isStopping() || endpoint.isStopped())) {
            places.release(); // it waited, and the place came from a call that the stop had broken
            return notSent("stopped", completion);
        }
        Optional<SmsException> refusal = lastWord.get();
        if (refusal.isPresent()) {
            places.release();
            completion.done(HttpOutcome.of(refusal.get()), true);
            return true;
        }
        Exchange call = http.createExchange(ExchangePattern.InOut);
        call.setProperty(ACTIVE_SPAN, caller.getProperty(ACTIVE_SPAN));
        write(request, call.getIn());
        boolean watched = context.getCamelContextExtension().isEventNotificationApplicable();
        StopWatch watch = watched && EventHelper.notifyExchangeSending(context, call, http) ? new StopWatch() : null;
        Begun begun = new Begun();
        producer.process(call, unreliable -> {
            places.release();
            if (watch != null) {
                EventHelper.notifyExchangeSent(context, call, http, watch.taken());
            }
            completion.done(outcome(call), begun.endsHere());
        });
        return begun.hasEnded();
    }

    /** Whether a call ends before its beginning returns. What Camel says of it is not always so where an interceptor sits in between. */
    private static final class Begun {

        private final Thread thread = Thread.currentThread();
        private boolean returned;
        private boolean ended;

        boolean endsHere() {
            if (!Thread.currentThread().equals(thread) || returned) {
                return false;
            }
            ended = true;
            return true;
        }

        boolean hasEnded() {
            returned = true;
            return ended;
        }
    }

    private boolean notSent(String why, HttpTransport.Completion completion) {
        completion.done(HttpOutcome.of(HttpErrors.notSent(provider, why, null)), true);
        return true;
    }

    private static void write(HttpRequest request, Message in) {
        request.headers().forEach(in::setHeader);
        in.setHeader(Exchange.HTTP_METHOD, method(request.method()));
        // Not CamelHttpPath and CamelHttpRawQuery: camel-http would parse and log the address of each call, and a query
        // may
        // hold a verification code.
        in.setHeader(
                SingleAttemptHttpConfigurer.TARGET,
                request.query() == null ? request.path() : request.path() + "?" + request.query());
        if (request.body().length > 0) {
            in.setBody(request.body());
        }
    }

    /** The constant itself: a method given as text costs camel-http a walk through all type converters. */
    private static HttpMethods method(HttpRequest.Method method) {
        return switch (method) {
            case GET -> HttpMethods.GET;
            case POST -> HttpMethods.POST;
            case PUT -> HttpMethods.PUT;
        };
    }

    private HttpOutcome outcome(Exchange call) {
        Exception failure = call.getException();
        if (failure != null) {
            return HttpOutcome.of(failure(failure));
        }
        try {
            Message reply = call.getMessage();
            Integer status = reply.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            if (status == null) {
                return HttpOutcome.of(HttpErrors.broken(
                        provider, "the reply has no HTTP status; an interceptor must set CamelHttpResponseCode", null));
            }
            return reply.getBody() instanceof SingleAttemptHttpConfigurer.Reply whole
                    ? HttpOutcome.of(new HttpResponse(status, whole.headers(), whole.bytes()))
                    : HttpOutcome.of(new HttpResponse(status, headers(reply), body(reply)));
        } catch (IOException | RuntimeException unreadable) {
            return HttpOutcome.of(HttpErrors.broken(provider, "the reply could not be read", unreadable));
        }
    }

    /** Of a reply that an interceptor made up. */
    private static Map<String, String> headers(Message reply) {
        Map<String, String> kept = new HashMap<>(4);
        for (String name : SingleAttemptHttpConfigurer.KEPT_HEADERS) {
            String value = reply.getHeader(name, String.class);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }

    private static byte[] body(Message reply) throws IOException {
        Object body = reply.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof InputStream stream) {
            return SingleAttemptHttpConfigurer.readBounded(stream);
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = reply.getBody(byte[].class);
        if (bytes == null) {
            throw new TypeConversionException(body, byte[].class, null);
        }
        return bytes;
    }

    /** Tells a request that never left from one that may have arrived; what is not known never to have left, may have. */
    private SmsException failure(Exception failure) {
        String detail = describe(failure);
        boolean notSent = failure instanceof SingleAttemptHttpConfigurer.NotSentException
                || failure instanceof ConnectException
                || failure instanceof UnknownHostException;
        return notSent ? HttpErrors.notSent(provider, detail, failure) : HttpErrors.broken(provider, detail, failure);
    }

    private static String describe(Exception failure) {
        if (failure instanceof SingleAttemptHttpConfigurer.NotSentException) {
            return "no connection (" + failure.getMessage() + ")";
        }
        String kind = failure instanceof SingleAttemptHttpConfigurer.BrokenException
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
        return "the call broke (" + kind + ")";
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(producer);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(producer);
    }
}
