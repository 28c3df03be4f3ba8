package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A subscriber number in E.164: 7 to 15 digits that do not start with 0, kept without {@code +}. Prints masked.
 *
 * @param digits such as {@code 447700900123}
 */
public record Msisdn(String digits) {

    private static final int SHORTEST = 7;
    private static final int LONGEST = 15;
    private static final String SEPARATORS = " -.()/\u00a0";

    /** @throws IllegalArgumentException when it is not 7 to 15 digits without a leading 0 */
    public Msisdn {
        if (!isE164(digits)) {
            throw new IllegalArgumentException(
                    "not a number in E.164 (country code and number, 7 to 15 digits, no leading 0): " + mask(digits));
        }
    }

    private static boolean isE164(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return digits.length() >= SHORTEST && digits.length() <= LONGEST && digits.charAt(0) != '0';
    }

    /**
     * Reads a number as people write it: with or without {@code +}, with spaces, dashes, dots, brackets or slashes. Neither
     * {@code 00} nor a national 0 is turned into a country code.
     *
     * @throws IllegalArgumentException when no number in E.164 remains
     */
    @JsonCreator
    public static Msisdn parse(String text) {
        if (text.contains("(0)")) {
            // As in +44 (0)7700: dialled at home, left out from abroad. Kept, it would be somebody else's number.
            throw new IllegalArgumentException("not a number in E.164, for the 0 in brackets: " + mask(text.strip()));
        }
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean leadingPlus = c == '+' && digits.isEmpty() && text.indexOf('+') == i;
            if (!leadingPlus && SEPARATORS.indexOf(c) < 0) {
                digits.append(c);
            }
        }
        return new Msisdn(digits.toString());
    }

    /** The number with {@code +}. */
    @JsonValue
    public String e164() {
        return "+" + digits;
    }

    /** All but the last two characters hidden: {@code ***23}. */
    @Override
    public String toString() {
        return mask(digits);
    }

    /** Masks any text that is, or was meant as, a number. */
    public static String mask(String number) {
        return number.length() < 4 ? "***" : "***" + number.substring(number.length() - 2);
    }
}
