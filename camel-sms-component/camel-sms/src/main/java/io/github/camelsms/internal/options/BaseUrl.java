package io.github.camelsms.internal.options;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which addresses credentials and texts may be sent to. */
public final class BaseUrl {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private BaseUrl() {}

    /**
     * Reads option {@code baseUrl}.
     *
     * @throws IllegalArgumentException when it is not an absolute http(s) address, carries credentials, a query or a fragment, or is
     *     {@code http:} on a host that is not loopback without {@code allowHttp}
     */
    public static @Nullable URI check(@Nullable String text, boolean allowHttp) {
        return text == null ? null : check(parse(text), allowHttp);
    }

    public static URI check(URI base, boolean allowHttp) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        String host = base.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("option baseUrl must be an address such as https://api.example.com");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "option baseUrl must not carry credentials, a query or a fragment; keys go into apiKey and secretKey");
        }
        boolean loopback = LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
        if (scheme.equals("http") && !loopback && !allowHttp) {
            throw new IllegalArgumentException("option baseUrl is http: on host " + host
                    + "; accepted: https:, or http: on a loopback host, or allowHttp=true");
        }
        if (base.getPort() == 0 || base.getPort() > 65_535) {
            throw new IllegalArgumentException("option baseUrl has a port that is not valid; accepted: 1 to 65535");
        }
        return URI.create(scheme + base.toASCIIString().substring(scheme.length())); // letters of other scripts escaped
    }

    private static URI parse(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException malformed) {
            // The cause would repeat the text, which may hold credentials.
            throw new IllegalArgumentException("option baseUrl must be an address such as https://api.example.com");
        }
    }
}
