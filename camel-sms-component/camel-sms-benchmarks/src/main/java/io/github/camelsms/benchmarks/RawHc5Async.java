package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;

/** Apache HttpClient 5's asynchronous client with Jackson and without Camel. Replies are read on the client's own threads. */
final class RawHc5Async implements CallbackVariant {

    private final CloseableHttpAsyncClient client;
    private final String uri;

    RawHc5Async(URI base, int inFlight) {
        client = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(inFlight)
                        .setMaxConnPerRoute(inFlight)
                        .build())
                .build();
        client.start();
        uri = base + TwoFaLinkJson.PATH;
    }

    @Override
    public void send(Sms sms, Reply reply) {
        client.execute(request(sms), new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                String id;
                try {
                    id = messageId(response);
                } catch (IOException | RuntimeException e) {
                    reply.failed(e);
                    return;
                }
                reply.accepted(id);
            }

            @Override
            public void failed(Exception failure) {
                reply.failed(failure);
            }

            @Override
            public void cancelled() {
                reply.failed(new IllegalStateException("cancelled"));
            }
        });
    }

    private SimpleHttpRequest request(Sms sms) {
        try {
            return SimpleRequestBuilder.post(uri)
                    .setHeader(HttpHeaders.AUTHORIZATION, Credentials.BASIC)
                    .setBody(TwoFaLinkJson.write(sms), ContentType.APPLICATION_JSON)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String messageId(SimpleHttpResponse response) throws IOException {
        if (response.getCode() != 200) {
            throw new IllegalStateException("HTTP " + response.getCode());
        }
        return TwoFaLinkJson.read(response.getBodyBytes()).acceptedId();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
