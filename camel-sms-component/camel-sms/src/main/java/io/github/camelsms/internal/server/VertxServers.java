package io.github.camelsms.internal.server;

import io.vertx.core.http.HttpServer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** The Vert.x servers of a Camel, whoever started them. Loaded only when camel-platform-http-vertx is on the class path. */
final class VertxServers {

    private static final String PLATFORM_HTTP = "platform-http";
    private static final String MANAGEMENT = "org.apache.camel.component.platform.http.main.ManagementHttpServer";
    private static final int NONE = -1;
    private static final int BIND_SECONDS = 10;

    private VertxServers() {}

    /** Whether platform-http is on Vert.x here, and not on an engine that the application or its runtime brings. */
    static boolean isEngine(CamelContext context) {
        boolean foreign = context.getRegistry().findByType(PlatformHttpEngine.class).stream()
                .anyMatch(engine -> !(engine instanceof VertxPlatformHttpEngine));
        return !foreign
                && !(context.hasComponent(PLATFORM_HTTP) instanceof PlatformHttpComponent component
                        && component.getEngine() != null
                        && !(component.getEngine() instanceof VertxPlatformHttpEngine));
    }

    /** The servers, those that have yet to start included; without that of Camel's management. */
    static Collection<VertxPlatformHttpServer> of(CamelContext context) {
        Set<VertxPlatformHttpServer> servers = new HashSet<>(context.hasServices(VertxPlatformHttpServer.class));
        servers.addAll(context.getRegistry().findByType(VertxPlatformHttpServer.class));
        routers(context).values().stream()
                .map(VertxPlatformHttpRouter::getServer)
                .forEach(servers::add);
        int management = managementPort(context);
        servers.removeIf(server -> server == null || server.getPort() == management);
        return servers;
    }

    /**
     * Finds the router that serves webhooks: the only one, whatever its name, or of several the one that Camel's other platform-http
     * endpoints are on. A server that has been added but not started is started for it.
     *
     * @return null when there is no server yet
     * @throws IllegalStateException when the server's port is taken; the message says what to change
     */
    static @Nullable VertxPlatformHttpRouter router(CamelContext context) {
        context.hasServices(VertxPlatformHttpServer.class).forEach(ServiceHelper::startService);
        Map<String, VertxPlatformHttpRouter> routers = routers(context);
        VertxPlatformHttpRouter router = routers.size() > 1 ? routers.get(nameInUse(context)) : null;
        if (router == null) {
            router = routers.values().stream().findFirst().orElse(null);
        }
        if (router != null && router.getServer() != null) {
            checkBound(router.getServer());
        }
        return router;
    }

    /** The port, if there is one server; 0 if there are none or several. */
    static int port(CamelContext context) {
        Collection<VertxPlatformHttpServer> servers = of(context);
        return servers.size() == 1 ? servers.iterator().next().getPort() : 0;
    }

    private static String nameInUse(CamelContext context) {
        int port = context.hasComponent(PLATFORM_HTTP) instanceof PlatformHttpComponent component
                        && component.getEngine() != null
                ? component.getEngine().getServerPort()
                : 0;
        return VertxPlatformHttpRouter.getRouterNameFromPort(port);
    }

    /**
     * Camel only warns that a server could not bind its port, and nothing says so later. A server that listens refuses to listen again; one
     * that does not tries again, and names the cause.
     */
    private static void checkBound(VertxPlatformHttpServer server) {
        HttpServer http = server.getServer();
        if (http == null) {
            return;
        }
        try {
            http.listen(server.getPort(), server.getHost())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(BIND_SECONDS, TimeUnit.SECONDS);
        } catch (IllegalStateException listens) {
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server's port was checked", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            Throwable reason = failed.getCause() == null ? failed : failed.getCause();
            throw new IllegalStateException("port " + server.getPort() + " of " + server.getHost()
                    + ", on which webhooks are to be received, is taken; set property camel.server.port to another ("
                    + reason.getMessage() + ")");
        }
    }

    /** Port of Camel's management where that has a server to itself; {@link #NONE} where it has not. */
    private static int managementPort(CamelContext context) {
        return context.getClassResolver().resolveClass(MANAGEMENT) == null ? NONE : Management.port(context);
    }

    /** Routers by name, without that of Camel's management. */
    private static Map<String, VertxPlatformHttpRouter> routers(CamelContext context) {
        int management = managementPort(context);
        return context.getRegistry().findByTypeWithName(VertxPlatformHttpRouter.class).entrySet().stream()
                .filter(entry -> entry.getValue().getServer() == null
                        || entry.getValue().getServer().getPort() != management)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    /** Apart, because its classes are in camel-platform-http-main. */
    private static final class Management {

        static int port(CamelContext context) {
            ManagementHttpServer management = context.hasService(ManagementHttpServer.class);
            MainHttpServer main = context.hasService(MainHttpServer.class);
            boolean apart = management != null && (main == null || main.getPort() != management.getPort());
            return apart ? management.getPort() : NONE;
        }
    }
}
