package io.github.camelsms.internal.server;

import io.github.camelsms.http.FormField;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A request of which only the Message is left, as on Undertow. The caller's address is unknown: any header might be the caller's own.
 *
 * @param message as the server's component made it
 */
record MessageRequestAdapter(Message message) implements ServerRequest {

    @Override
    public String method() {
        return String.valueOf(message.getHeader(Exchange.HTTP_METHOD));
    }

    @Override
    public String rawQuery() {
        String raw = message.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        String query = raw != null ? raw : message.getHeader(Exchange.HTTP_QUERY, String.class);
        return query == null ? "" : query;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name, text);
            } else if (value instanceof List<?> list) {
                headers.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        });
        return headers;
    }

    @Override
    public InputStream body() {
        Object body = message.getBody();
        if (body instanceof InputStream stream) {
            return stream;
        }
        if (body instanceof String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = body == null ? null : message.getBody(byte[].class);
        return new ByteArrayInputStream(bytes == null ? new byte[0] : bytes);
    }

    @Override
    public @Nullable List<FormField> form() {
        if (!(message.getBody() instanceof Map<?, ?> fields)) {
            return null;
        }
        List<FormField> form = new ArrayList<>();
        fields.forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(String.valueOf(value));
            for (Object one : values) {
                form.add(new FormField(String.valueOf(name), String.valueOf(one)));
            }
        });
        return form;
    }

    @Override
    public @Nullable String peer() {
        return null;
    }
}
