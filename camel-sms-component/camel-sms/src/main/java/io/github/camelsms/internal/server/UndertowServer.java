package io.github.camelsms.internal.server;

import java.net.URI;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.undertow.DefaultUndertowHttpBinding;
import org.apache.camel.component.undertow.UndertowConsumer;
import org.apache.camel.component.undertow.UndertowEndpoint;

/** What sharing a port of camel-undertow takes. Loaded only when a route has one. */
final class UndertowServer {

    private UndertowServer() {}

    /** Scheme, host and port of a route's endpoint; WebSockets are served by HTTP as well. */
    static String address(Endpoint endpoint) {
        URI uri = ((UndertowEndpoint) endpoint).getHttpURI();
        boolean secure = "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
        return (secure ? "https://" : "http://") + uri.getRawAuthority();
    }

    /** Gives the endpoint a binding to itself: that of the component belongs to other routes too. */
    static void prepare(Endpoint endpoint) {
        DefaultUndertowHttpBinding binding = new DefaultUndertowHttpBinding(true);
        binding.setMuteException(true);
        ((UndertowEndpoint) endpoint).setUndertowHttpBinding(binding);
    }

    /** Camel asks either its REST handler or its other one, whichever the port's first consumer has chosen. */
    static void share(Consumer ofRoute, Consumer made) {
        if (ofRoute instanceof UndertowConsumer first && first.isRest()) {
            ((UndertowConsumer) made).setRest(true);
        }
    }
}
