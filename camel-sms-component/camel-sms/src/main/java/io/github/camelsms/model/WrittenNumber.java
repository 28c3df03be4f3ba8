package io.github.camelsms.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone number as somebody wrote it: its digits, and what is known of their meaning. The one grammar for numbers of every origin.
 *
 * <p>Accepted between two groups of digits is one separator: spaces, a dash, a dot, a slash behind an area code, or a pair of brackets
 * around a group. Invisible characters are dropped, a decimal point with zeros behind it is that of a spreadsheet. Whatever could be a
 * second number, an extension or a decimal is refused: its digits would make the number somebody else's.
 *
 * @param international whether it begins with {@code +}
 * @param groups ASCII digits in their order, at least one in each group, at least one group
 * @param trunkInBrackets whether a {@code 0} stands in brackets, as in {@code +44 (0)7700 900123}
 * @param foreignDigit a digit as it was written that is not an ASCII digit; null when there is none
 */
public record WrittenNumber(
        boolean international,
        List<String> groups,
        boolean trunkInBrackets,
        @Nullable Integer foreignDigit) {

    /** No text longer than this is read; a number of 15 digits with a separator and a mark behind each is shorter. */
    static final int LONGEST = 200;

    public WrittenNumber {
        groups = List.copyOf(groups);
    }

    /** All digits without what stands between the groups. */
    public String digits() {
        return groups.size() == 1 ? groups.get(0) : String.join("", groups);
    }

    /** @throws IllegalArgumentException why it is not one number; the message shows at most its last two digits */
    public static WrittenNumber read(String text) {
        return new NumberScanner(text).scan();
    }

    /**
     * Names a character by its code point, such as {@code U+202F}.
     *
     * @param codePoint any
     */
    static String name(int codePoint) {
        return String.format("U+%04X", codePoint);
    }

    @Override
    public String toString() {
        return Msisdn.mask(digits());
    }
}
