package io.github.camelsms;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Makes camel-http's client fit for SMS: it sends a request at most once (left to itself it repeats a POST on 503 and 429), keeps no
 * cookies, follows no redirect, takes in no more than 1 MiB, and tells whether a failed call had left.
 */
final class SmsHttpClient implements HttpClientConfigurer {

    /** A request header that carries the query string as far as this client; it never leaves. */
    static final String QUERY = "sms-query";

    /** The largest reply that is read, in bytes. */
    static final int MAX_REPLY = 1024 * 1024;

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .addExecInterceptorFirst("sms-call", SmsHttpClient::call)
                .addExecInterceptorLast("sms-exchange", SmsHttpClient::exchange);
    }

    /** The whole call. What fails in it outside the exchange of messages failed before the request left. */
    private static ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header query = request.getFirstHeader(QUERY);
        if (query != null) {
            request.removeHeaders(QUERY);
            request.setPath(request.getPath() + "?" + query.getValue());
        }
        try {
            return chain.proceed(request, scope);
        } catch (BrokenException broken) {
            throw broken;
        } catch (IOException | HttpException early) {
            throw new NotSentException(early);
        }
    }

    /** Request out, reply in, over a connection that stands: whatever fails here, the request may have arrived. */
    private static ClassicHttpResponse exchange(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                ContentType type = ContentType.parseLenient(entity.getContentType());
                response.setEntity(new ByteArrayEntity(readBounded(entity.getContent()), type));
                // Only the end of a reply that is still to be read gives the connection back by itself, and this one is
                // read.
                scope.execRuntime.releaseEndpoint();
            }
            return response;
        } catch (IOException | HttpException | RuntimeException broken) {
            scope.execRuntime.discardEndpoint();
            throw new BrokenException(broken);
        }
    }

    /** @throws IOException when there is more than {@link #MAX_REPLY} */
    static byte[] readBounded(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_REPLY + 1);
        if (bytes.length > MAX_REPLY) {
            throw new IOException("the reply is larger than " + MAX_REPLY + " bytes");
        }
        return bytes;
    }

    /** How a call failed. */
    abstract static class CallException extends IOException {
        private static final long serialVersionUID = 1L;

        CallException(Exception cause) {
            super(cause.getClass().getSimpleName(), cause);
        }
    }

    /** The request never left. */
    static final class NotSentException extends CallException {
        private static final long serialVersionUID = 1L;

        NotSentException(Exception cause) {
            super(cause);
        }
    }

    /** The request may have arrived. */
    static final class BrokenException extends CallException {
        private static final long serialVersionUID = 1L;

        BrokenException(Exception cause) {
            super(cause);
        }
    }
}
