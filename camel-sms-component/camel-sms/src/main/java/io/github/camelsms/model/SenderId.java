package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * What the handset shows as sender: a name, a short code or a number. Each provider narrows it further. Prints masked when it
 * is a number.
 *
 * @param value 1 to 20 printable characters, as the provider gets them
 */
public record SenderId(String value) {

    private static final int LEAST_DIGITS = 7;

    /**
     * White space at the ends does not count.
     *
     * @throws IllegalArgumentException when it is blank, longer than 20 characters or has control characters
     */
    public SenderId {
        String bare = Blank.strip(value);
        value = bare == null ? "" : bare;
        if (value.isEmpty() || value.length() > 20 || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a sender ID (1 to 20 printable characters)");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SenderId parse(String text) {
        return new SenderId(text);
    }

    /** The sender as a number; empty for a name or a short code. */
    public Optional<Msisdn> msisdn() {
        if (!mayBeNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Msisdn.parse(value));
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
        return mayBeNumber() ? Msisdn.mask(value) : value;
    }

    /** Whether it has as many digits as a number, and no letters. */
    private boolean mayBeNumber() {
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            } else if (Character.isLetter(c)) {
                return false;
            }
        }
        return digits >= LEAST_DIGITS;
    }
}
