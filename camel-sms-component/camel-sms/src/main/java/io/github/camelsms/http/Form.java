package io.github.camelsms.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A form body ({@code application/x-www-form-urlencoded}, UTF-8), fields in the order in which they were added. */
public final class Form {

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
            text.append(encode(name)).append('=').append(encode(value));
        }
        return this;
    }

    private String encode(String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return plusForSpace ? encoded : encoded.replace("+", "%20");
    }

    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The encoded form, as for a query string. */
    public String encoded() {
        return text.toString();
    }
}
