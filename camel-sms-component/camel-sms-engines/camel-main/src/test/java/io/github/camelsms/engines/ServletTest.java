package io.github.camelsms.engines;

import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Camel's servlet in a container of its own. */
class ServletTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/app");
        ServletHolder holder = new ServletHolder("CamelServlet", new CamelHttpTransportServlet());
        holder.setInitOrder(1);
        handler.addServlet(holder, "/camel/*");
        server.setHandler(handler);
        server.start();
        DefaultCamelContext context = new DefaultCamelContext();
        context.start();
        return new Started(context, connector.getLocalPort(), "servlet", "/app/camel", () -> {
            context.close();
            server.stop();
        });
    }

    /** Jetty itself fails to read such a content type. */
    @Override
    int statusOfUnknownCharset() {
        return 500;
    }
}
