package io.github.camelsms.simulator.transmitsms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a callback: HMAC-SHA256 over the parameters written as PHP's {@code json_encode} writes them, in the
 * order in which they stand in the URL, the customer's own first.
 */
final class TransmitSmsSignature {

    static final String HEADER = "x-transmitsms-signature";
    private static final String ALGORITHM = "HmacSHA256";

    private TransmitSmsSignature() {}

    /** Lower-case hexadecimal. @param query raw, without the question mark */
    static String of(String query, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed(query).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }

    /** What is signed. A name that comes again keeps its first place and gets its last value. */
    static String signed(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] halves = pair.split("=", 2);
                parameters.put(decoded(halves[0]), halves.length == 1 ? "" : decoded(halves[1]));
            }
        }
        if (parameters.isEmpty()) {
            return "[]";
        }
        return parameters.entrySet().stream()
                .map(parameter -> quoted(parameter.getKey()) + ":" + quoted(parameter.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String decoded(String escaped) {
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(unit -> json.append(escaped((char) unit)));
        return json.append('"').toString();
    }

    private static String escaped(char unit) {
        return switch (unit) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '/' -> "\\/";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                unit < ' ' || unit > 0x7F ? String.format(Locale.ROOT, "\\u%04x", (int) unit) : String.valueOf(unit);
        };
    }
}
