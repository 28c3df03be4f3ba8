package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature over a call's fields, own parameters of the registered address included (section 8.1): an HMAC-SHA256 under the API
 * secret over the JSON that PHP would write of them.
 */
final class TransmitSmsSignature implements Webhook.Signature {

    private static final String HEADER = "x-transmitsms-signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<Secret> secrets;

    private TransmitSmsSignature(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** @throws IllegalArgumentException when there is no secret to check with */
    static TransmitSmsSignature of(ProviderOptions options) {
        if (options.secretKeys().isEmpty()) {
            throw new IllegalArgumentException(
                    "verification=signature needs option secretKey, the API secret that provider "
                            + TransmitSmsProvider.ID
                            + " signs its calls with; for an account whose calls are not signed set verification=token"
                            + " and webhookVerifyToken");
        }
        return new TransmitSmsSignature(options.secretKeys());
    }

    @Override
    public void verify(WebhookRequest request) {
        byte[] given = request.header(HEADER)
                .orElseThrow(() -> WebhookException.forbidden("header " + HEADER + " is missing"))
                .getBytes(StandardCharsets.UTF_8);
        byte[] signed = json(TransmitSmsCallback.of(request).fields()).getBytes(StandardCharsets.UTF_8);
        boolean genuine = false;
        for (Secret secret : secrets) {
            genuine |= MessageDigest.isEqual(signature(secret, signed), given);
        }
        if (!genuine) {
            throw WebhookException.forbidden("header " + HEADER + " is wrong");
        }
    }

    private static byte[] signature(Secret secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed)).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, missing);
        }
    }

    /** Writes the fields as PHP's {@code json_encode} does without flags. */
    static String json(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return "[]";
        }
        StringJoiner members = new StringJoiner(",", "{", "}");
        fields.forEach((name, value) -> members.add(quoted(name) + ":" + quoted(value)));
        return members.toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\', '/' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c > 0x7f) {
                        json.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
