package io.github.camelsms.internal.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server that serves webhooks in a Camel context.
 *
 * @param name of its component
 * @param factory makes consumers on it
 */
public record WebhookServer(String name, RestConsumerFactory factory) {

    private static final String PLATFORM_HTTP = "platform-http";

    private static final String PLATFORM_HTTP_COMPONENT =
            "org.apache.camel.component.platform.http.PlatformHttpComponent";
    private static final String UNDERTOW = "undertow";

    /** These bind a port of their own, which the REST configuration names. */
    private static final Set<String> WITH_PORT = Set.of("jetty", UNDERTOW, "netty-http");

    private static final List<String> OTHERS = List.of("servlet", "jetty", UNDERTOW, "netty-http");
    private static final String ALL_METHODS = "GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS";

    /**
     * Finds the server: the one named, else that of the REST configuration, platform-http, the only one in the registry, the first of
     * servlet, jetty, undertow and netty-http. That a component is in use for something else does not make it the server.
     *
     * @param named option {@code webhookComponent}; null when not set
     * @throws IllegalArgumentException when there is none, or the one named is not a server; the message says what to add
     */
    public static WebhookServer find(CamelContext context, @Nullable String named) throws Exception {
        String wanted = named != null ? named : context.getRestConfiguration().getComponent();
        if (wanted != null) {
            WebhookServer server = open(context, wanted);
            if (server == null) {
                throw new IllegalArgumentException("option webhookComponent=" + wanted
                        + " is not an HTTP server component; accepted: " + PLATFORM_HTTP + " or one of " + OTHERS
                        + ", with its jar on the class path");
            }
            return server;
        }
        WebhookServer platform = open(context, PLATFORM_HTTP);
        if (platform != null) {
            return platform;
        }
        Set<Map.Entry<String, RestConsumerFactory>> registered = context.getRegistry()
                .findByTypeWithName(RestConsumerFactory.class)
                .entrySet();
        if (registered.size() == 1) {
            Map.Entry<String, RestConsumerFactory> only = registered.iterator().next();
            return new WebhookServer(only.getKey(), only.getValue());
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

    private static @Nullable WebhookServer open(CamelContext context, String name) throws Exception {
        if (name.equals(PLATFORM_HTTP) && context.getClassResolver().resolveClass(PLATFORM_HTTP_COMPONENT) != null) {
            // First: Camel CLI starts a server while it makes the component, and then never ends.
            PlatformHttp.startServerIfExpected(context);
        }
        Component component = context.getComponent(name, true, false);
        return component instanceof RestConsumerFactory factory ? new WebhookServer(name, factory) : null;
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
        RestConfiguration configuration = configuration(context);
        if (WITH_PORT.contains(name) && configuration.getPort() <= 0) {
            throw new IllegalArgumentException(
                    "webhooks on " + name
                            + " need a port: set property camel.rest.port, or restConfiguration().port(...) in a route builder");
        }
        Map<String, Object> options = new HashMap<>(options(context));
        options.put("muteException", true);
        Consumer consumer =
                factory.createConsumer(context, processor, ALL_METHODS, path, null, null, null, configuration, options);
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

    private RestConfiguration configuration(CamelContext context) {
        try {
            return CamelContextHelper.getRestConfiguration(context, name);
        } catch (IllegalArgumentException forAnother) {
            return new RestConfiguration();
        }
    }
}
