package io.github.camelsms.internal.server;

import io.netty.buffer.ByteBufInputStream;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.component.netty.NettyConstants;
import org.apache.camel.component.netty.http.NettyHttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request that came through camel-netty-http. Loaded only when one has.
 *
 * @param request as Netty made it
 * @param address of the caller
 */
record NettyRequestAdapter(
        FullHttpRequest request, @Nullable Object address) implements ServerRequest {

    static ServerRequest of(Message message) {
        return new NettyRequestAdapter(
                ((NettyHttpMessage) message).getHttpRequest(), message.getHeader(NettyConstants.NETTY_REMOTE_ADDRESS));
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String rawQuery() {
        int mark = request.uri().indexOf('?');
        return mark < 0 ? "" : request.uri().substring(mark + 1);
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : request.headers().names()) {
            headers.put(name, String.join(", ", request.headers().getAll(name)));
        }
        return headers;
    }

    @Override
    public InputStream body() {
        return new ByteBufInputStream(request.content().duplicate());
    }

    @Override
    public @Nullable String peer() {
        return address instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : null;
    }
}
