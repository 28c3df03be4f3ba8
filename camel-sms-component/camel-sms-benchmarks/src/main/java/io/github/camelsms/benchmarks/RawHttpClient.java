package io.github.camelsms.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
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
final class RawHttpClient implements Variant {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter WRITER = MAPPER.writerFor(TwoFaLinkJson.Request.class);
    private static final ObjectReader READER = MAPPER.readerFor(TwoFaLinkJson.Reply.class);

    private final CloseableHttpClient client;
    private final String uri;

    RawHttpClient(URI base, int inFlight) {
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
        post.setEntity(new ByteArrayEntity(
                WRITER.writeValueAsBytes(TwoFaLinkJson.Request.of(sms)), ContentType.APPLICATION_JSON));
        return client.execute(post, RawHttpClient::reply).acceptedId();
    }

    private static TwoFaLinkJson.Reply reply(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200) {
            throw new IllegalStateException("HTTP " + response.getCode());
        }
        return READER.readValue(EntityUtils.toByteArray(response.getEntity()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
