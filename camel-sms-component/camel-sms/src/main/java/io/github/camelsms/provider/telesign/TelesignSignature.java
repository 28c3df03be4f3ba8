package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.Webhook;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a callback: {@code TSA <customer id>:<base64>}, or only the base64, of an HMAC-SHA256 over the bytes of
 * the body. Nothing else of the call is signed.
 */
final class TelesignSignature implements Webhook.Signature {

    private static final String STANDARD_HEADER = "Authorization";
    private static final String OWN_HEADER = "X-TS-Authorization";
    private static final String SCHEME = "TSA ";

    private final @Nullable String customerId;
    private final List<HmacKey> keys;

    private TelesignSignature(@Nullable String customerId, List<HmacKey> keys) {
        this.customerId = customerId;
        this.keys = keys;
    }

    /** @throws IllegalArgumentException when there is no key to check with, or one is not base64 text */
    static TelesignSignature of(ProviderOptions options) {
        if (options.apiKeys().isEmpty()) {
            throw new IllegalArgumentException("verification=signature needs option apiKey, the key that provider "
                    + TelesignProvider.ID + " signs its calls with");
        }
        return new TelesignSignature(
                options.setting(TelesignFactory.CUSTOMER_ID).orElse(null),
                options.apiKeys().stream()
                        .map(Secret::value)
                        .map(TelesignDigest::decodeKey)
                        .map(HmacKey::new)
                        .toList());
    }

    @Override
    public void verify(WebhookRequest request) {
        String credentials = header(request).strip();
        if (isTsa(credentials)) {
            credentials = credentials.substring(SCHEME.length());
        }
        int colon = credentials.indexOf(':');
        String id = credentials.substring(0, Math.max(colon, 0)).strip();
        if (colon >= 0 && customerId != null && !id.equalsIgnoreCase(customerId)) {
            throw WebhookException.forbidden("it is signed for another customerId");
        }
        byte[] given = decoded(credentials.substring(colon + 1).strip());
        boolean genuine = false;
        for (HmacKey key : keys) {
            byte[] signature = key.mac().doFinal(request.body());
            genuine |= MessageDigest.isEqual(signature, given);
        }
        if (!genuine) {
            throw WebhookException.forbidden("the signature is wrong");
        }
    }

    /** A proxy may have put credentials of its own into the standard header: then the other one counts. */
    private static String header(WebhookRequest request) {
        return request.header(STANDARD_HEADER)
                .filter(value -> isTsa(value.strip()))
                .or(() -> request.header(OWN_HEADER))
                .orElseThrow(() -> WebhookException.forbidden(
                        "headers " + STANDARD_HEADER + " (TSA) and " + OWN_HEADER + " are missing"));
    }

    private static boolean isTsa(String credentials) {
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw WebhookException.forbidden("the signature cannot be read");
        }
    }
}
