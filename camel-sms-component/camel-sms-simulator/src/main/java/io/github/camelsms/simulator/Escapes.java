package io.github.camelsms.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Percent-encoding as a forgiving server reads it: what is not an escape stands for itself. */
public final class Escapes {

    /** What may stand in a path or a query as it is, besides letters, digits and escapes. */
    private static final String ALLOWED = "-._~:/?@!$&'()*+,;=";

    private Escapes() {}

    /**
     * Names and values of a query or a form, decoded as UTF-8, in order. Of a repeated name the last value counts; a name
     * without {@code =} has an empty value.
     */
    public static Map<String, String> pairs(String pairs) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (String pair : pairs.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                decoded.put(decode(name.replace('+', ' ')), decode(value.replace('+', ' ')));
            }
        }
        return decoded;
    }

    /** Decodes what is an escape and leaves a percent sign that begins none. A plus sign stays. */
    public static String decode(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(escaped.length());
        int at = 0;
        while (at < escaped.length()) {
            if (isEscape(escaped, at)) {
                decoded.write(Integer.parseInt(escaped, at + 1, at + 3, 16));
                at += 3;
            } else {
                int character = escaped.codePointAt(at);
                decoded.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(character);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** The same path or query with an escape for each character that may not stand in a URI. */
    static String repair(String uri) {
        StringBuilder repaired = new StringBuilder(uri.length() + 8);
        uri.codePoints().forEach(character -> {
            int at = repaired.length();
            repaired.appendCodePoint(character);
            boolean kept = character < 128
                    && (Character.isLetterOrDigit(character) || ALLOWED.indexOf(character) >= 0 || character == '%');
            if (!kept) {
                repaired.setLength(at);
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    repaired.append(String.format(Locale.ROOT, "%%%02X", octet));
                }
            }
        });
        for (int at = repaired.indexOf("%"); at >= 0; at = repaired.indexOf("%", at + 1)) {
            if (!isEscape(repaired, at)) {
                repaired.insert(at + 1, "25");
            }
        }
        return repaired.toString();
    }

    /** Whether each percent sign begins an escape. */
    static boolean isWellFormed(String escaped) {
        for (int at = escaped.indexOf('%'); at >= 0; at = escaped.indexOf('%', at + 1)) {
            if (!isEscape(escaped, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(CharSequence text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && text.charAt(at + 1) < 128
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 2) < 128;
    }
}
