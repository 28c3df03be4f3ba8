package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the double knows about telephone numbers: dial codes of some countries (ITU-T E.164), lengths, a leading zero. */
final class NumberPlan {

    private static final Map<String, String> DIAL_CODES = Map.ofEntries(
            Map.entry("AU", "61"),
            Map.entry("AUSTRALIA", "61"),
            Map.entry("NZ", "64"),
            Map.entry("NEW ZEALAND", "64"),
            Map.entry("GB", "44"),
            Map.entry("UNITED KINGDOM", "44"),
            Map.entry("US", "1"),
            Map.entry("UNITED STATES", "1"),
            Map.entry("CA", "1"),
            Map.entry("SG", "65"),
            Map.entry("IE", "353"),
            Map.entry("ZA", "27"),
            Map.entry("DE", "49"),
            Map.entry("FR", "33"),
            Map.entry("IN", "91"));
    private static final Pattern INTERNATIONAL = Pattern.compile("[1-9][0-9]{6,14}");
    private static final Pattern SEPARATORS = Pattern.compile("[ ().-]");

    private NumberPlan() {}

    /** Dial code of a country, by its two letters or its name; empty for one that this table lacks. */
    static Optional<String> dialCode(String country) {
        return Optional.ofNullable(DIAL_CODES.get(country.strip().toUpperCase(Locale.ROOT)));
    }

    /** International digits of a recipient; empty when it is none. @param dialCode for numbers written nationally */
    static Optional<String> msisdn(String written, Optional<String> dialCode) {
        String international =
                dialCode.map(code -> international(written.strip(), code)).orElse(written.strip());
        return Optional.of(international)
                .filter(digits -> INTERNATIONAL.matcher(digits).matches());
    }

    /** The {@code number} block of {@code format-number}. */
    static Members format(String written, String dialCode) {
        String international = international(SEPARATORS.matcher(written).replaceAll(""), dialCode);
        String national = international.startsWith(dialCode) ? international.substring(dialCode.length()) : "";
        boolean valid = INTERNATIONAL.matcher(international).matches() && national.length() >= 7;
        return new Members()
                .with("countrycode", Integer.valueOf(dialCode))
                .with("nationalnumber", numberOrText(national))
                .with("national_leading_zeroes", numberOrText(national))
                .with("rawinput", null)
                .with("international", numberOrText(international))
                .with("type", valid ? 1 : 10)
                .with("isValid", valid);
    }

    /** Ids and numbers are JSON numbers where they can be. */
    static Object numberOrText(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : digits;
    }

    private static String international(String written, String dialCode) {
        String digits = written.startsWith("+") ? written.substring(1) : written;
        if (digits.startsWith("0")) {
            return dialCode + digits.substring(1);
        }
        return digits.startsWith(dialCode) && digits.length() > 9 ? digits : dialCode + digits;
    }
}
