package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.SmsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StatefulService;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.spi.InterceptSendToEndpoint;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.StopWatch;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Carries the calls of one account by an endpoint of camel-http, so that its TLS, proxy and pool settings apply and interceptors, tracing
 * and metrics see the call. Each call has an Exchange of its own: no header of the route goes out, none of the provider's comes in.
 */
final class CamelHttpTransport extends ServiceSupport implements HttpTransport {

    /** To look whether the server has closed a connection costs a millisecond, which a busy one is spared. */
    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(100);

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final CamelContext context;
    private final String provider;
    private final Endpoint http;
    private final String path;
    private final AsyncProducer producer;

    /**
     * @param provider provider id, for failures
     * @param timer ends calls that take too long
     * @throws IllegalArgumentException when camel-http cannot make the endpoint or its producer
     */
    CamelHttpTransport(
            CamelContext context, String provider, URI base, AccountSettings settings, ScheduledExecutorService timer) {
        this.context = context;
        this.provider = provider;
        Duration shortest = settings.connectTimeout().compareTo(settings.responseTimeout()) < 0
                ? settings.connectTimeout()
                : settings.responseTimeout();
        long response = settings.responseTimeout().toMillis();
        // Camel would normalise the path of an endpoint: it goes with each call, as it was written.
        this.path = base.getRawPath();
        String server = base.getScheme() + "://" + base.getRawAuthority();
        this.http = context.getEndpoint(server
                + "?throwExceptionOnFailure=false&copyHeaders=false&skipResponseHeaders=true&followRedirects=false"
                + "&connectTimeout=" + settings.connectTimeout().toMillis()
                + "&responseTimeout=" + response
                + "&connectionRequestTimeout=" + response
                + "&maxTotalConnections=" + settings.maxInFlight()
                + "&connectionsPerRoute=" + settings.maxInFlight()
                // Endpoints with equal URIs are one endpoint with one pool: the number keeps accounts apart.
                + "&camelSmsClient=" + CLIENTS.incrementAndGet());
        // Not by a bean's name: Camel's registry must not change while others read it.
        if (unwrap(http) instanceof HttpEndpoint client) { // else something that stands in for camel-http
            client.setHttpUri(URI.create(server)); // the number is not for the provider
            client.setHttpClientConfigurer(CompositeHttpConfigurer.combineConfigurers(
                    client.getHttpClientConfigurer(),
                    new SingleAttemptHttpConfigurer(
                            new CallDeadlines(timer, shortest), connections(context, base, settings.maxInFlight()))));
        }
        try {
            this.producer = http.createAsyncProducer();
        } catch (Exception failed) {
            throw RuntimeCamelException.wrapRuntimeException(failed);
        }
    }

    /** The endpoint behind those of interceptors. */
    private static Endpoint unwrap(Endpoint http) {
        Endpoint inner = http;
        while (inner instanceof InterceptSendToEndpoint intercepted) {
            inner = intercepted.getOriginalEndpoint();
        }
        return inner;
    }

    /** A pool without a lock for all; null when the component has a connection manager of its own. */
    private static @Nullable HttpClientConnectionManager connections(CamelContext context, URI base, int most) {
        HttpComponent component = context.getComponent(base.getScheme().toLowerCase(Locale.ROOT), HttpComponent.class);
        if (component.getClientConnectionManager() != null) {
            return null;
        }
        try {
            return PoolingHttpClientConnectionManagerBuilder.create()
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setConnPoolPolicy(PoolReusePolicy.LIFO)
                    .setMaxConnPerRoute(most)
                    .setMaxConnTotal(most)
                    .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                            .http1Config(ReplyHead.CLASSIC_LIMITS)
                            .build())
                    .setTlsSocketStrategy(ClientSettings.tls(context, component))
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setTimeToLive(TimeValue.ofMilliseconds(component.getConnectionTimeToLive()))
                            .setValidateAfterInactivity(VALIDATE_AFTER)
                            .build())
                    .build();
        } catch (GeneralSecurityException | IOException unusable) {
            throw RuntimeCamelException.wrapRuntimeException(unusable);
        }
    }

    /** Stands for the provider in events. */
    Endpoint endpoint() {
        return http;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        if (http instanceof StatefulService endpoint && (endpoint.isStopping() || endpoint.isStopped())) {
            completion.done(HttpOutcome.of(HttpErrors.notSent(provider, "stopped", null)), true);
            return true;
        }
        Exchange exchange = http.createExchange(ExchangePattern.InOut);
        ObservedTransport.takeSpan(call, exchange);
        write(call.request(), exchange.getIn());
        boolean watched = context.getCamelContextExtension().isEventNotificationApplicable();
        StopWatch watch =
                watched && EventHelper.notifyExchangeSending(context, exchange, http) ? new StopWatch() : null;
        Begun begun = new Begun();
        AsyncCallback end = unreliable -> {
            boolean sync = begun.endsHere();
            if (watch != null) {
                EventHelper.notifyExchangeSent(context, exchange, http, watch.taken());
            }
            completion.done(outcome(exchange), sync);
        };
        try {
            producer.process(exchange, end);
        } catch (RuntimeException
                | Error thrown) { // Camel catches exceptions, but no Error of a converter or an interceptor
            if (begun.ended) {
                throw thrown; // of what follows the call
            }
            exchange.setException(thrown);
            end.done(true);
        }
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

    private void write(HttpRequest request, Message in) {
        request.headers().forEach(in::setHeader);
        in.setHeader(Exchange.HTTP_METHOD, method(request.method()));
        // Not CamelHttpPath and CamelHttpRawQuery: camel-http would parse and log the address of each call, and a query
        // may
        // hold a verification code.
        in.setHeader(
                SingleAttemptHttpConfigurer.TARGET,
                path + request.path() + (request.query() == null ? "" : "?" + request.query()));
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
