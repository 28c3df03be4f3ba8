package io.github.camelsms.test;

import java.net.URI;

/** Addresses that clients hand over, such as those of callbacks. */
public final class WebAddress {

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
}
