package io.github.camelsms.internal.server;

import io.github.camelsms.http.FormField;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request that came through platform-http on Vert.x. Loaded only when one has.
 *
 * @param request as Vert.x made it
 * @param message holds the body
 */
record VertxRequestAdapter(HttpServerRequest request, MessageRequestAdapter message) implements ServerRequest {

    static ServerRequest of(Message message) {
        return new VertxRequestAdapter(((HttpMessage) message).getRequest(), new MessageRequestAdapter(message));
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String rawQuery() {
        String query = request.query();
        return query == null ? "" : query;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> header : request.headers()) {
            headers.merge(header.getKey(), header.getValue(), (first, next) -> first + ", " + next);
        }
        return headers;
    }

    @Override
    public InputStream body() throws IOException {
        return message.body();
    }

    @Override
    public @Nullable List<FormField> form() {
        return message.form();
    }

    @Override
    public @Nullable String peer() {
        SocketAddress peer = request.remoteAddress();
        return peer == null ? null : peer.hostAddress();
    }
}
