package io.github.camelsms.springboot;

import io.github.camelsms.internal.server.RawPaths;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Hands over the requests to webhooks raw. It comes first, since Spring's own filters already read forms and answer 500 where one is broken,
 * and matches a path as Camel's handler mapping does, so that no spelling of it goes past.
 */
final class RawPathsFilter implements Filter, RawPaths, Ordered {

    private final List<PathPattern> webhooks = new CopyOnWriteArrayList<>();

    @Override
    public AutoCloseable open(String path) {
        PathPattern webhook = PathPatternParser.defaultInstance.parse(path);
        webhooks.add(webhook);
        return () -> webhooks.remove(webhook);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean raw = request instanceof HttpServletRequest http && isWebhook(http);
        chain.doFilter(raw ? new RawServletRequest((HttpServletRequest) request) : request, response);
    }

    private boolean isWebhook(HttpServletRequest request) {
        if (webhooks.isEmpty()) {
            return false;
        }
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        ServletRequestPathUtils.clearParsedRequestPath(request); // nobody behind shall rely on it
        return webhooks.stream().anyMatch(webhook -> webhook.matches(path));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
