package io.github.camelsms.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A field of a form or a query string, decoded.
 *
 * @param name may be empty
 * @param value empty when there was no {@code =}
 */
public record FormField(String name, String value) {

    private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /**
     * Reads {@code application/x-www-form-urlencoded} text in order of arrival. Empty pieces are dropped; a percent sign that begins no
     * escape stands for itself.
     */
    public static List<FormField> parse(String text) {
        List<FormField> fields = new ArrayList<>();
        for (String piece : text.split("&", -1)) {
            if (!piece.isEmpty()) {
                int equals = piece.indexOf('=');
                String name = equals < 0 ? piece : piece.substring(0, equals);
                String value = equals < 0 ? "" : piece.substring(equals + 1);
                fields.add(new FormField(decode(name), decode(value)));
            }
        }
        return fields;
    }

    /** URLDecoder reads {@code %+1} and {@code %-1} as numbers with a sign, so what begins no escape is escaped beforehand. */
    private static String decode(String text) {
        String escaped = text.indexOf('%') < 0 ? text : NO_ESCAPE.matcher(text).replaceAll("%25");
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    /** Shows only the name: the value is somebody's message. */
    @Override
    public String toString() {
        return name;
    }
}
