package io.github.camelsms.test;

import java.io.IOException;
import java.net.URI;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel with an HTTP server on a free port, and a route from each consumer to a mock. */
final class ReceivingCamel implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final int port;

    /** @param consumers URIs; the first goes to {@code mock:0} */
    ReceivingCamel(String... consumers) {
        ServerPort.assumeServer();
        try {
            MainHttpServer server = new MainHttpServer();
            server.setCamelContext(context);
            server.setHost("127.0.0.1");
            server.setPort(ServerPort.any());
            context.addService(server, true, true);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    for (int i = 0; i < consumers.length; i++) {
                        from(consumers[i]).to("mock:" + i);
                    }
                }
            });
            context.start();
        } catch (Exception notStarted) {
            throw new IllegalStateException(notStarted);
        }
        port = context.getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    MockEndpoint mock(int consumer) {
        return context.getEndpoint("mock:" + consumer, MockEndpoint.class);
    }

    ProducerTemplate template() {
        return context.createProducerTemplate();
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
