package io.github.camelsms.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** HTTP Basic authentication (RFC 7617), sent with the first request. */
public final class BasicAuth {

    private BasicAuth() {}

    /** The value of the {@code Authorization} header. */
    public static String header(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
