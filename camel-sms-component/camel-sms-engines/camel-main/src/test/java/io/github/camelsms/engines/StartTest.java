package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What happens at start: which server serves, and what is said when none can. */
class StartTest {

    private static final String DLR = "sms:dlr?provider=2fa-link&verification=none";

    private static RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("receipts").process(receipt -> {});
            }
        };
    }

    private static int get(int port) throws Exception {
        return Call.of("GET", "/sms/2fa-link/dlr").to(port).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void serverOfCamelMainIsThereWhetherAskedForOrNot(String enabled) throws Exception {
        int port = Started.freePort();
        Main main = Started.main(
                "camel.server.enabled",
                enabled,
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                String.valueOf(port));
        main.configure().addRoutesBuilder(route(DLR));
        main.start();
        try {
            assertThat(get(port)).isEqualTo(405);
        } finally {
            main.stop();
        }
    }

    @Test
    void serverStartsWithoutMainToo() throws Exception {
        int port = Started.freePort();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
            context.addRoutes(route(DLR));
            context.start();

            assertThat(get(port)).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void takenPortOfCamelMainFailsTheStart(String enabled) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Main main = Started.main(
                    "camel.server.enabled",
                    enabled,
                    "camel.server.host",
                    "127.0.0.1",
                    "camel.server.port",
                    String.valueOf(taken.getLocalPort()));
            main.configure().addRoutesBuilder(route(DLR));
            try {
                assertThatThrownBy(main::start)
                        .hasStackTraceContaining("port " + taken.getLocalPort()
                                + " of 127.0.0.1, on which webhooks are to be received, is taken")
                        .hasStackTraceContaining("set property camel.server.port to another");
            } finally {
                main.stop();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow", "netty-http"})
    void takenPortOfTheRestConfigurationFailsTheStart(String component) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRestConfiguration().setHost("127.0.0.1");
            context.getRestConfiguration().setPort(taken.getLocalPort());
            context.addRoutes(route(DLR + "&webhookComponent=" + component));

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining(
                            "the port of " + component + ", on which webhooks are to be received, is taken")
                    .hasStackTraceContaining("camel.rest.port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "undertow", "netty-http"})
    void missingPortFailsTheStart(String component) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route(DLR + "&webhookComponent=" + component));

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("webhooks on " + component + " need a port: set property camel.rest.port");
        }
    }

    @Test
    void serverOfTheRestConfigurationIsTaken() throws Exception {
        int port = Started.freePort();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRestConfiguration().setComponent("netty-http");
            context.getRestConfiguration().setHost("127.0.0.1");
            context.getRestConfiguration().setPort(port);
            context.getRestConfiguration().setContextPath("/api");
            context.addRoutes(route(DLR + "&path=/receipts"));
            context.start();

            assertThat(Call.of("GET", "/api/receipts").to(port).status()).isEqualTo(405);
        }
    }

    @Test
    void serverThatIsNoneFailsTheStart() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route(DLR + "&webhookComponent=direct"));

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("option webhookComponent=direct is not an HTTP server component");
        }
    }

    @Test
    void addressListOnAServerThatTellsNoAddressIsWarnedOf() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.camelsms.internal.receive.WebhookConsumer");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        Started undertow = Started.withPort("undertow");
        try {
            undertow.context().addRoutes(route("sms:dlr?provider=2fa-link&webhookComponent=undertow"));

            assertThat(undertow.context().getRouteController().getRouteStatus("receipts"))
                    .isEqualTo(ServiceStatus.Started);
        } finally {
            undertow.stop();
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("undertow does not expose the caller's address"));
    }
}
