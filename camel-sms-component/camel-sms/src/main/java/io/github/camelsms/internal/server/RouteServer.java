package io.github.camelsms.internal.server;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.http.common.HttpCommonEndpoint;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that a route of the application runs, as in {@code from("undertow:http://0.0.0.0:9090/orders")}. Webhooks share its port.
 *
 * @param engine one of {@code undertow}, {@code netty-http}, {@code jetty} and {@code servlet}
 * @param component name under which Camel has the component, mostly that of the engine
 * @param address scheme, host and port, such as {@code http://0.0.0.0:9090}; empty for servlet, whose container has them
 * @param consumer the one of the route
 */
record RouteServer(String engine, String component, String address, Consumer consumer) {

    private static final String UNDERTOW = "org.apache.camel.component.undertow.UndertowEndpoint";
    private static final String NETTY = "org.apache.camel.component.netty.http.NettyHttpEndpoint";
    private static final String SERVLET = "org.apache.camel.component.servlet.ServletEndpoint";
    private static final String JETTY = "org.apache.camel.component.jetty";

    /** What two consumers on one port must agree on. */
    private static final List<String> OF_THE_PORT =
            List.of("sslContextParameters", "sessionSupport", "enableJmx", "nettySharedHttpServer", "servletName");

    /** Those of the routes that Camel has by now, one for each address, in the order of the routes. */
    static List<RouteServer> of(CamelContext context) {
        Map<String, RouteServer> servers = new LinkedHashMap<>();
        for (Route route : context.getRoutes()) {
            RouteServer server = of(context, route.getConsumer());
            if (server != null) {
                servers.putIfAbsent(server.toString(), server);
            }
        }
        return List.copyOf(servers.values());
    }

    private static @Nullable RouteServer of(CamelContext context, @Nullable Consumer consumer) {
        if (consumer == null || !(consumer.getEndpoint() instanceof DefaultEndpoint endpoint)) {
            return null;
        }
        String type = endpoint.getClass().getName();
        String engine = type.startsWith(JETTY) ? "jetty" : engine(type);
        String address = engine == null ? null : address(engine, endpoint);
        if (engine == null || address == null) {
            return null;
        }
        String component = context.getComponentNames().stream()
                .filter(name -> context.hasComponent(name) == endpoint.getComponent())
                .findFirst()
                .orElse(engine);
        return new RouteServer(engine, component, address, consumer);
    }

    private static @Nullable String engine(String endpointType) {
        return switch (endpointType) {
            case UNDERTOW -> "undertow";
            case NETTY -> "netty-http";
            case SERVLET -> "servlet";
            default -> null;
        };
    }

    private static @Nullable String address(String engine, Endpoint endpoint) {
        return switch (engine) {
            case "undertow" -> UndertowServer.address(endpoint);
            case "netty-http" -> NettyServer.address(endpoint);
            case "jetty" -> {
                URI uri = ((HttpCommonEndpoint) endpoint).getHttpUri();
                yield uri.getScheme() + "://" + uri.getRawAuthority();
            }
            default -> "";
        };
    }

    /** 0 for servlet. */
    int port() {
        if (address.isEmpty()) {
            return 0;
        }
        URI uri = URI.create(address);
        return uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /**
     * Makes a consumer that has a path of this server and nothing of what the route's consumer does with its requests.
     *
     * @param path with its leading slash
     * @param methods that are served, separated by commas
     * @param options of the endpoint
     */
    Consumer createConsumer(
            CamelContext context, Processor processor, String path, String methods, Map<String, Object> options)
            throws Exception {
        Map<String, Object> all = new HashMap<>(options);
        BeanIntrospection introspection = PluginHelper.getBeanIntrospection(context);
        for (String option : OF_THE_PORT) {
            Object value = introspection.getOrElseProperty(consumer.getEndpoint(), option, null, false);
            if (value != null) {
                all.put(option, value);
            }
        }
        Endpoint endpoint =
                context.getEndpoint(component + ":" + address + path + "?httpMethodRestrict=" + methods, all);
        switch (engine) {
            case "undertow" -> UndertowServer.prepare(endpoint);
            case "netty-http" -> NettyServer.share(consumer.getEndpoint(), endpoint, path);
            default -> {}
        }
        Consumer made = endpoint.createConsumer(processor);
        if (engine.equals("undertow")) {
            UndertowServer.share(consumer, made);
        }
        return made;
    }

    @Override
    public String toString() {
        return address.isEmpty() ? component : component + " at " + address;
    }
}
