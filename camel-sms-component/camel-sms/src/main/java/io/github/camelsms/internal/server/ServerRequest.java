package io.github.camelsms.internal.server;

import io.github.camelsms.http.FormField;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.http.common.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request as one of Camel's HTTP servers hands it over. In the Message, query, form fields and HTTP headers share one map, where each can
 * pass for another; so an adapter reads the server's own request wherever it can get hold of it.
 */
public interface ServerRequest {

    /** In the case in which it was sent. */
    String method();

    /** The query string as it arrived; empty for none. */
    String rawQuery();

    /** Name to value; the values of a repeated header are joined by a comma in order of arrival. */
    Map<String, String> headers();

    /**
     * The body as it arrived. The server closes it.
     *
     * @throws IOException when the caller broke off; reading it throws the same
     */
    InputStream body() throws IOException;

    /** The fields of a form that the server itself has read, after which its bytes are lost; null where the body is kept. */
    default @Nullable List<FormField> form() {
        return null;
    }

    /** Address of the caller as the server saw it; null when the server does not expose it. */
    @Nullable
    String peer();

    /** Reads the request out of what a consumer of {@link WebhookServer} was given. */
    static ServerRequest of(Message message) {
        if (message instanceof HttpMessage servlet && servlet.getRequest() != null) {
            return ServletRequestAdapter.of(servlet.getRequest());
        }
        ServerRequest springBoot = ServletRequestAdapter.ofSpringBoot(message);
        if (springBoot != null) {
            return springBoot;
        }
        // The classes of these two are optional: they are there when the message is one of theirs.
        return switch (message.getClass().getName()) {
            case "org.apache.camel.component.platform.http.vertx.HttpMessage" -> VertxRequestAdapter.of(message);
            case "org.apache.camel.component.netty.http.NettyHttpMessage" -> NettyRequestAdapter.of(message);
            default -> new MessageRequestAdapter(message);
        };
    }
}
