package io.github.camelsms.internal.server;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;

/**
 * What a path of Vert.x's server needs before Camel's own handler: the body read raw, forms too, and no more of it than allowed. Only
 * loaded when platform-http is there.
 */
public final class VertxRawPath implements AutoCloseable {

    private static final String ENGINE = "platform-http-engine";
    private static final int BEFORE_CAMEL = -1;

    private final Route route;

    private VertxRawPath(Route route) {
        this.route = route;
    }

    /**
     * Takes hold of the path; does nothing where platform-http is not Vert.x.
     *
     * @param endpoint of platform-http
     * @throws IllegalStateException when the server could not be bound to its port: Camel warns of that alone
     */
    public static AutoCloseable open(CamelContext context, Endpoint endpoint, int maxBodySize) {
        VertxPlatformHttpRouter router =
                context.getRegistry().lookupByName(ENGINE) instanceof VertxPlatformHttpEngine engine
                        ? router(context, engine)
                        : null;
        if (router == null) {
            return () -> {};
        }
        checkBound(router.getServer());
        Route route = router.route(((PlatformHttpEndpoint) endpoint).getPath()).order(BEFORE_CAMEL);
        // A form would be read into fields, its bytes and their order lost to whoever must check a signature.
        PlatformHandler notAForm = call -> {
            call.request().headers().set("Content-Type", "application/octet-stream");
            call.next();
        };
        route.handler(notAForm);
        route.handler(BodyHandler.create(false).setBodyLimit(maxBodySize));
        return new VertxRawPath(route);
    }

    private static VertxPlatformHttpRouter router(CamelContext context, VertxPlatformHttpEngine engine) {
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                context, VertxPlatformHttpRouter.getRouterNameFromPort(engine.getServerPort()));
        return router != null
                ? router
                : VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO);
    }

    private static void checkBound(VertxPlatformHttpServer server) {
        HttpServer bound = server == null ? null : server.getServer();
        if (bound instanceof HttpServerImpl known && !known.isListening()) {
            throw new IllegalStateException("port " + server.getConfigurationPort() + " of " + server.getHost()
                    + ", on which webhooks are to be received, is taken; set property camel.server.port to another");
        }
    }

    @Override
    public void close() {
        route.remove();
    }
}
