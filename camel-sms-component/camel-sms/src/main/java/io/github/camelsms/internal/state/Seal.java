package io.github.camelsms.internal.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
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

    private final byte[] key;

    private Seal(byte[] key) {
        this.key = key;
    }

    static Seal of(String secret, byte[] salt) {
        return new Seal(hmac(salt, secret.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Distinguishes content without keeping it: 32 bytes that only the same secret and salt give. */
    byte[] digest(byte[] content) {
        return hmac(derived("digest"), content);
    }

    /** @param place where the result is kept; it cannot be opened from elsewhere */
    byte[] seal(byte[] content, String place) {
        byte[] nonce = random(NONCE);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, content, place);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    /** @throws IllegalStateException when it was not sealed with the same secret, or was changed */
    byte[] open(byte[] sealed, String place) {
        if (sealed.length < NONCE + TAG_BITS / Byte.SIZE) {
            throw new IllegalStateException("a sealed value is cut off");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        return cipher(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE, sealed.length), place);
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] content, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException("a sealed value cannot be opened or made", wrong);
        }
    }

    private byte[] derived(String purpose) {
        return hmac(key, purpose.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no " + HMAC, impossible);
        }
    }
}
