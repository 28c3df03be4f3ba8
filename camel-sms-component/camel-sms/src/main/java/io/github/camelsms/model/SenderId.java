package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the handset shows as sender: a name, a short code or a number. Each provider narrows it further. Prints masked when it
 * is a number.
 *
 * @param value 1 to 20 printable characters, as the provider gets them
 */
public record SenderId(String value) {

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ().\\-]{6,}");

    /** @throws IllegalArgumentException when it is blank, longer than 20 characters or has control characters */
    public SenderId {
        if (value.isBlank() || value.length() > 20 || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a sender ID (1 to 20 printable characters)");
        }
    }

    @JsonCreator
    public static SenderId parse(String text) {
        return new SenderId(text.strip());
    }

    /** The sender as a number; empty for a name or a short code. */
    public Optional<Msisdn> msisdn() {
        char first = value.charAt(0);
        if (first != '+' && (first < '0' || first > '9')) {
            return Optional.empty();
        }
        try {
            return NUMBER.matcher(value).matches() ? Optional.of(Msisdn.parse(value)) : Optional.empty();
        } catch (IllegalArgumentException noNumber) {
            return Optional.empty();
        }
    }

    @JsonValue
    @Override
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return NUMBER.matcher(value).matches() ? Msisdn.mask(value) : value;
    }
}
