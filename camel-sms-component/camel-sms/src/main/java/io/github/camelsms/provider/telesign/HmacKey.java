package io.github.camelsms.provider.telesign;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs by HMAC-SHA256. Thread-safe. */
final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Mac keyed;

    HmacKey(byte[] key) {
        this.key = key.clone();
        this.keyed = mac(ALGORITHM, key);
    }

    /** Holds the key, and nothing else yet. A clone costs a tenth of a new one, but not every security provider can be cloned. */
    Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException notHere) {
            return mac(ALGORITHM, key);
        }
    }

    /** @throws IllegalStateException when this Java lacks the algorithm */
    static Mac mac(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + algorithm, missing);
        }
    }
}
