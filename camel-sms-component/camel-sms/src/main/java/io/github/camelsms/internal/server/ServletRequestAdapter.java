package io.github.camelsms.internal.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A request that came through a servlet container: camel-servlet, camel-jetty, or platform-http on Spring Boot.
 *
 * @param request as the container made it
 * @param read holds the body where Camel has read it from the request already; null, or without a body, where it has not
 */
record ServletRequestAdapter(
        HttpServletRequest request, @Nullable Message read) implements ServerRequest {

    private static final String SPRING_BOOT_REQUEST = "CamelHttpServletRequest";

    static ServerRequest of(HttpServletRequest request) {
        return new ServletRequestAdapter(request, null);
    }

    /** Returns null when the message is not from Spring Boot. */
    static @Nullable ServerRequest ofSpringBoot(Message message) {
        return message.getHeader(SPRING_BOOT_REQUEST) instanceof HttpServletRequest request
                ? new ServletRequestAdapter(request, message)
                : null;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawQuery() {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, String.join(", ", Collections.list(request.getHeaders(name))));
        }
        return headers;
    }

    @Override
    public InputStream body() throws IOException {
        return read == null || read.getBody() == null
                ? request.getInputStream()
                : new MessageRequestAdapter(read).body();
    }

    @Override
    public @Nullable String peer() {
        return request.getRemoteAddr();
    }
}
