package io.github.camelsms.simulator;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values that belong to people or accounts are printed. */
final class Mask {

    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{5,}([0-9]{2})");

    private Mask() {}

    /** {@code ***23} for {@code +447700900123}; a text of two characters or fewer vanishes. */
    static String number(String number) {
        return number.length() <= 2 ? "***" : "***" + number.substring(number.length() - 2);
    }

    /** Masks every run of seven digits or more. */
    static String numbersIn(String text) {
        return LONG_NUMBER.matcher(text).replaceAll("***$1");
    }

    /** Says how long a text is and nothing else. */
    static String text(@Nullable String text) {
        return text == null ? "none" : "(" + text.length() + " characters)";
    }
}
