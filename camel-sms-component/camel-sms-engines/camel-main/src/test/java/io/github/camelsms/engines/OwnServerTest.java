package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application with a platform-http server of its own: webhooks are on that server, and nothing else listens. */
class OwnServerTest {

    private static final String DLR = "sms:dlr?provider=2fa-link&verification=none";

    private enum Order {
        SERVER_ROUTE_START {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.addService(server);
                context.addRoutes(route());
                context.start();
            }
        },
        ROUTE_SERVER_START {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.addRoutes(route());
                context.addService(server);
                context.start();
            }
        },
        SERVER_FORCED_ROUTE_START {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.addService(server, true, true);
                context.addRoutes(route());
                context.start();
            }
        },
        START_SERVER_ROUTE {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.start();
                context.addService(server);
                context.addRoutes(route());
            }
        },
        START_ROUTE_SERVER {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.start();
                context.addRoutes(route());
                context.addService(server);
            }
        },
        ROUTE_START_SERVER {
            @Override
            void run(CamelContext context, VertxPlatformHttpServer server) throws Exception {
                context.addRoutes(route());
                context.start();
                context.addService(server);
            }
        };

        abstract void run(CamelContext context, VertxPlatformHttpServer server) throws Exception;
    }

    private static RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(DLR).routeId("receipts").process(receipt -> {});
            }
        };
    }

    private static VertxPlatformHttpServer server(int port) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(port);
        return new VertxPlatformHttpServer(configuration);
    }

    private static int get(int port) throws Exception {
        return Call.of("GET", "/sms/2fa-link/dlr").to(port).status();
    }

    /** Holds the default port meanwhile, so that a second server would fail the start, or shows that nobody took it. */
    private static void assertOnlyServer(CamelContext context, VertxPlatformHttpServer server) {
        assertThat(context.hasServices(VertxPlatformHttpServer.class)).containsExactly(server);
        assertThat(context.hasServices(MainHttpServer.class)).isEmpty();
        assertThat(context.getRegistry().findByType(VertxPlatformHttpRouter.class))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void webhookIsOnTheServerOfTheApplication(Order order) throws Exception {
        VertxPlatformHttpServer server = server(Started.freePort());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            order.run(context, server);

            assertThat(get(server.getPort())).isEqualTo(405);
            assertOnlyServer(context, server);
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void webhookIsOnTheServerOfTheApplicationOnAnyFreePort(Order order) throws Exception {
        VertxPlatformHttpServer server = server(0); // its router is registered under port 0
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            order.run(context, server);

            assertThat(get(server.getPort())).isEqualTo(405);
            assertOnlyServer(context, server);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"SERVER_ROUTE_START", "ROUTE_SERVER_START", "SERVER_FORCED_ROUTE_START", "START_SERVER_ROUTE"})
    void propertiesOfCamelMainStartNoSecondServer(Order order) throws Exception {
        int unused = Started.freePort();
        VertxPlatformHttpServer server = server(Started.freePort());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(unused));
            order.run(context, server);

            assertThat(get(server.getPort())).isEqualTo(405);
            assertOnlyServer(context, server);
            assertThatThrownBy(() -> get(unused)).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform-http-router-8080", "platform-http-router", "own"})
    void routerMayBeRegisteredUnderAnotherName(String name) throws Exception {
        VertxPlatformHttpServer server = server(Started.freePort());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addService(server, true, true);
            context.start();
            VertxPlatformHttpRouter router =
                    Objects.requireNonNull(context.getRegistry().findSingleByType(VertxPlatformHttpRouter.class));
            context.getRegistry().unbind(router.getName());
            context.getRegistry().bind(name, router);
            context.addRoutes(route());

            assertThat(get(server.getPort())).isEqualTo(405);
            assertOnlyServer(context, server);
        }
    }

    @Test
    void mainTakesTheServerOfTheApplication() throws Exception {
        VertxPlatformHttpServer server = server(Started.freePort());
        Main main = Started.main();
        main.configure().addRoutesBuilder(route());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                getContext().addService(server);
            }
        });
        main.start();
        try {
            assertThat(get(server.getPort())).isEqualTo(405);
            assertOnlyServer(main.getCamelContext(), server);
        } finally {
            main.stop();
        }
    }

    @Test
    void managementServerIsNotTheServer() throws Exception {
        int port = Started.freePort();
        int management = Started.freePort();
        Main main = Started.main(
                "camel.management.enabled",
                "true",
                "camel.management.port",
                String.valueOf(management),
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                String.valueOf(port));
        main.configure().addRoutesBuilder(route());
        main.start();
        try {
            assertThat(get(port)).isEqualTo(405);
            assertThat(get(management)).isEqualTo(404);
        } finally {
            main.stop();
        }
    }

    @Test
    void withoutServerAndMainNoPortIsOpened() throws Exception {
        try (LogCapture log = LogCapture.open();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route());
            context.start();

            assertThat(context.hasServices(VertxPlatformHttpServer.class)).isEmpty();
            assertThat(log.warnings())
                    .anySatisfy(line ->
                            assertThat(line).contains("/sms/2fa-link/dlr is not served yet", "camel.server.port"));
        }
    }

    @Test
    void takenPortOfTheApplicationsServerFailsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addService(server(taken.getLocalPort()));
            context.addRoutes(route());

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("port " + taken.getLocalPort()
                            + " of 127.0.0.1, on which webhooks are to be received, is taken");
        }
    }

    @Test
    void stoppedRouteIsGoneAndStartsAgain() throws Exception {
        VertxPlatformHttpServer server = server(0);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Order.START_ROUTE_SERVER.run(context, server);

            context.getRouteController().stopRoute("receipts");
            int stopped = get(server.getPort());
            context.getRouteController().startRoute("receipts");

            assertThat(List.of(stopped, get(server.getPort()))).containsExactly(404, 405);
        }
    }
}
