package io.github.camelsms.model;

import java.util.Arrays;
import java.util.List;

/** A credential that cannot be printed by accident. */
public record Secret(String value) {

    /** @throws IllegalArgumentException when it is blank or holds white space or control characters */
    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        if (value.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "has a space or control character; a + in a URI becomes a space, so write RAW(...) around the value");
        }
    }

    /** Reads several keys joined by a comma, as during a rotation: the first signs, each verifies. */
    public static List<Secret> parseAll(String text) {
        return Arrays.stream(text.split(",", -1)).map(Secret::new).toList();
    }

    @Override
    public String toString() {
        return "***";
    }
}
