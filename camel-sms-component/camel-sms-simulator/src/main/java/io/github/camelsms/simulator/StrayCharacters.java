package io.github.camelsms.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.Filter;
import wiremock.jakarta.servlet.FilterChain;
import wiremock.jakarta.servlet.ReadListener;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.ServletInputStream;
import wiremock.jakarta.servlet.ServletRequest;
import wiremock.jakarta.servlet.ServletResponse;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletRequestWrapper;
import wiremock.jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps what a client did not encode from WireMock, which would fail on it: a {@code %} that begins no escape, a
 * {@code |} in a query, a form or a character set that cannot be read. Paths and queries are passed on with escapes, bodies
 * as they came: providers read them by {@link ReceivedRequest}. A request that cannot be read at all gets 400.
 */
final class StrayCharacters implements Filter {

    private static final System.Logger LOG = System.getLogger(StrayCharacters.class.getName());

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(readable((HttpServletRequest) request), response);
        } catch (Exception unreadable) { // WireMock throws checked exceptions that it does not declare
            LOG.log(System.Logger.Level.DEBUG, "A request could not be read", unreadable);
            if (response.isCommitted()) {
                throw new ServletException(unreadable);
            }
            refuse((HttpServletResponse) response);
        }
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.reset();
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
        response.getOutputStream().write(ErrorReplies.body(HttpServletResponse.SC_BAD_REQUEST));
    }

    /** The request itself where WireMock can read it, since that is cheaper. */
    private static HttpServletRequest readable(HttpServletRequest request) throws IOException {
        String uri = Escapes.repair(request.getRequestURI());
        String query = Optional.ofNullable(request.getQueryString())
                .map(Escapes::repair)
                .orElse(null);
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        boolean form = type.toLowerCase(Locale.ROOT).contains("application/x-www-form-urlencoded");
        boolean same = uri.equals(request.getRequestURI())
                && (query == null || query.equals(request.getQueryString()))
                && !form
                && isKnown(request.getCharacterEncoding());
        return same ? request : new Readable(request, uri, query, form);
    }

    private static boolean isKnown(@Nullable String charset) {
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static final class Readable extends HttpServletRequestWrapper {

        private final String uri;
        private final @Nullable String query;
        private final byte[] body;
        private final boolean readableForm;

        Readable(HttpServletRequest request, String uri, @Nullable String query, boolean form) throws IOException {
            super(request);
            this.uri = uri;
            this.query = query;
            body = request.getInputStream().readAllBytes();
            String text = new String(body, StandardCharsets.ISO_8859_1);
            readableForm = !form || isKnown(request.getCharacterEncoding()) && Escapes.isWellFormed(text);
        }

        @Override
        public String getRequestURI() {
            return uri;
        }

        @Override
        public StringBuffer getRequestURL() {
            String url = super.getRequestURL().toString();
            String path = ((HttpServletRequest) getRequest()).getRequestURI();
            return new StringBuffer(url.endsWith(path) ? url.substring(0, url.length() - path.length()) + uri : url);
        }

        @Override
        public @Nullable String getQueryString() {
            return query;
        }

        /** WireMock asks for it before it takes a form apart, and for nothing else. */
        @Override
        public @Nullable String getContentType() {
            return readableForm ? super.getContentType() : null;
        }

        @Override
        public @Nullable String getHeader(String name) {
            String value = super.getHeader(name);
            boolean unknown = "Content-Type".equalsIgnoreCase(name) && !isKnown(super.getCharacterEncoding());
            return unknown && value != null ? value.split(";", 2)[0] : value;
        }

        @Override
        public @Nullable String getCharacterEncoding() {
            String charset = super.getCharacterEncoding();
            return isKnown(charset) ? charset : null;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return bytes.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("The body was read already");
                }
            };
        }
    }
}
