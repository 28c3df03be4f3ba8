package io.github.camelsms.internal.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.apache.camel.http.common.HttpBinding;
import org.apache.camel.http.common.HttpCommonEndpoint;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.FileUtil;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server that serves webhooks in a Camel context.
 *
 * @param name of its component
 * @param factory makes consumers on it
 * @param shared the server of one of the application's routes, whose port is shared; null when there is none
 */
public record WebhookServer(
        String name, RestConsumerFactory factory, @Nullable RouteServer shared) {

    private static final String PLATFORM_HTTP = "platform-http";

    private static final String PLATFORM_HTTP_COMPONENT =
            "org.apache.camel.component.platform.http.PlatformHttpComponent";
    private static final String UNDERTOW = "undertow";

    /** These bind a port of their own, which the REST configuration names. */
    private static final Set<String> WITH_PORT = Set.of("jetty", UNDERTOW, "netty-http");

    private static final List<String> OTHERS = List.of("servlet", "jetty", UNDERTOW, "netty-http");
    private static final String ALL_METHODS = "GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS";

    /**
     * Finds the server: the one named, else that of the REST configuration, platform-http where the application uses it, the one that
     * another route of the application has. Where the application brings none, it is platform-http, the only one in the registry, or the
     * first of servlet, jetty, undertow and netty-http. To be asked when all routes that start together are there.
     *
     * @param named option {@code webhookComponent}; null when not set
     * @throws IllegalArgumentException when there is none, several are in use, or the one named is not a server; the message says what to
     *     set or add
     */
    public static WebhookServer find(CamelContext context, @Nullable String named) throws Exception {
        String wanted = named != null ? named : context.getRestConfiguration().getComponent();
        if (wanted != null) {
            return named(context, wanted);
        }
        WebhookServer brought = broughtByApplication(context);
        if (brought != null) {
            return brought;
        }
        WebhookServer platform = open(context, PLATFORM_HTTP);
        if (platform != null) {
            return platform;
        }
        WebhookServer registered = registered(context, factory -> true);
        if (registered != null) {
            return registered;
        }
        for (String other : OTHERS) {
            WebhookServer server = open(context, other);
            if (server != null) {
                return server;
            }
        }
        throw new IllegalArgumentException(
                "there is no HTTP server to receive webhooks; add camel-platform-http-main (Camel Main),"
                        + " camel-platform-http-starter (Spring Boot), or one of camel-servlet, camel-jetty, camel-undertow, camel-netty-http");
    }

    private static WebhookServer named(CamelContext context, String wanted) throws Exception {
        WebhookServer server = open(context, wanted);
        if (server == null) {
            throw new IllegalArgumentException("option webhookComponent=" + wanted
                    + " is not an HTTP server component; accepted: " + PLATFORM_HTTP + " or one of " + OTHERS
                    + ", with its jar on the class path");
        }
        List<RouteServer> routes = RouteServer.of(context).stream()
                .filter(route ->
                        route.engine().equals(wanted) || route.component().equals(wanted))
                .toList();
        return onPortOfRoute(server, routes, configuration(context, wanted).getPort());
    }

    /** Null when the application has no server by itself; then one may be started for it. */
    private static @Nullable WebhookServer broughtByApplication(CamelContext context) throws Exception {
        if (isOnClassPath(context) && PlatformHttp.isInUse(context)) {
            return open(context, PLATFORM_HTTP);
        }
        List<RouteServer> routes = RouteServer.of(context);
        if (routes.isEmpty()) { // a component in the registry may be there for its options alone
            return registered(context, factory -> !(factory instanceof Component));
        }
        RouteServer first = routes.get(0);
        WebhookServer server = open(context, first.engine());
        return server == null
                ? null
                : onPortOfRoute(server, routes, context.getRestConfiguration().getPort());
    }

    /**
     * @param routes with servers
     * @param port of the REST configuration; not positive when it names none
     */
    private static WebhookServer onPortOfRoute(WebhookServer server, List<RouteServer> routes, int port) {
        for (RouteServer route : routes) {
            if (port > 0 && route.port() == port) {
                return new WebhookServer(route.engine(), server.factory, route);
            }
        }
        if (port > 0 && WITH_PORT.contains(server.name) || routes.isEmpty()) {
            return server;
        }
        if (routes.size() > 1) {
            throw new IllegalArgumentException(
                    "the application has several HTTP servers: "
                            + routes.stream().map(RouteServer::toString).collect(Collectors.joining(", "))
                            + "; name the one for webhooks in option webhookComponent, and its port in property camel.rest.port");
        }
        RouteServer only = routes.get(0);
        return new WebhookServer(only.engine(), server.factory, only);
    }

    /** The only one in the registry of those that are accepted; null when there are none or several. */
    private static @Nullable WebhookServer registered(CamelContext context, Predicate<RestConsumerFactory> accepted) {
        List<Map.Entry<String, RestConsumerFactory>> found =
                context.getRegistry().findByTypeWithName(RestConsumerFactory.class).entrySet().stream()
                        .filter(entry -> accepted.test(entry.getValue()))
                        .toList();
        return found.size() == 1
                ? new WebhookServer(found.get(0).getKey(), found.get(0).getValue(), null)
                : null;
    }

    private static boolean isOnClassPath(CamelContext context) {
        return context.getClassResolver().resolveClass(PLATFORM_HTTP_COMPONENT) != null;
    }

    private static @Nullable WebhookServer open(CamelContext context, String name) throws Exception {
        if (name.equals(PLATFORM_HTTP) && isOnClassPath(context)) {
            // First: Camel CLI starts a server while it makes the component, and then never ends.
            PlatformHttp.startServerIfExpected(context);
        }
        Component component = context.getComponent(name, true, false);
        return component instanceof RestConsumerFactory factory ? new WebhookServer(name, factory, null) : null;
    }

    /** Its name, and its address where the application's route says it. */
    public String description() {
        return shared == null ? name : shared.toString();
    }

    /** Whether the server exposes the caller's address. */
    public boolean tellsPeer() {
        return !name.equals(UNDERTOW);
    }

    /**
     * Makes a consumer that serves all methods of a path, so that a wrong method gets our answer.
     *
     * @param maxBodySize in bytes; a server that reads bodies by itself reads no more
     *
     * @throws IllegalArgumentException when the server needs a port and none is configured
     */
    public Consumer createConsumer(CamelContext context, Processor processor, String path, int maxBodySize)
            throws Exception {
        RestConfiguration configuration = configuration(context, name);
        Map<String, Object> options = new HashMap<>(options(context));
        options.put("muteException", true);
        Consumer consumer;
        if (shared != null) {
            consumer = shared.createConsumer(context, processor, behind(configuration, path), ALL_METHODS, options);
        } else if (WITH_PORT.contains(name) && configuration.getPort() <= 0) {
            throw new IllegalArgumentException(
                    "webhooks on " + name
                            + " need a port: set property camel.rest.port, or restConfiguration().port(...) in a route builder");
        } else {
            consumer = factory.createConsumer(
                    context, processor, ALL_METHODS, path, null, null, null, configuration, options);
        }
        if (consumer.getEndpoint() instanceof HttpCommonEndpoint servlet) {
            servlet.setHttpBinding(untouched(servlet));
        }
        if (name.equals(UNDERTOW)) {
            UndertowNameFilter.install(consumer.getEndpoint());
        }
        if (name.equals(PLATFORM_HTTP)) {
            PlatformHttp.serveRaw(context, consumer.getEndpoint(), maxBodySize);
        }
        return consumer;
    }

    /** Leaves the request to us: the usual one reads all of the body, takes it for a form and fails where it is none. */
    private static HttpBinding untouched(HttpCommonEndpoint endpoint) {
        DefaultHttpBinding binding = new DefaultHttpBinding();
        binding.setHeaderFilterStrategy(endpoint.getHeaderFilterStrategy());
        binding.setMuteException(true);
        binding.setMapHttpMessageBody(false);
        binding.setMapHttpMessageHeaders(false);
        binding.setMapHttpMessageFormUrlEncodedBody(false);
        return binding;
    }

    /** Options of the endpoint with which the body arrives as it was sent, and as a stream that can be left unread. */
    private Map<String, Object> options(CamelContext context) {
        return switch (name) {
            case PLATFORM_HTTP -> PlatformHttp.options(context);
            case "servlet", "jetty" -> Map.of("optionsEnabled", true);
            case UNDERTOW -> Map.of("useStreaming", true, "optionsEnabled", true);
            case "netty-http" -> Map.of("mapHeaders", false);
            default -> Map.of();
        };
    }

    /**
     * Readies the server for a path that is about to be served.
     *
     * @param consumer the one that was made for the path
     * @return undoes it
     */
    public AutoCloseable open(CamelContext context, Consumer consumer) {
        return name.equals(PLATFORM_HTTP) ? PlatformHttp.open(context, consumer.getEndpoint()) : () -> {};
    }

    /** The path behind the context path of the REST configuration. */
    private static String behind(RestConfiguration configuration, String path) {
        String context = configuration.getContextPath();
        if (context == null || context.isEmpty()) {
            return path;
        }
        return "/" + FileUtil.stripLeadingSeparator(FileUtil.stripTrailingSeparator(context)) + path;
    }

    private static RestConfiguration configuration(CamelContext context, String name) {
        try {
            return CamelContextHelper.getRestConfiguration(context, name);
        } catch (IllegalArgumentException forAnother) {
            return new RestConfiguration();
        }
    }
}
