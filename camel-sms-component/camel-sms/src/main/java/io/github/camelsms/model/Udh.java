package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A user data header (3GPP TS 23.040, 9.2.3.24). Prints masked: it may carry content.
 *
 * @param value as the provider gets it, customarily hex with the length octet, such as {@code 050003CC0201}
 */
public record Udh(String value) {

    /** 140 octets in hex, the whole of one short message. */
    private static final int MAX_LENGTH = 280;

    /** @throws IllegalArgumentException when it is blank, longer than 280 characters or not printable ASCII */
    public Udh {
        if (value.isBlank() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "not a user data header (up to 140 octets in hex, such as 050003CC0201)");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Udh parse(String text) {
        String bare = Blank.strip(text);
        return new Udh(bare == null ? "" : bare);
    }

    @JsonValue
    @Override
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
