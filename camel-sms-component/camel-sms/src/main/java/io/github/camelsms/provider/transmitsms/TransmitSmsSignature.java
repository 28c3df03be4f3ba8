package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature over a call's fields, own parameters of the registered address included: an HMAC-SHA256 under the API
 * secret over the JSON that PHP would write of them.
 */
final class TransmitSmsSignature implements Webhook.Signature {

    private static final String HEADER = "x-transmitsms-signature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final ObjectWriter PHP = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build()
            .writer();

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
        try {
            return PHP.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // there is nothing but text
        }
    }
}
