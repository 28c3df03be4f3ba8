package io.github.camelsms.internal.server;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.spi.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Camel Main's own HTTP server where the application expects it without having said so: Camel Main runs this Camel, or one of the
 * properties {@code camel.server.host} and {@code camel.server.port} is set. Never starts one beside a server or an engine that the
 * application brings. Loaded only when camel-platform-http-main is on the class path.
 */
final class MainHttpServerStarter {

    private static final Logger LOG = LoggerFactory.getLogger(MainHttpServerStarter.class);
    private static final String MAIN = "org.apache.camel.main";
    private static final String HOST = "camel.server.host";
    private static final String PORT = "camel.server.port";

    private MainHttpServerStarter() {}

    static void startIfExpected(CamelContext context) throws Exception {
        if (isExpected(context) && VertxServers.of(context).isEmpty()) {
            start(context);
        }
    }

    private static boolean isExpected(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return isRunByMain(context)
                || properties.resolveProperty(HOST).isPresent()
                || properties.resolveProperty(PORT).isPresent();
    }

    /** Camel Main, and Camel CLI on top of it, puts a strategy of its own into every Camel that it runs. */
    private static boolean isRunByMain(CamelContext context) {
        return context.getLifecycleStrategies().stream()
                .anyMatch(strategy -> strategy.getClass().getPackageName().startsWith(MAIN));
    }

    private static void start(CamelContext context) throws Exception {
        String host = context.resolvePropertyPlaceholders("{{" + HOST + ":0.0.0.0}}");
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{" + PORT + ":8080}}"));
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(context);
        server.setHost(host);
        server.setPort(port);
        context.addService(server, true, true);
        LOG.info("Started an HTTP server for webhooks on {}:{} (properties {}, {})", host, port, HOST, PORT);
    }
}
