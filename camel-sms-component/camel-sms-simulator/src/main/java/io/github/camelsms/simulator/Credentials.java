package io.github.camelsms.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of the one account that a double plays, named as the component's options are.
 *
 * @param apiKey     key; the user name for 2FA.link and Transmit SMS, the password for TeleSign
 * @param secretKey  the second half where the gateway has one (2FA.link, Transmit SMS), else null
 * @param customerId customer id where the gateway has one (TeleSign), else null
 */
public record Credentials(
        String apiKey, @Nullable String secretKey, @Nullable String customerId) {

    public static Credentials key(String apiKey) {
        return new Credentials(apiKey, null, null);
    }

    public static Credentials keyAndSecret(String apiKey, String secretKey) {
        return new Credentials(apiKey, secretKey, null);
    }

    public static Credentials customer(String customerId, String apiKey) {
        return new Credentials(apiKey, null, customerId);
    }

    /** {@link #secretKey()} of a gateway that always has one. */
    public String secret() {
        return Optional.ofNullable(secretKey).orElseThrow();
    }

    /** {@link #customerId()} of a gateway that always has one. */
    public String customer() {
        return Optional.ofNullable(customerId).orElseThrow();
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
