package io.github.camelsms.internal.server;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Service;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a path on the Vert.x server of the application: reads the body raw, and no more of it than allowed, has the webhook process the
 * request on a worker thread, and answers. Where the application has not added its server yet, the path is served from then on.
 */
final class VertxWebhookConsumer extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(VertxWebhookConsumer.class);
    private static final String CONTENT_TYPE = VertxWebhookConsumer.class.getName() + ".contentType";

    private final int maxBodySize;
    private @Nullable Route route;
    private @Nullable LateServer lateServer;

    /** @param maxBodySize in bytes */
    VertxWebhookConsumer(PlatformHttpEndpoint endpoint, Processor processor, int maxBodySize) {
        super(endpoint, processor);
        this.maxBodySize = maxBodySize;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (!serve()) {
            LOG.warn(
                    "{} is not served yet: there is no HTTP server. It will be served by the VertxPlatformHttpServer"
                            + " that the application adds to Camel; property camel.server.port has one started instead",
                    getEndpoint().getPath());
            lateServer = new LateServer();
            getEndpoint().getCamelContext().addLifecycleStrategy(lateServer);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (lateServer != null) {
            getEndpoint().getCamelContext().getLifecycleStrategies().remove(lateServer);
            lateServer = null;
        }
        if (route != null) {
            route.remove();
            route = null;
        }
        super.doStop();
    }

    /** Whether there is a server to serve the path. */
    private boolean serve() {
        VertxPlatformHttpRouter router = VertxServers.router(getEndpoint().getCamelContext());
        if (router == null) {
            return false;
        }
        Route served = router.route(getEndpoint().getPath());
        served.handler((PlatformHandler) VertxWebhookConsumer::hideContentType);
        served.handler(BodyHandler.create(false).setBodyLimit(maxBodySize));
        served.handler(VertxWebhookConsumer::showContentType);
        if (getEndpoint().getComponent().getEngine() instanceof VertxPlatformHttpEngine engine) {
            for (Handler<RoutingContext> handler : engine.getHandlers()) {
                served.handler(handler);
            }
        }
        served.handler(this::process);
        served.failureHandler(this::refuse);
        route = served;
        return true;
    }

    /** A form would be read into fields, its bytes and their order lost to whoever must check a signature. */
    private static void hideContentType(RoutingContext call) {
        String type = call.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            call.put(CONTENT_TYPE, type);
            call.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        }
        call.next();
    }

    private static void showContentType(RoutingContext call) {
        String type = call.remove(CONTENT_TYPE);
        if (type != null) {
            call.request().headers().set(HttpHeaders.CONTENT_TYPE, type);
        }
        call.next();
    }

    private void process(RoutingContext call) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setMessage(new HttpMessage(exchange, call.request(), call.response()));
        if (call.body().buffer() != null) {
            exchange.getMessage().setBody(call.body().buffer().getBytes());
        }
        Context loop = call.vertx().getOrCreateContext();
        call.vertx()
                .executeBlocking(
                        () -> {
                            createUoW(exchange);
                            return getAsyncProcessor()
                                    .process(exchange, sync -> loop.runOnContext(done -> end(call, exchange, null)));
                        },
                        false)
                .onFailure(failure -> end(call, exchange, failure));
    }

    /** The worker thread may be long gone: a webhook that waits holds none. */
    private void end(RoutingContext call, Exchange exchange, @Nullable Throwable failure) {
        answer(call.response(), exchange, failure);
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }

    private void answer(HttpServerResponse response, Exchange exchange, @Nullable Throwable failure) {
        Throwable cause = failure == null ? exchange.getException() : failure;
        if (cause != null) {
            LOG.warn(
                    "{}: answered 500: {}",
                    getEndpoint().getPath(),
                    cause.getClass().getName());
            answer(response, 500);
            return;
        }
        Message message = exchange.getMessage();
        String allow = message.getHeader("Allow", String.class);
        if (allow != null) {
            response.putHeader(HttpHeaders.ALLOW, allow);
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
        answer(response, message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
    }

    private static void answer(HttpServerResponse response, int status) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).end();
        }
    }

    /** Answers what could not be read. */
    private void refuse(RoutingContext call) {
        if (call.response().closed()) {
            LOG.debug("{}: the caller has gone", getEndpoint().getPath());
            return;
        }
        int status = call.statusCode() < 0 ? 500 : call.statusCode();
        LOG.warn(
                "{}: answered {}: {}",
                getEndpoint().getPath(),
                status,
                status == 413 ? "the body is larger than maxBodySize" : "the request cannot be read");
        answer(call.response(), status);
    }

    /** Waits for a server that is added while Camel runs. */
    private final class LateServer extends LifecycleStrategySupport {

        @Override
        public void onServiceAdd(CamelContext context, Service service, org.apache.camel.@Nullable Route of) {
            if (route == null && service instanceof VertxPlatformHttpServer server) {
                ServiceHelper.startService(server); // Camel would start it right behind this; only then it has a router
                if (serve()) {
                    LOG.info("{} is served from now on", getEndpoint().getPath());
                }
            }
        }
    }
}
