package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5, the client beneath camel-http, with Jackson and without Camel. */
final class RawHc5 implements WaitingVariant {

    private final CloseableHttpClient client;
    private final String uri;

    RawHc5(URI base, int inFlight) {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(inFlight)
                        .setMaxConnPerRoute(inFlight)
                        .build())
                .build();
        uri = base + TwoFaLinkJson.PATH;
    }

    @Override
    public String send(Sms sms) throws IOException {
        HttpPost post = new HttpPost(uri);
        post.setHeader(HttpHeaders.AUTHORIZATION, Credentials.BASIC);
        post.setEntity(new ByteArrayEntity(TwoFaLinkJson.write(sms), ContentType.APPLICATION_JSON));
        return client.execute(post, RawHc5::reply).acceptedId();
    }

    private static TwoFaLinkJson.Reply reply(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200) {
            throw new IllegalStateException("HTTP " + response.getCode());
        }
        return TwoFaLinkJson.read(EntityUtils.toByteArray(response.getEntity()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
