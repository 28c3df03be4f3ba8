package io.github.camelsms.spi;

import io.github.camelsms.model.Msisdn;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what may be a phone number in a text, and leaves dates, times and IP addresses readable. */
final class DigitRuns {

    private static final int SHORTEST = 7;

    /** What stands in a date. */
    private static final String DASH = "[-\\u2010-\\u2015]";

    /** What people write between digits. */
    private static final String SEPARATOR = "[\\p{Zs}\\p{Cf}\\p{Pd}\\u2043\\u2212./]";

    /** One digit after the other, with a separator between them, or with spaces around one, or with a bracket. */
    private static final Pattern RUN =
            Pattern.compile("\\+?[0-9](?:" + SEPARATOR + "{0,3}[()]?" + SEPARATOR + "{0,3}[0-9]){6,}+");

    private static final Pattern READABLE = readable();

    private DigitRuns() {}

    private static Pattern readable() {
        String year = "(?:19|20)[0-9]{2}";
        String month = "(?:0[1-9]|1[0-2])";
        String day = "(?:0[1-9]|[12][0-9]|3[01])";
        String name = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
        String date = year + DASH + month + DASH + day + "|" + year + "/" + month + "/" + day + "|" + year + "\\."
                + month
                + "\\." + day + "|" + day + "[./-]" + month + "[./-]" + year + "|" + month + "[./-]" + day + "[./-]"
                + year + "|[0-3]?[0-9][ -]" + name + "[ -]" + year + "|" + name + "[ .]{1,2}[0-3]?[0-9],? " + year;
        String time = "[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?(?: ?[+-][0-9]{2}:?[0-9]{2})?";
        String compact = year + month + day + "T[0-2][0-9][0-5][0-9](?:[0-6][0-9])?";
        String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        String address = octet + "(?:(?:\\." + octet + "){3}|(?:-" + octet + "){3})";
        return Pattern.compile("(?<![0-9+]|[0-9][.()-])(?:(?:" + date + ")(?:[T ,]{1,2}" + time + ")?|" + time + "|"
                + compact + "|" + address + ")(?![0-9]|[.()-][0-9])");
    }

    /**
     * The text with its runs of seven digits or more masked.
     *
     * @param sent the parts of the request: a number among them is masked, even one that looks like a date
     */
    static String masked(String text, List<String> sent) {
        if (digits(text) < SHORTEST) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        Matcher readable = READABLE.matcher(text);
        int end = 0;
        while (readable.find()) {
            if (!isOneOf(sent, readable.group())) {
                shown.append(mask(text.substring(end, readable.start()))).append(readable.group());
                end = readable.end();
            }
        }
        return shown.append(mask(text.substring(end))).toString();
    }

    private static String mask(String text) {
        return RUN.matcher(text).replaceAll(number -> Msisdn.mask(number.group()));
    }

    private static boolean isOneOf(List<String> sent, String readable) {
        String digits = readable.replaceAll("[^0-9]", "");
        return digits.length() >= SHORTEST && sent.stream().anyMatch(part -> part.contains(digits));
    }

    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                digits++;
            }
        }
        return digits;
    }
}
