package io.github.camelsms.internal.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes camel-http's client fit for SMS: it sends a request at most once (left to itself it repeats a POST on 503 and 429), keeps no
 * cookies, follows no redirect, takes in no more than 1 MiB, waits for the whole reply no longer than {@code responseTimeout}, and tells
 * whether a failed call had left.
 */
public final class SingleAttemptHttpConfigurer implements HttpClientConfigurer {

    /** A request header that carries path and query string as far as this client; it never leaves. */
    static final String TARGET = "sms-target";

    private static final String RETRY_AFTER = "Retry-After";

    /** The headers that mean something: when to come again, and from when that counts. */
    static final List<String> KEPT_HEADERS = List.of("Date", RETRY_AFTER);

    /** The largest reply that is read, in bytes. */
    static final int MAX_REPLY = 1024 * 1024;

    /** Set on the client's context of a call once a request of it may have left. */
    private static final String LEFT = "sms-left";

    /** Holds what is completed once the connection stands. */
    private static final String STANDING = "sms-standing";

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .addExecInterceptorFirst("sms-call", SingleAttemptHttpConfigurer::call)
                .addExecInterceptorLast("sms-exchange", SingleAttemptHttpConfigurer::exchange);
    }

    /** The whole call. What fails in it before the exchange of messages failed before the request left. */
    private static ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header target = request.getFirstHeader(TARGET);
        if (target != null) {
            request.removeHeaders(TARGET);
            String base = request.getPath();
            request.setPath(base == null || base.equals("/") ? target.getValue() : base + target.getValue());
        }
        CompletableFuture<Void> standing = limit(scope, connectTimeout(scope));
        scope.clientContext.setAttribute(STANDING, standing);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            if (!hasLeft(scope) && response.getCode() != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
                throw new NotSentException(new HttpException("the proxy said " + response.getCode()));
            }
            return response;
        } catch (CallException known) {
            throw known;
        } catch (IOException | HttpException | RuntimeException early) {
            throw hasLeft(scope) ? new BrokenException(early) : new NotSentException(early);
        } finally {
            standing.complete(null);
        }
    }

    private static boolean hasLeft(ExecChain.Scope scope) {
        return scope.clientContext.getAttribute(LEFT) != null;
    }

    /** Request out, reply in, over a connection that stands: whatever fails here, the request may have arrived. */
    private static ClassicHttpResponse exchange(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        if (scope.clientContext.getAttribute(STANDING) instanceof CompletableFuture<?> standing
                && !standing.complete(null)
                && standing.isCompletedExceptionally()) {
            throw new NotSentException(new SocketTimeoutException()); // its connection is being closed
        }
        scope.clientContext.setAttribute(LEFT, true);
        CompletableFuture<Void> whole =
                limit(scope, scope.clientContext.getRequestConfigOrDefault().getResponseTimeout());
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new ReplyEntity(new Reply(readBounded(entity), kept(response))));
                response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
                // Only the end of a reply that is still to be read gives the connection back by itself, and this one is
                // read.
                scope.execRuntime.releaseEndpoint();
            }
            // The client would answer a challenge with a second request, if camel-http has credentials for some other
            // host.
            response.removeHeaders(HttpHeaders.WWW_AUTHENTICATE);
            return response;
        } catch (IOException | HttpException | RuntimeException broken) {
            scope.execRuntime.discardEndpoint();
            boolean late = whole.isCompletedExceptionally() || broken instanceof SocketTimeoutException;
            throw late ? new BrokenException("responseTimeout was reached", broken) : new BrokenException(broken);
        } finally {
            whole.complete(null);
        }
    }

    /** Bounds connection, tunnel and handshake together. */
    @SuppressWarnings("deprecation") // camel-http sets it here
    private static @Nullable Timeout connectTimeout(ExecChain.Scope scope) {
        return scope.clientContext.getRequestConfigOrDefault().getConnectTimeout();
    }

    /** The client's own time-out is over with each byte that arrives; this one closes the connection, unless completed before. */
    private static CompletableFuture<Void> limit(ExecChain.Scope scope, @Nullable Timeout limit) {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        if (limit != null && limit.isEnabled()) {
            whole.orTimeout(limit.toMilliseconds(), TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
                if (late != null) {
                    scope.execRuntime.discardEndpoint();
                }
            });
        }
        return whole;
    }

    private static Map<String, String> kept(ClassicHttpResponse response) {
        if (!response.containsHeader(RETRY_AFTER)) {
            return Map.of();
        }
        Map<String, String> kept = new HashMap<>(4);
        for (String name : KEPT_HEADERS) {
            Header header = response.getFirstHeader(name);
            if (header != null) {
                kept.put(name, header.getValue());
            }
        }
        return kept;
    }

    /** A whole reply as the stream that camel-http passes on. */
    public static final class Reply extends ByteArrayInputStream {
        private final Map<String, String> headers;

        Reply(byte[] bytes, Map<String, String> headers) {
            super(bytes);
            this.headers = headers;
        }

        byte[] bytes() {
            return buf;
        }

        Map<String, String> headers() {
            return headers;
        }
    }

    /** Gives camel-http the reply as it is: it is neither copied nor cached there. */
    private static final class ReplyEntity extends AbstractHttpEntity {
        private final Reply reply;

        ReplyEntity(Reply reply) {
            super((String) null, null);
            this.reply = reply;
        }

        @Override
        public InputStream getContent() {
            return reply;
        }

        @Override
        public long getContentLength() {
            return reply.bytes().length;
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {
            // The reply is in memory.
        }
    }

    /** Some proxies compress without being asked; unpacked by camel-http, it would have no bound. */
    private static byte[] readBounded(HttpEntity entity) throws IOException {
        String encoding = String.valueOf(entity.getContentEncoding()).toLowerCase(Locale.ROOT);
        if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
            return readBounded(new GZIPInputStream(entity.getContent()));
        }
        long length = entity.getContentLength();
        return length >= 0 && length <= MAX_REPLY
                ? entity.getContent().readNBytes((int) length) // no buffer larger than the reply
                : readBounded(entity.getContent());
    }

    /** @throws IOException when there is more than {@link #MAX_REPLY} */
    public static byte[] readBounded(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_REPLY + 1);
        if (bytes.length > MAX_REPLY) {
            throw new IOException("the reply is larger than " + MAX_REPLY + " bytes");
        }
        return bytes;
    }

    /** How a call failed. Its message is the class of the failure. */
    public abstract static class CallException extends IOException {
        private static final long serialVersionUID = 1L;

        CallException(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }

    /** The request never left. */
    public static final class NotSentException extends CallException {
        private static final long serialVersionUID = 1L;

        NotSentException(Exception cause) {
            super(cause.getClass().getSimpleName(), cause);
        }
    }

    /** The request may have arrived. Has no cause: the client's messages quote the reply, which may repeat what was sent. */
    public static final class BrokenException extends CallException {
        private static final long serialVersionUID = 1L;

        BrokenException(Exception failure) {
            super(failure.getClass().getSimpleName(), null);
            setStackTrace(failure.getStackTrace());
        }

        BrokenException(String message, Exception failure) {
            super(message, null);
            setStackTrace(failure.getStackTrace());
        }
    }
}
