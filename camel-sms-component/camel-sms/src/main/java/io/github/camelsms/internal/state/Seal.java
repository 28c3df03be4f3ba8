package io.github.camelsms.internal.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what a store keeps, so that only those who know a secret can read it, and compares content that the store does not keep. The
 * secret is not kept either: AES-256 in GCM under a key that HMAC-SHA256 derives from the secret and a salt.
 */
final class Seal {

    static final int SALT = 16;

    private static final String HMAC = "HmacSHA256";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec digesting;
    private final SecretKeySpec sealing;

    private Seal(byte[] key) {
        this.digesting = new SecretKeySpec(derived(key, "digest"), HMAC);
        this.sealing = new SecretKeySpec(derived(key, "seal"), "AES");
    }

    static Seal of(String secret, byte[] salt) {
        return new Seal(hmac(new SecretKeySpec(salt, HMAC), secret.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Distinguishes content without keeping it: 32 bytes that only the same secret and salt give. */
    byte[] digest(byte[] content) {
        return hmac(digesting, content);
    }

    /** @param place where the result is kept; it cannot be opened from elsewhere */
    byte[] seal(byte[] content, String place) {
        byte[] nonce = random(NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(content);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a value cannot be sealed", impossible);
        }
    }

    /** Empty when it was sealed with another secret, salt or place, was changed or is cut off. */
    Optional<byte[]> open(byte[] sealed, String place) {
        if (sealed.length < NONCE + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), place);
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException other) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a value cannot be opened", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] derived(byte[] key, String purpose) {
        return hmac(new SecretKeySpec(key, HMAC), purpose.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no " + HMAC, impossible);
        }
    }
}
