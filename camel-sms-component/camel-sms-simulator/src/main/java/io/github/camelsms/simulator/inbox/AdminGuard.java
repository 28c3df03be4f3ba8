package io.github.camelsms.simulator.inbox;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.Filter;
import wiremock.jakarta.servlet.FilterChain;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.ServletRequest;
import wiremock.jakarta.servlet.ServletResponse;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps other web pages away from all of the simulator's administration, the inbox and WireMock's own, which a browser would
 * else reach on behalf of any page that is open in it:
 *
 * <ul>
 * <li>a request whose {@code Origin} is not the address that it went to, or that the browser calls cross-site, is refused,
 * except following a link to a page;
 * <li>while the simulator listens on the loopback address, so is one whose {@code Host} is no name of this machine (a foreign
 * name that was made to lead here);
 * <li>while it listens elsewhere, WireMock's administration, which can write files and call other servers, is closed to
 * whoever does not send {@code Authorization: Bearer} and the token of the start.
 * </ul>
 *
 * Programs that are no browsers send neither {@code Origin} nor {@code Sec-Fetch-Site} and are not concerned.
 */
public final class AdminGuard implements Filter {

    private static final Pattern LOOPBACK_HOST = Pattern.compile(
            "(localhost|([a-z0-9-]+\\.)+localhost|127(\\.[0-9]{1,3}){3}|\\[(0*:)+0*1])(:[0-9]+)?",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final boolean loopbackOnly;
    private final @Nullable String adminToken;
    private final @Nullable String user;

    /**
     * @param loopbackOnly whether the simulator listens on the loopback address and nowhere else
     * @param adminToken   opens WireMock's administration where others can reach it; null keeps it closed there
     * @param user         {@code name:password} that is asked for everywhere, null for none
     */
    public AdminGuard(boolean loopbackOnly, @Nullable String adminToken, @Nullable String user) {
        this.user = user;
        this.loopbackOnly = loopbackOnly;
        this.adminToken = adminToken;
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isPresent()) {
            refusal.get().reply().write((HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private record Refusal(int status, String why) {

        ApiReply reply() {
            ApiReply reply = ApiReply.error(status, why);
            return status == 401 ? reply.with("WWW-Authenticate", "Basic realm=\"SMS simulator\"") : reply;
        }
    }

    private Optional<Refusal> refusal(HttpServletRequest request) {
        String host = host(request);
        if (loopbackOnly && !LOOPBACK_HOST.matcher(host).matches()) {
            return forbidden(
                    "The simulator listens on the loopback address and answers to its names alone, such as localhost");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !authority(origin).equals(host.toLowerCase(Locale.ROOT))) {
            return forbidden("Other web pages may not use the simulator");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site) && !followsLink(request)) {
            return forbidden("Other web pages may not use the simulator");
        }
        if (!loopbackOnly && !isInbox(request) && !hasToken(request)) {
            return forbidden("WireMock's administration is closed on this address; --admin-token opens it");
        }
        boolean owner = !isInbox(request) && hasToken(request);
        if (user != null && !owner && !isUser(user, request)) {
            return Optional.of(new Refusal(401, "The simulator wants the user and password of its start"));
        }
        return Optional.empty();
    }

    private static boolean isUser(String user, HttpServletRequest request) {
        String right = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        String given = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Refusal> forbidden(String why) {
        return Optional.of(new Refusal(403, why));
    }

    private static boolean isInbox(HttpServletRequest request) {
        return request.getRequestURI().startsWith(InboxServlet.SHORT_API)
                || request.getRequestURI().equals(InboxServlet.METRICS)
                || request.getServletPath().equals("/inbox");
    }

    private boolean hasToken(HttpServletRequest request) {
        String given = request.getHeader("Authorization");
        return adminToken != null
                && given != null
                && Stream.of("Bearer ", "Token ")
                        .map(scheme -> (scheme + adminToken).getBytes(StandardCharsets.UTF_8))
                        .anyMatch(right -> MessageDigest.isEqual(right, given.getBytes(StandardCharsets.UTF_8)));
    }

    /** HTTP/2 has no {@code Host} but an authority, from which the server takes its name and port. */
    private static String host(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Host"))
                .orElseGet(() -> request.getServerName() + ":" + request.getServerPort());
    }

    private static boolean followsLink(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority())
                    .orElse("null")
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return "null";
        }
    }
}
