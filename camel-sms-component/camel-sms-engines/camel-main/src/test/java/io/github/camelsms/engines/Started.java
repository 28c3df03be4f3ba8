package io.github.camelsms.engines;

import java.io.IOException;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;

/**
 * A server that runs in a Camel context of its own.
 *
 * @param server what ends it
 */
record Started(CamelContext context, int port, String component, String prefix, AutoCloseable server)
        implements Engine {

    /** Camel Main with nothing but properties; they come in pairs of name and value. */
    static Main main(String... properties) {
        Main main = new Main();
        main.configure().setAutoConfigurationLogSummary(false);
        for (int i = 0; i < properties.length; i += 2) {
            main.addProperty(properties[i], properties[i + 1]);
        }
        return main;
    }

    /** A server that binds the port of the REST configuration. */
    static Started withPort(String component) throws Exception {
        int port = freePort();
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRestConfiguration().setHost("127.0.0.1");
        context.getRestConfiguration().setPort(port);
        context.start();
        return new Started(context, port, component, "", context);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() throws Exception {
        server.close();
    }
}
