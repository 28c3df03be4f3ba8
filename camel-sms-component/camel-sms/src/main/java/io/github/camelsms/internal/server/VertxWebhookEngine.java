package io.github.camelsms.internal.server;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * Serves one path on Vert.x in place of Camel's own engine, which looks for its server by a port, parses query and form before anybody can
 * check them, and logs what it cannot parse. Loaded only when camel-platform-http-vertx is on the class path.
 *
 * @param maxBodySize in bytes
 */
record VertxWebhookEngine(CamelContext context, int maxBodySize) implements PlatformHttpEngine {

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new VertxWebhookConsumer(endpoint, processor, maxBodySize);
    }

    @Override
    public int getServerPort() {
        return VertxServers.port(context);
    }
}
