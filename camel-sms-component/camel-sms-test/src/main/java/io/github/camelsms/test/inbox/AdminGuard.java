package io.github.camelsms.test.inbox;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other web pages away from all of the simulator's administration, the inbox and WireMock's own, which a browser would
 * else reach on behalf of any page that is open in it:
 *
 * <ul>
 * <li>a request whose {@code Origin} is not the address that it went to, or that the browser calls cross-site, is refused,
 * except following a link to a page;
 * <li>while the simulator listens on the loopback address, so is one whose {@code Host} is no name of this machine (a foreign
 * name that was made to lead here).
 * </ul>
 *
 * Programs that are no browsers send neither {@code Origin} nor {@code Sec-Fetch-Site} and are not concerned.
 */
public final class AdminGuard implements AdminRequestFilterV2 {

    private static final Pattern LOOPBACK_HOST = Pattern.compile(
            "(localhost|([a-z0-9-]+\\.)+localhost|127(\\.[0-9]{1,3}){3}|\\[(0*:)+0*1])(:[0-9]+)?",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final boolean loopbackOnly;

    /** @param loopbackOnly whether the simulator listens on the loopback address and nowhere else */
    public AdminGuard(boolean loopbackOnly) {
        this.loopbackOnly = loopbackOnly;
    }

    @Override
    public RequestFilterAction filter(Request request, @Nullable ServeEvent event) {
        String host = host(request);
        if (loopbackOnly && !LOOPBACK_HOST.matcher(host).matches()) {
            return refuse(
                    "The simulator listens on the loopback address and answers to its names alone, such as localhost");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !authority(origin).equals(host.toLowerCase(Locale.ROOT))) {
            return refuse("Other web pages may not use the simulator");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site) && !followsLink(request)) {
            return refuse("Other web pages may not use the simulator");
        }
        return RequestFilterAction.continueWith(request);
    }

    /** HTTP/2 has no {@code Host} but an authority, which the server puts into the URL. */
    private static String host(Request request) {
        return Optional.ofNullable(request.getHeader("Host")).orElseGet(() -> {
            String url = request.getAbsoluteUrl();
            int begin = url.indexOf("://") + 3;
            int end = url.indexOf('/', begin);
            return end < 0 ? url.substring(begin) : url.substring(begin, end);
        });
    }

    private static boolean followsLink(Request request) {
        return request.getMethod().getName().equals("GET")
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

    private static RequestFilterAction refuse(String why) {
        return RequestFilterAction.stopWith(ResponseDefinitionBuilder.responseDefinition()
                .withStatus(403)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody(why + ".\n")
                .build());
    }

    @Override
    public String getName() {
        return "camel-sms-admin-guard";
    }
}
