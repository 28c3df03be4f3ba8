package io.github.camelsms.simulator;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that clients hand over, such as those of callbacks. */
public final class WebAddress {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[(0*:)+0*1]");

    private WebAddress() {}

    /** Whether it is an absolute {@code http} or {@code https} URL with a host. */
    public static boolean isValid(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** How a client on this machine writes an address that a server is bound to. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    /** Whether its host is written as one of this machine alone; no name is looked up. */
    static boolean isLoopback(URI address) {
        String host = Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches();
    }
}
