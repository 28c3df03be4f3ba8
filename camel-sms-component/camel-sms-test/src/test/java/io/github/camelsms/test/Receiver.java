package io.github.camelsms.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;

/** A context that serves webhooks on a free port of the loopback, and a gateway's way to call it. */
final class Receiver implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = ServerPort.free();

    Receiver() {
        ServerPort.assumeServer();
        context.getPropertiesComponent().addInitialProperty("camel.server.host", "127.0.0.1");
        context.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Calls with a receipt of 2FA.link; gives the status of the answer. */
    CompletableFuture<Integer> receipt(String pathAndQuery, String messageId, String statusCode) {
        HttpRequest call = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
                .timeout(LONGEST)
                .POST(HttpRequest.BodyPublishers.ofString("{\"request_id\":\"" + messageId
                        + "\",\"sender\":\"Acme\",\"msisdn\":\"447700900123\",\"status\":\"SMS\",\"statuscode\":\""
                        + statusCode + "\",\"timestamp\":\"2026-09-15T10:30:00+00:00\"}"))
                .build();
        return http.sendAsync(call, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    @Override
    public void close() {
        context.stop();
    }
}
