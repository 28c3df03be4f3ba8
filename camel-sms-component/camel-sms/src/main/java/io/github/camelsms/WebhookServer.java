package io.github.camelsms;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server that Camel has here.
 *
 * @param name name of its component
 * @param factory makes consumers on it
 */
record WebhookServer(String name, RestConsumerFactory factory) {

    static final String PLATFORM_HTTP = "platform-http";

    private static final List<String> OTHERS = List.of("servlet", "jetty", "undertow", "netty-http");
    private static final String ALL_METHODS = "GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS";

    /**
     * Finds the server: the one named, else that of the REST configuration, platform-http, the only one in the registry, the first of
     * servlet, jetty, undertow and netty-http. A component that is in use for something else is not taken for that reason alone.
     *
     * @param named option {@code webhookComponent}; null when not set
     * @throws IllegalArgumentException when there is none; the message says what to add
     */
    static WebhookServer find(CamelContext context, @Nullable String named) {
        String wanted = named != null ? named : context.getRestConfiguration().getComponent();
        if (wanted != null) {
            WebhookServer server = open(context, wanted);
            if (server == null) {
                throw new IllegalArgumentException("option webhookComponent=" + wanted
                        + " is no HTTP server component; accepted: " + PLATFORM_HTTP + " or one of " + OTHERS
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

    private static @Nullable WebhookServer open(CamelContext context, String name) {
        Component component = context.getComponent(name, true, false);
        return component instanceof RestConsumerFactory factory ? new WebhookServer(name, factory) : null;
    }

    /** Makes the one consumer that serves every method of a path, so that a wrong one gets our answer. */
    Consumer createConsumer(CamelContext context, Processor processor, String path) throws Exception {
        if (name.equals(PLATFORM_HTTP)) {
            EmbeddedServer.ensure(context);
        }
        return factory.createConsumer(
                context,
                processor,
                ALL_METHODS,
                path,
                null,
                null,
                null,
                configuration(context),
                Map.of("muteException", true));
    }

    private RestConfiguration configuration(CamelContext context) {
        try {
            return CamelContextHelper.getRestConfiguration(context, name);
        } catch (IllegalArgumentException forAnother) {
            return new RestConfiguration();
        }
    }
}
