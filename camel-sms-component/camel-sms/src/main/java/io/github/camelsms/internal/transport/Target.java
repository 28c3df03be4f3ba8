package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Where the calls of one transport go, by which way, and how a request to there is written. */
final class Target {

    private final HttpHost host;
    private final String prefix;
    private final String authority;
    private final boolean secure;
    private final @Nullable DefaultClientTlsStrategy tls;
    private final @Nullable ProxyServer proxy;
    private final long timeToLive;

    Target(URI base, ClientSettings settings) {
        secure = base.getScheme().equalsIgnoreCase("https");
        int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
        host = new HttpHost(secure ? "https" : "http", unbracketed(base.getHost()), port);
        authority = base.getPort() >= 0 ? base.getHost() + ":" + base.getPort() : base.getHost();
        tls = secure ? settings.tls() : null;
        proxy = settings.proxy();
        timeToLive = settings.timeToLive().toNanos();
        String path = base.getRawPath() == null || base.getRawPath().equals("/") ? "" : base.getRawPath();
        prefix = proxy != null && !secure ? "http://" + authority + path : path;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host to which connections are opened. */
    HttpHost hop() {
        return proxy == null ? host : proxy.host();
    }

    /** Whether a proxy reads the calls and passes them on. Without a tunnel a reply may be the proxy's own. */
    boolean isForwarded() {
        return proxy != null && !secure;
    }

    /** Whether a connection needs a tunnel before its first call. */
    boolean isTunnelled() {
        return proxy != null && secure;
    }

    boolean isSecure() {
        return secure;
    }

    /** Whether TLS begins as soon as a connection stands. */
    boolean isSecureFromTheBeginning() {
        return secure && proxy == null;
    }

    /** How long a connection may be used, in nanoseconds; 0 or less when there is no limit. */
    long timeToLive() {
        return timeToLive;
    }

    private DefaultClientTlsStrategy tls() {
        if (tls == null) {
            throw new IllegalStateException("no TLS");
        }
        return tls;
    }

    /** Makes TLS with the provider, which knows no time-out but the socket's. */
    SSLSocket secure(Socket socket) throws IOException {
        return tls().upgrade(
                        socket, host.getHostName(), host.getPort(), ClientSettings.HTTP_1, HttpClientContext.create());
    }

    /** Begins the TLS handshake with the provider. */
    void secure(ProtocolIOSession session, Duration timeout, FutureCallback<TransportSecurityLayer> callback) {
        tls().upgrade(session, host, ClientSettings.HTTP_1, Timeout.of(timeout), callback);
    }

    /** Whether the proxy's refusal asks for credentials that are set and can be given. */
    boolean isChallengedByProxy(HttpResponse refusal) {
        return proxy != null && proxy.isChallenge(refusal);
    }

    /** A request for a tunnel to the provider. */
    ByteBuffer writeConnect() {
        String to = (host.getHostName().indexOf(':') >= 0 ? "[" + host.getHostName() + "]" : host.getHostName()) + ":"
                + host.getPort();
        HttpBytes bytes = new HttpBytes(256);
        bytes.text("CONNECT ").text(to).text(" HTTP/1.1\r\n").header("Host", to);
        writeProxyCredentials(bytes, "CONNECT", to);
        return bytes.newLine().toBuffer();
    }

    private void writeProxyCredentials(HttpBytes bytes, String method, String target) {
        String credentials = proxy == null ? null : proxy.credentials(method, target);
        if (credentials != null) {
            bytes.header("Proxy-Authorization", credentials);
        }
    }

    /** These are written here, whatever the request says. */
    private static boolean isFraming(String name) {
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Transfer-Encoding")
                || name.equalsIgnoreCase("Connection");
    }

    /** Head and body as they go out: path, query, header values and body are those of the request, byte for byte. */
    ByteBuffer write(HttpRequest request) {
        String method = request.method().name();
        byte[] body = request.body();
        HttpBytes bytes = new HttpBytes(512 + body.length);
        bytes.text(method).text(" ").target(prefix).target(request.path());
        if (request.query() != null) {
            bytes.text("?").target(request.query());
        }
        bytes.text(" HTTP/1.1\r\n").header("Host", authority);
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (!isFraming(header.getKey())) {
                bytes.header(header.getKey(), header.getValue());
            }
        }
        if (body.length > 0 || request.method() != HttpRequest.Method.GET) {
            bytes.header("Content-Length", Integer.toString(body.length));
        }
        if (isForwarded()) {
            writeProxyCredentials(bytes, method, prefix + request.path());
        }
        return bytes.newLine().bytes(body).toBuffer();
    }
}
