package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A supervised route whose port is taken is started again until the port is free; the rest of the application runs meanwhile. */
class SupervisedStartTest {

    @ParameterizedTest
    @ValueSource(strings = {"platform-http", "netty-http", "jetty", "undertow"})
    void theWebhookIsServedOnceThePortIsFree(String component) throws Exception {
        InetAddress host = InetAddress.getByName("127.0.0.1");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            SupervisingRouteController supervisor = context.getRouteController().supervising();
            int port;
            try (ServerSocket taken = new ServerSocket(0, 1, host)) {
                port = taken.getLocalPort();
                context.getRestConfiguration().setHost("127.0.0.1");
                context.getRestConfiguration().setPort(port);
                context.getPropertiesComponent().addInitialProperty("camel.server.host", "127.0.0.1");
                context.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
                supervisor.setBackOffDelay(50);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("sms:dlr?provider=2fa-link&verification=none&webhookComponent=" + component)
                                .routeId("receipts")
                                .process(receipt -> {});
                        from("direct:other").routeId("other").process(any -> {});
                    }
                });
                context.start();
                await().untilAsserted(() -> assertThat(supervisor.getRestartException("receipts"))
                        .hasMessageContaining("on which webhooks are to be received, is taken"));

                assertThat(supervisor.getRouteStatus("other")).isEqualTo(ServiceStatus.Started);
            }

            await().until(() -> supervisor.getRouteStatus("receipts") == ServiceStatus.Started);
            assertThat(Call.post("/sms/2fa-link/dlr", WebhookContract.receipt("65F1", "701"))
                            .to(port)
                            .status())
                    .isEqualTo(200);
        }
    }
}
