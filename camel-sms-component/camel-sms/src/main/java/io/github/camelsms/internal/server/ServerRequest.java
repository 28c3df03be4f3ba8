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
 * A call as one of Camel's HTTP servers hands it over. Query, form fields and HTTP headers share one map in the Message, where any of them
 * can pass for another; so wherever the server's own request can be had, it is asked instead.
 */
public interface ServerRequest {

    String method();

    /** The query string as it arrived; empty for none. */
    String rawQuery();

    /** Name to value, those of a repeated header joined by a comma in order of arrival. */
    Map<String, String> headers();

    /** The body as it arrived. The server closes it. */
    InputStream body() throws IOException;

    /** The fields of a form that the server has read itself, its bytes being lost; null where they are not. */
    public default @Nullable List<FormField> form() {
        return null;
    }

    /** Address of the caller as the server saw it; null when the server does not tell. */
    @Nullable
    String peer();

    public static ServerRequest of(Message message) {
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
