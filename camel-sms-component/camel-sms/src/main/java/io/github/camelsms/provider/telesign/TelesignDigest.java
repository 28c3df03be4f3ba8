package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;

/**
 * Scheme {@code TSA}: an HMAC-SHA256 over method, content type, date, nonce, body and path.
 *
 * <p>The date travels as {@code x-ts-date}, because camel-http passes no {@code Date} on.
 */
final class TelesignDigest implements TelesignAuth {

    /** Two-digit days: {@link DateTimeFormatter#RFC_1123_DATE_TIME} would write one digit. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final String customerId;
    private final HmacKey key;
    private final InstantSource clock;
    private final Supplier<String> nonces;
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    private record Second(long epoch, String text) {}

    TelesignDigest(String customerId, byte[] key, InstantSource clock, Supplier<String> nonces) {
        this.customerId = customerId;
        this.key = new HmacKey(key);
        this.clock = clock;
        this.nonces = nonces;
    }

    @Override
    public Map<String, String> headers(HttpRequest.Method method, String contentType, byte[] body, String path) {
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("x-ts-auth-method", "HMAC-SHA256");
        signed.put("x-ts-date", date());
        signed.put("x-ts-nonce", nonces.get());
        String signature = signature(key.mac(), method.name(), contentType, "", signed, body, path);
        Map<String, String> headers = new HashMap<>(signed);
        headers.put("Authorization", "TSA " + customerId + ":" + signature);
        return headers;
    }

    /** Written once a second. */
    private String date() {
        Instant now = clock.instant();
        Second last = second;
        if (last.epoch() != now.getEpochSecond()) {
            last = new Second(now.getEpochSecond(), DATE.format(now));
            second = last;
        }
        return last.text();
    }

    /**
     * Signs a request.
     *
     * @param mac holds the key, and nothing else yet
     * @param date value of header {@code Date}; empty when {@code x-ts-date} says it
     * @param tsHeaders every {@code x-ts-*} header, names in lower case
     */
    static String signature(
            Mac mac,
            String method,
            String contentType,
            String date,
            SortedMap<String, String> tsHeaders,
            byte[] body,
            String path) {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append('\n').append(contentType).append('\n').append(date);
        tsHeaders.forEach(
                (name, value) -> head.append('\n').append(name).append(':').append(value));
        mac.update(head.toString().getBytes(StandardCharsets.UTF_8));
        if (body.length > 0) {
            mac.update((byte) '\n');
            mac.update(body);
        }
        mac.update(("\n" + path).getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal());
    }

    /**
     * The key behind an API key, which is base64 text. TeleSign's own client drops what is outside the alphabet, padding too, so a key
     * that is not strict base64 is read like that.
     *
     * @throws IllegalArgumentException when no key remains
     */
    static byte[] decodeKey(String apiKey) {
        try {
            return Base64.getDecoder().decode(apiKey);
        } catch (IllegalArgumentException notStrict) {
            return decodeLeniently(apiKey);
        }
    }

    private static byte[] decodeLeniently(String apiKey) {
        String alphabetOnly = apiKey.replaceAll("[^A-Za-z0-9+/]", "");
        try {
            byte[] key = Base64.getDecoder().decode(alphabetOnly);
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Its message would quote a character of the key: said below, without it.
        }
        throw new IllegalArgumentException("option apiKey of provider " + TelesignProvider.ID
                + " is not base64 text, so it cannot sign; accepted: the key as TeleSign's portal shows it");
    }
}
