package io.github.camelsms;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.WebhookException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.common.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a call as it arrived out of what each of Camel's HTTP servers makes of it, and writes the answer. Query, form fields and HTTP
 * headers share one map on those servers, so no field is ever read from there.
 */
final class WebhookBinding {

    private static final String VERTX_PEER = "CamelVertxPlatformHttpRemoteAddress";
    private static final String NETTY_PEER = "CamelNettyRemoteAddress";
    private static final String SERVLET_REQUEST = "CamelHttpServletRequest";

    private final int maxBodySize;

    /** @param maxBodySize in bytes */
    WebhookBinding(int maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    /** @throws WebhookException 413 when the body is too large, 400 when it breaks off */
    WebhookRequest read(Exchange exchange) {
        Message in = exchange.getMessage();
        Object body = in.getBody();
        List<FormField> form = body instanceof Map<?, ?> fields ? form(in, fields) : null;
        return new WebhookRequest(
                String.valueOf(in.getHeader(Exchange.HTTP_METHOD)).toUpperCase(Locale.ROOT),
                query(in),
                headers(in),
                form == null ? bytes(in, body) : new byte[0],
                form,
                peer(in));
    }

    private static String query(Message in) {
        String raw = in.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        String query = raw != null ? raw : in.getHeader(Exchange.HTTP_QUERY, String.class);
        return query == null ? "" : query;
    }

    private static Map<String, String> headers(Message in) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        in.getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name, text);
            } else if (value instanceof List<?> list && !list.isEmpty()) {
                headers.put(name, String.valueOf(list.get(0)));
            }
        });
        return headers;
    }

    /** Spring Boot's server leaves the values percent-encoded, Vert.x decodes them. */
    private static List<FormField> form(Message in, Map<?, ?> fields) {
        boolean encoded = in.getClass().getName().contains(".springboot.");
        List<FormField> form = new ArrayList<>();
        fields.forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(String.valueOf(value));
            for (Object one : values) {
                String text = String.valueOf(one);
                form.add(new FormField(
                        String.valueOf(name), encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text));
            }
        });
        return form;
    }

    private byte[] bytes(Message in, @Nullable Object body) {
        byte[] bytes;
        try {
            if (body == null) {
                bytes = new byte[0];
            } else if (body instanceof byte[] array) {
                bytes = array;
            } else if (body instanceof String text) {
                bytes = text.getBytes(StandardCharsets.UTF_8);
            } else if (body instanceof Reader reader) {
                bytes = text(reader).getBytes(StandardCharsets.UTF_8);
            } else {
                InputStream stream = body instanceof InputStream open ? open : in.getBody(InputStream.class);
                bytes = stream == null ? new byte[0] : stream.readNBytes(maxBodySize + 1);
            }
        } catch (IOException broken) {
            throw WebhookException.unreadable("the body broke off");
        }
        if (bytes.length > maxBodySize) {
            throw new WebhookException(413, "the body is larger than maxBodySize");
        }
        return bytes;
    }

    private String text(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        char[] buffer = new char[4096];
        for (int n = reader.read(buffer); n >= 0 && text.getBuffer().length() <= maxBodySize; n = reader.read(buffer)) {
            text.write(buffer, 0, n);
        }
        return text.toString();
    }

    private static @Nullable String peer(Message in) {
        Object vertx = in.getHeader(VERTX_PEER);
        if (vertx != null) {
            return String.valueOf(vertx);
        }
        if (in.getHeader(NETTY_PEER) instanceof InetSocketAddress netty) {
            return netty.getAddress() == null ? null : netty.getAddress().getHostAddress();
        }
        if (in.getHeader(SERVLET_REQUEST) instanceof HttpServletRequest request) {
            return request.getRemoteAddr();
        }
        return in instanceof HttpMessage message && message.getRequest() != null
                ? message.getRequest().getRemoteAddr()
                : null;
    }

    /** Answers with a status and nothing else; no header of the request may go back. */
    static void reply(Exchange exchange, int status) {
        Message out = exchange.getMessage();
        out.removeHeaders("*");
        out.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        out.setHeader(Exchange.CONTENT_TYPE, "text/plain");
        out.setBody("");
    }

    /** Answers 405 and says which methods are served. */
    static void replyMethodNotAllowed(Exchange exchange, Iterable<String> methods) {
        reply(exchange, 405);
        exchange.getMessage().setHeader("Allow", String.join(", ", methods));
    }
}
