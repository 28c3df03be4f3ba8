package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Vert.x on Camel Main, which nobody has asked to start. */
class PlatformHttpTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        int port = Started.freePort();
        Main main = Started.main("camel.server.port", String.valueOf(port), "camel.server.host", "127.0.0.1");
        main.start();
        return new Started(main.getCamelContext(), port, "platform-http", "", main::stop);
    }

    @Test
    void callerThatChangesToHttp2IsServed() throws Exception {
        Served served = serve("h2c", "/hooks/h2c", "provider=2fa-link&verification=none", exchange -> {});

        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + served.path()))
                                .POST(BodyPublishers.ofString("{\"request_id\":\"a\",\"statuscode\":\"701\"}"))
                                .build(),
                        BodyHandlers.discarding());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }
}
