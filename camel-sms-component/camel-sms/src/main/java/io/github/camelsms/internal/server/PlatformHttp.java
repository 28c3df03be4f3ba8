package io.github.camelsms.internal.server;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What platform-http needs so that requests arrive as they were sent. Loaded only when camel-platform-http is on the class path. */
final class PlatformHttp {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformHttp.class);
    private static final String ENGINE = "platform-http-engine";
    private static final String VERTX = "org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter";
    private static final String MAIN_SERVER = "org.apache.camel.component.platform.http.main.MainHttpServer";
    private static final String ENDPOINT = "org.apache.camel.component.platform.http.PlatformHttpEndpoint";
    private static final String SPRING_BOOT =
            "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine";

    private PlatformHttp() {}

    /** Whether there is a server or an engine for it, or a route of the application on it. Does not make the component. */
    static boolean isInUse(CamelContext context) {
        return !isPresent(context, VERTX)
                || !VertxServers.isEngine(context)
                || !VertxServers.of(context).isEmpty()
                || context.getRoutes().stream()
                        .anyMatch(route -> route.getConsumer() != null
                                && route.getConsumer()
                                        .getEndpoint()
                                        .getClass()
                                        .getName()
                                        .equals(ENDPOINT));
    }

    /** Starts the server of Camel Main where the application expects it. */
    static void startServerIfExpected(CamelContext context) throws Exception {
        if (isPresent(context, MAIN_SERVER) && VertxServers.isEngine(context)) {
            MainHttpServerStarter.startIfExpected(context);
        }
    }

    /** Options of the endpoint with which the body arrives as a stream that can be left unread. */
    static Map<String, Object> options(CamelContext context) {
        return isPresent(context, VERTX) ? Map.of() : Map.of("useStreaming", true, "populateBodyWithForm", false);
    }

    /** Has Vert.x serve the endpoint raw; does nothing on another engine. */
    static void serveRaw(CamelContext context, Endpoint endpoint, int maxBodySize) {
        if (isPresent(context, VERTX) && VertxServers.isEngine(context)) {
            ((PlatformHttpEndpoint) endpoint).setPlatformHttpEngine(new VertxWebhookEngine(context, maxBodySize));
        }
    }

    /**
     * Has a server that is not Camel's own hand over the endpoint's path raw.
     *
     * @return ends it
     */
    static AutoCloseable open(CamelContext context, Endpoint endpoint) {
        RawPaths raw = context.getRegistry().findSingleByType(RawPaths.class);
        String path = ((PlatformHttpEndpoint) endpoint).getPath();
        if (raw != null) {
            return raw.open(path);
        }
        Object engine = context.getRegistry().lookupByName(ENGINE);
        if (engine != null && engine.getClass().getName().equals(SPRING_BOOT)) {
            LOG.warn("{}: Spring Boot reads bodies of any size before they are checked; add camel-sms-starter", path);
        }
        return () -> {};
    }

    private static boolean isPresent(CamelContext context, String type) {
        return context.getClassResolver().resolveClass(type) != null;
    }
}
