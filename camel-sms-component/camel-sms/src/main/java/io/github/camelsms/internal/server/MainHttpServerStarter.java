package io.github.camelsms.internal.server;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel Main's own HTTP server, started where its jar is there and the application has not started one. Only loaded when that jar is on
 * the class path.
 */
public final class MainHttpServerStarter {

    private static final Logger LOG = LoggerFactory.getLogger(MainHttpServerStarter.class);
    private static final String SERVER = "org.apache.camel.component.platform.http.main.MainHttpServer";
    private static final String ENGINE = "platform-http-engine";

    private MainHttpServerStarter() {}

    /** Starts it when it is needed. Whether it got its port shows later, see {@link VertxRawPath}. */
    public static void ensure(CamelContext context) throws Exception {
        boolean present = context.getClassResolver().resolveClass(SERVER) != null;
        if (present && context.getRegistry().lookupByName(ENGINE) == null) {
            Starter.start(context);
        }
    }

    /** A class of its own, so that the jar is not needed to load the outer one. */
    private static final class Starter {

        static void start(CamelContext context) throws Exception {
            if (context.hasService(MainHttpServer.class) != null) {
                return;
            }
            String host = context.resolvePropertyPlaceholders("{{camel.server.host:0.0.0.0}}");
            int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{camel.server.port:8080}}"));
            MainHttpServer server = new MainHttpServer();
            server.setCamelContext(context);
            server.setHost(host);
            server.setPort(port);
            context.addService(server, true, true);
            LOG.info(
                    "HTTP server for webhooks started on {}:{} (properties camel.server.host, camel.server.port)",
                    host,
                    port);
        }
    }
}
