package io.github.camelsms.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Made-up credentials of an ordinary length. The stub checks none of them. */
final class Credentials {

    static final String API_KEY = "0123456789abcdef0123456789abcdef";
    static final String API_SECRET = "fedcba9876543210fedcba9876543210";
    static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString((API_KEY + ":" + API_SECRET).getBytes(StandardCharsets.US_ASCII));

    static final String CUSTOMER_ID = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
    /** TeleSign's keys are Base64 of 64 octets. */
    static final String CUSTOMER_KEY = Base64.getEncoder().encodeToString(new byte[64]);

    private Credentials() {}
}
