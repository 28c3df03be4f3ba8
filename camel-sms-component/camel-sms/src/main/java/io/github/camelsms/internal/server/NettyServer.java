package io.github.camelsms.internal.server;

import org.apache.camel.Endpoint;
import org.apache.camel.component.netty.http.NettyHttpConfiguration;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.jspecify.annotations.Nullable;

/** What sharing a port of camel-netty-http takes. Loaded only when a route has one. */
final class NettyServer {

    private NettyServer() {}

    /** Scheme, host and port of a route's endpoint; null when it is a proxy. */
    static @Nullable String address(Endpoint endpoint) {
        if (((NettyHttpEndpoint) endpoint).getEndpointBaseUri().startsWith("proxy:")) {
            return null;
        }
        NettyHttpConfiguration configuration = ((NettyHttpEndpoint) endpoint).getConfiguration();
        return (configuration.isSsl() ? "https://" : "http://") + configuration.getHost() + ":"
                + configuration.getPort();
    }

    /**
     * Gives the endpoint the route's configuration, since Camel refuses another on the same port, save for what concerns a path alone.
     *
     * @throws IllegalArgumentException when the route takes bodies in pieces, as webhooks on its port would then
     */
    static void share(Endpoint ofRoute, Endpoint made, String path) {
        NettyHttpConfiguration configuration =
                ((NettyHttpEndpoint) ofRoute).getConfiguration().copy();
        if (configuration.isDisableStreamCache()) {
            throw new IllegalArgumentException("netty-http with disableStreamCache=true cannot serve webhooks;"
                    + " name another server in option webhookComponent");
        }
        configuration.setPath(path);
        configuration.setMatchOnUriPrefix(false);
        configuration.setMapHeaders(false);
        configuration.setBridgeEndpoint(false);
        configuration.setTransferException(false);
        configuration.setMuteException(true);
        ((NettyHttpEndpoint) made).setConfiguration(configuration);
    }
}
