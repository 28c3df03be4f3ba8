package io.github.camelsms.springboot;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * A request that gives nobody before the webhook a reason to read its body or to parse its query: it has no parameters, no parts, a body of
 * no known type and no length. Query string, input stream and headers are as they were sent.
 */
final class RawServletRequest extends HttpServletRequestWrapper {

    RawServletRequest(HttpServletRequest request) {
        super(request);
    }

    /** Spring names a method that it does not know in its log; as one that no webhook serves it gets our answer. */
    @Override
    public String getMethod() {
        return RequestMethod.resolve(super.getMethod()) == null ? HttpMethod.OPTIONS.name() : super.getMethod();
    }

    /** With a length other than 0 Camel's consumer would read all of the body into memory. */
    @Override
    public int getContentLength() {
        return 0;
    }

    @Override
    public long getContentLengthLong() {
        return 0;
    }

    @Override
    public String getContentType() {
        return "application/octet-stream";
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Collection<Part> getParts() {
        return List.of();
    }

    @Override
    public @Nullable Part getPart(String name) {
        return null;
    }
}
