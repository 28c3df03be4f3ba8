package io.github.camelsms.simulator.inbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code Webhook-Signature} of the Standard Webhooks specification: HMAC-SHA256 over id, time and body. */
final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String BASE64 = "whsec_";

    private WebhookSignature() {}

    /** @throws IllegalArgumentException when a secret that begins with {@code whsec_} goes on with something else than base64 */
    static byte[] key(String secret) {
        if (!secret.startsWith(BASE64)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(BASE64.length()));
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("A secret that begins with whsec_ must go on in base64", malformed);
        }
        throw new IllegalArgumentException("A secret that begins with whsec_ must go on in base64");
    }

    /** @param seconds since 1970 */
    static String of(byte[] key, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
