package io.github.camelsms.internal.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keys of a state store: a kind in clear and a hash, so that no number and no message id can be read out of a key. */
public final class StateKeys {

    private StateKeys() {}

    /** The key of an entry. Different parts make different keys; null is a part of its own. */
    public static String of(String kind, @Nullable String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            digest.update(((part == null ? -1 : bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return kind + ':' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    /** Distinguishes texts without keeping them: 64 hexadecimal digits. */
    static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
