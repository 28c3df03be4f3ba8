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

    /**
     * @throws IllegalArgumentException when it is not 7 to 15 digits without a leading 0, or the prefix of national calls stands behind the
     *     country code
     */
    public Msisdn {
        if (!isE164(digits)) {
            throw refused(digits, "");
        }
        if (CountryCode.hasTrunkPrefix(digits)) {
            throw refused(digits, ", for the prefix of national calls behind the country code");
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

    private static IllegalArgumentException refused(String number, String why) {
        return new IllegalArgumentException(
                "not a number in E.164 (country code and number, 7 to 15 digits, no leading 0)" + why + ": "
                        + mask(number));
    }

    /**
     * Reads a number as people write it: with or without {@code +}, with spaces, dashes, dots, brackets or a slash between its groups (see
     * {@link WrittenNumber}). Neither {@code 00} nor a national 0 is turned into a country code.
     *
     * @throws IllegalArgumentException when it is not one number in E.164; the message shows it masked
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Msisdn parse(String text) {
        WrittenNumber written;
        try {
            written = WrittenNumber.read(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("not a number in E.164, " + malformed.getMessage());
        }
        Integer foreign = written.foreignDigit();
        if (foreign != null) {
            throw refused(text, ", for the digit " + WrittenNumber.name(foreign));
        }
        if (written.trunkInBrackets()) {
            // As in +44 (0)7700: dialled at home, left out from abroad. Kept, it would be somebody else's number.
            throw refused(text, ", for the 0 in brackets");
        }
        return new Msisdn(written.digits());
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

    /** Masks any text that is, or was meant as, a number: at most its last two characters are shown, and never of a short text. */
    public static String mask(String number) {
        String bare = number.strip();
        int last = bare.length() - 1;
        return last < SHORTEST - 1 || !isOfNumber(bare.charAt(last)) || !isOfNumber(bare.charAt(last - 1))
                ? "***"
                : "***" + bare.substring(last - 1);
    }

    private static boolean isOfNumber(char c) {
        return c >= '0' && c <= '9' || " -./()".indexOf(c) >= 0;
    }
}
