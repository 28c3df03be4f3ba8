package io.github.camelsms.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** White space of every kind and what cannot be seen at all, at the ends of a value that came out of a file, a form or a spreadsheet. */
public final class Blank {

    private Blank() {}

    /** Takes both away from the ends. Returns null for null, and for what consists of nothing else. */
    public static @Nullable String strip(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && isBlank(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return from == to ? null : text.substring(from, to);
    }

    /** The values so, in their order and without the blank ones. The result cannot be changed. */
    public static Map<String, String> strip(Map<String, String> values) {
        Map<String, String> stripped = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String bare = strip(value);
            if (bare != null) {
                stripped.put(name, bare);
            }
        });
        return Collections.unmodifiableMap(stripped);
    }

    private static boolean isBlank(int c) {
        return isWhiteSpace(c) || isInvisible(c);
    }

    /** Spaces, non-breaking ones too, tabs and line breaks. */
    static boolean isWhiteSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /** Zero-width characters, direction marks, the byte order mark, soft hyphens, joiners and variation selectors. */
    static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT && !isArabicSign(c)
                || c >= 0xFE00 && c <= 0xFE0F
                || c >= 0xE0100 && c <= 0xE01EF
                || c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c >= 0x180B && c <= 0x180F
                || c == 0x3164
                || c == 0xFFA0;
    }

    /** Of the same category in Unicode, but seen. */
    private static boolean isArabicSign(int c) {
        return c >= 0x0600 && c <= 0x0605
                || c == 0x06DD
                || c == 0x070F
                || c == 0x0890
                || c == 0x0891
                || c == 0x08E2
                || c == 0x110BD
                || c == 0x110CD;
    }
}
