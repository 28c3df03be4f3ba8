package io.github.camelsms.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A form body ({@code application/x-www-form-urlencoded}, UTF-8), fields in the order in which they were added. */
public final class Form {

    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder text = new StringBuilder(256);
    private final boolean plusForSpace;

    private Form(boolean plusForSpace) {
        this.plusForSpace = plusForSpace;
    }

    /** A form that writes a space as {@code +}. */
    public static Form withPlus() {
        return new Form(true);
    }

    /** A form that writes a space as {@code %20}. */
    public static Form withPercent() {
        return new Form(false);
    }

    /** Adds a field; a null value adds nothing. */
    public Form add(String name, @Nullable String value) {
        if (value != null) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            encode(name);
            text.append('=');
            encode(value);
        }
        return this;
    }

    /** As {@code URLEncoder} does, whose buffers cost more than the rest of a request. */
    private void encode(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isUnreserved(c)) {
                text.append(c);
            } else if (c == ' ') {
                text.append(plusForSpace ? "+" : "%20");
            } else {
                int point = Character.isHighSurrogate(c) ? value.codePointAt(i) : c;
                i += Character.charCount(point) - 1;
                encode(point);
            }
        }
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '*';
    }

    private void encode(int point) {
        if (point < 0x80) {
            octet(point);
        } else if (point < 0x800) {
            octet(0xc0 | point >> 6);
            octet(0x80 | point & 0x3f);
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            octet('?'); // half a pair is not a character
        } else {
            if (point < 0x10000) {
                octet(0xe0 | point >> 12);
            } else {
                octet(0xf0 | point >> 18);
                octet(0x80 | point >> 12 & 0x3f);
            }
            octet(0x80 | point >> 6 & 0x3f);
            octet(0x80 | point & 0x3f);
        }
    }

    private void octet(int octet) {
        text.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
    }

    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The encoded form, as for a query string. */
    public String encoded() {
        return text.toString();
    }
}
