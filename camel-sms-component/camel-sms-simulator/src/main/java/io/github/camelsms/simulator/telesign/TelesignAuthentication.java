package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.BasicAuth;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks {@code Basic} credentials and {@code TSA} signatures; remembers nonces. Thread-safe. */
final class TelesignAuthentication {

    private static final Pattern TSA = Pattern.compile("TSA ([^:\\s]+):([A-Za-z0-9+/]+={0,2})");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]*");
    private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/]");
    private static final Map<String, String> METHODS = Map.of("HMAC-SHA256", "HmacSHA256", "HMAC-SHA1", "HmacSHA1");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int SHORTEST_NONCE = 8;
    private static final int LONGEST_NONCE = 64;

    private final Map<String, Instant> nonces = new LinkedHashMap<>();

    /** @throws TelesignRefusal -30000, -30004 to -30012 or -30015 */
    void check(ReceivedRequest request, Credentials expected, Clock clock) {
        String authorization = request.header("Authorization")
                .orElseThrow(() -> TelesignRefusal.unauthorized(-30004, "Missing required 'Authorization' header"));
        if (authorization.startsWith("TSA")) {
            checkSignature(request, authorization, expected, clock);
        } else {
            BasicAuth given = BasicAuth.parse(authorization).orElseThrow(TelesignAuthentication::malformed);
            checkCustomer(given.user(), expected);
            if (!given.password().equals(expected.apiKey())) {
                throw TelesignRefusal.unauthorized(-30015, "Invalid API Key.");
            }
        }
    }

    synchronized void reset() {
        nonces.clear();
    }

    private void checkSignature(ReceivedRequest request, String authorization, Credentials expected, Clock clock) {
        Matcher parts = TSA.matcher(authorization);
        if (!parts.matches()) {
            throw malformed();
        }
        checkCustomer(parts.group(1), expected);
        String algorithm = METHODS.get(request.header("x-ts-auth-method").orElse("HMAC-SHA1"));
        if (algorithm == null) {
            throw TelesignRefusal.notAttempted(401, -30008, "Invalid 'x-ts-auth-method' header.");
        }
        checkDate(request, clock);
        Optional<String> nonce = request.header("x-ts-nonce");
        nonce.ifPresent(TelesignAuthentication::checkLength);
        String type = request.header("Content-Type").orElse("");
        // The HTTP server under WireMock may write a well-known charset in capitals: the client may not have.
        boolean valid = Stream.of(type, type.replace("charset=UTF-8", "charset=utf-8"))
                .map(sent -> hmac(algorithm, expected.apiKey(), stringToSign(request, sent)))
                .anyMatch(signature -> signature.equals(parts.group(2)));
        if (!valid) {
            throw TelesignRefusal.badSignature(stringToSign(request, type));
        }
        nonce.ifPresent(value -> remember(value, clock.instant()));
    }

    private static void checkCustomer(String given, Credentials expected) {
        if (!given.equals(expected.customer())) {
            throw TelesignRefusal.unauthorized(-30000, "Invalid Customer ID.");
        }
    }

    private static void checkDate(ReceivedRequest request, Clock clock) {
        String date = request.header("x-ts-date")
                .or(() -> request.header("Date"))
                .orElseThrow(
                        () -> TelesignRefusal.unauthorized(-30007, "Missing required 'Date' or 'x-ts-date' header"));
        Instant at;
        try {
            at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException malformed) {
            throw TelesignRefusal.unauthorized(-30009, "'Date' or 'x-ts-date' header is not RFC822 compliant");
        }
        if (Duration.between(at, clock.instant()).abs().compareTo(WINDOW) > 0) {
            throw TelesignRefusal.unauthorized(-30010, "'Date' or 'x-ts-date' header is not within tolerable range");
        }
    }

    private static void checkLength(String nonce) {
        if (nonce.length() < SHORTEST_NONCE || nonce.length() > LONGEST_NONCE) {
            throw TelesignRefusal.unauthorized(-30011, "'x-ts-nonce' header value is either too long or too short");
        }
    }

    private synchronized void remember(String nonce, Instant now) {
        // A date leaves its window after twice its width at the latest: then the signature is refused anyway.
        nonces.values().removeIf(seen -> seen.isBefore(now.minus(WINDOW.multipliedBy(2))));
        if (nonces.putIfAbsent(nonce, now) != null) {
            throw TelesignRefusal.unauthorized(-30012, "'x-ts-nonce' header value has been used recently");
        }
    }

    /** Method, type, date, {@code x-ts-} headers by name, body if any, path without query; joined by line feeds. */
    private static String stringToSign(ReceivedRequest request, String contentType) {
        List<String> lines = new ArrayList<>();
        lines.add(request.method());
        lines.add(contentType);
        lines.add(
                request.header("x-ts-date").isPresent()
                        ? ""
                        : request.header("Date").orElse(""));
        request.headers().forEach((name, values) -> { // in the order of their names
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-ts-")) {
                lines.add(lower + ":"
                        + FOLD.matcher(String.join(",", values)).replaceAll(" ").strip());
            }
        });
        if (!request.text().isEmpty()) {
            lines.add(request.text());
        }
        lines.add(request.path());
        return String.join("\n", lines);
    }

    /** Signature of a callback: over the bytes of its body alone. */
    static String sign(byte[] body, String apiKey) {
        return hmac("HmacSHA256", apiKey, body);
    }

    private static String hmac(String algorithm, String apiKey, String toSign) {
        return hmac(algorithm, apiKey, toSign.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String algorithm, String apiKey, byte[] toSign) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(decodeKey(apiKey), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(toSign));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java has both HMACs, and no key is too short
        }
    }

    /** Keys are base64; the vendor's own code drops what is not of its alphabet. */
    private static byte[] decodeKey(String apiKey) {
        try {
            return Base64.getDecoder().decode(apiKey);
        } catch (IllegalArgumentException lenient) {
            return Base64.getDecoder().decode(NOT_BASE64.matcher(apiKey).replaceAll(""));
        }
    }

    private static TelesignRefusal malformed() {
        return TelesignRefusal.unauthorized(-30005, "Required 'Authorization' header is not in the correct format");
    }
}
