package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.spi.ProviderOptions;
import java.util.Map;
import java.util.regex.Pattern;

/** Says who sends a request. */
@FunctionalInterface
interface TelesignAuth {

    /**
     * The headers that prove it, without {@code Content-Type}.
     *
     * @param contentType as it is sent; empty for a request without one
     * @param body as it is sent; empty for none
     * @param path without host and query
     */
    Map<String, String> headers(HttpRequest.Method method, String contentType, byte[] body, String path);

    /** The ways to prove it, named as in option {@code authMethod}. */
    enum Scheme {
        BASIC,
        DIGEST;

        private static final Pattern CUSTOMER_ID = Pattern.compile("[!-~&&[^:]]+");

        /** @throws IllegalArgumentException when {@code customerId} or {@code apiKey} is missing or cannot be used */
        TelesignAuth auth(ProviderOptions options) {
            String customerId = options.requireSetting(TelesignFactory.CUSTOMER_ID);
            if (!CUSTOMER_ID.matcher(customerId).matches()) {
                throw new IllegalArgumentException("option customerId of provider " + TelesignProvider.ID
                        + " has a character that is not accepted; accepted: an id such as"
                        + " FFFFFFFF-EEEE-DDDD-1234-AB1234567890");
            }
            String key = options.requireApiKey().value();
            return switch (this) {
                case BASIC -> {
                    Map<String, String> always = Map.of("Authorization", BasicAuth.header(customerId, key));
                    yield (method, contentType, body, path) -> always;
                }
                case DIGEST ->
                    new TelesignDigest(customerId, TelesignDigest.decodeKey(key), options.clock(), options.nonces());
            };
        }
    }
}
