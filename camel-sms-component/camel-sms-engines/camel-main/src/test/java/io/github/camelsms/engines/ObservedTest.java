package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Camel Main's management server shows of the component, over HTTP. */
class ObservedTest {

    private final AtomicInteger status = new AtomicInteger(202);
    private HttpServer provider;
    private int management;
    private Main main;

    @BeforeEach
    void start() throws Exception {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", call -> {
            byte[] body = "{\"success\":true,\"message_uuid\":\"SMS1\"}".getBytes(StandardCharsets.UTF_8);
            call.getRequestBody().readAllBytes();
            call.sendResponseHeaders(status.get(), body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        provider.start();
        management = Started.freePort();
        main = Started.main(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                String.valueOf(Started.freePort()),
                "camel.management.enabled",
                "true",
                "camel.management.host",
                "127.0.0.1",
                "camel.management.port",
                String.valueOf(management),
                "camel.management.healthCheckEnabled",
                "true",
                "camel.management.metricsEnabled",
                "true",
                "camel.metrics.enabled",
                "true",
                "camel.health.enabled",
                "true",
                "camel.health.producersEnabled",
                "true",
                "camel.health.exposureLevel",
                "full",
                "camel.component.sms.accounts[main].provider",
                "2chat",
                "camel.component.sms.accounts[main].apiKey",
                "hush-hush",
                "camel.component.sms.accounts[main].allowHttp",
                "true",
                "camel.component.sms.accounts[main].maxRequestsPerSecond",
                "0",
                "camel.component.sms.accounts[main].baseUrl",
                "http://127.0.0.1:" + provider.getAddress().getPort());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to("sms:send?account=main&from=%2B15550100");
                from("sms:inbound?account=main&path=/in&verification=none")
                        .routeId("replies")
                        .to("log:replies");
            }
        });
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
        provider.stop(0);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void send(int answer) throws Exception {
        status.set(answer);
        main.getCamelTemplate().send("direct:send", exchange -> {
            exchange.getIn().setHeader("CamelSmsTo", "+447700900123");
            exchange.getIn().setBody("The depot opens at 9.");
        });
    }

    @Test
    void prometheusReadsTheCalls() throws Exception {
        send(202);
        send(400);

        assertThat(get("/observe/metrics").body())
                .containsPattern("camel_sms_calls_seconds_count\\{account=\"main\",[^}]*outcome=\"accepted\"[^}]*} 1")
                .containsPattern("camel_sms_calls_seconds_count\\{account=\"main\",[^}]*outcome=\"refused\"[^}]*} 1")
                .doesNotContain("447700900123", "hush-hush");
    }

    @Test
    void anAccountThatKeepsFailingIsNotReadyAndAliveAllTheSame() throws Exception {
        HttpResponse<String> well = get("/observe/health/ready");
        for (int i = 0; i < 3; i++) {
            send(500);
        }
        HttpResponse<String> failing = get("/observe/health/ready");

        assertThat(well.statusCode()).as(well.body()).isEqualTo(200);
        assertThat(well.body()).contains("sms-producer-main", "sms-consumer-replies");
        assertThat(failing.statusCode()).isEqualTo(503);
        assertThat(failing.body()).contains("the circuit is open").doesNotContain("447700900123", "hush-hush");
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void refusedCredentialsAreNotReadyUntilTheyAreTaken() throws Exception {
        send(401);
        HttpResponse<String> refused = get("/observe/health/ready");
        send(202);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("the provider refuses the credentials");
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aWebhookThatIsNotServedIsNotReady() throws Exception {
        main.getCamelContext().getRouteController().stopRoute("replies");
        HttpResponse<String> stopped = get("/observe/health/ready");
        main.getCamelContext().getRouteController().startRoute("replies");

        assertThat(stopped.statusCode()).isEqualTo(503);
        assertThat(stopped.body()).contains("the webhook is not served");
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
    }
}
