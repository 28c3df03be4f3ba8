package io.github.camelsms.internal.exchange;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.WrittenNumber;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number as a route author writes it. With a region, national numbers are read by libphonenumber's parser; without, the number
 * must have its country code. Whether a number is assigned is the provider's to know: metadata ages.
 */
public final class PhoneNumberReader {

    private final @Nullable String region;

    /**
     * @param region ISO 3166 region of national numbers; null for none
     * @throws IllegalArgumentException when libphonenumber does not know the region
     */
    public PhoneNumberReader(@Nullable String region) {
        this.region = region == null ? null : region.strip().toUpperCase(Locale.ROOT);
        if (this.region != null
                && !PhoneNumberUtil.getInstance().getSupportedRegions().contains(this.region)) {
            throw new IllegalArgumentException(
                    "option defaultRegion=" + region + " is not a region; accepted: ISO 3166 codes such as GB");
        }
    }

    /**
     * The digits of a number that a database, a spreadsheet or JSON keeps as a number.
     *
     * @throws IllegalArgumentException when it has decimals, or its type keeps too few digits for a telephone number
     */
    public static String digits(Number number) {
        if (number instanceof Float) {
            throw new IllegalArgumentException(
                    "a Float, which keeps 7 digits; accepted: a number in E.164 as text, Long or BigDecimal");
        }
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            long whole = (long) exact.precision() - exact.scale(); // so that a huge exponent is not written out
            if (exact.signum() > 0 && whole > 0 && whole <= 15) {
                return exact.toBigIntegerExact().toString();
            }
        } catch (ArithmeticException | NumberFormatException noDigits) {
            // falls through: what it holds is not repeated
        }
        throw new IllegalArgumentException("not a number in E.164, but one of type "
                + number.getClass().getSimpleName() + " that is negative, too large or has decimals");
    }

    /** @throws IllegalArgumentException when it is not a number; the message shows it masked */
    public Msisdn read(String text) {
        if (region == null) {
            Msisdn number = Msisdn.parse(text);
            return separated(text) ? checked(WrittenNumber.read(text), text, number) : number;
        }
        try {
            WrittenNumber written = WrittenNumber.read(text);
            checkEnding(written, text);
            return written.international() ? international(written, text) : national(written, text);
        } catch (IllegalArgumentException malformed) {
            throw refused(malformed.getMessage());
        }
    }

    /** As it stands; where a prefix of national calls stands behind the country code, without it. */
    private Msisdn international(WrittenNumber written, String text) {
        String digits = written.digits();
        if (!written.trunkInBrackets()) {
            try {
                return new Msisdn(digits);
            } catch (IllegalArgumentException trunkPrefix) {
                // libphonenumber may know the number that is meant
            }
        }
        PhoneNumber number = parse("+" + digits, text);
        String code = Integer.toString(number.getCountryCode());
        Msisdn meant = msisdn(number, text);
        String left = digits.substring(code.length());
        String subscriber = meant.digits().substring(code.length());
        boolean shortened = left.length() > subscriber.length() && left.length() - subscriber.length() <= 2;
        if (!shortened || !left.endsWith(subscriber)) {
            throw unreadable(text, "the prefix of national calls");
        }
        return meant;
    }

    private Msisdn national(WrittenNumber written, String text) {
        PhoneNumber number = parse(written.digits(), text);
        checkCountry(number, written.digits(), text);
        ValidationResult length = PhoneNumberUtil.getInstance().isPossibleNumberWithReason(number);
        if (length != ValidationResult.IS_POSSIBLE) {
            throw unreadable(text, length.name());
        }
        return msisdn(number, text);
    }

    /**
     * A number without {@code +} and without a prefix of its own may begin with a country code. It is national where that is how the region
     * writes its numbers; elsewhere nobody knows.
     *
     * @param national as libphonenumber reads it in the region
     */
    private void checkCountry(PhoneNumber national, String digits, String text) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        boolean bare = util.getNationalSignificantNumber(national).equals(digits);
        if (bare && mayBeForeign(digits) && !isWrittenNationally(digits)) {
            throw unreadable(
                    text,
                    "it may be national or begin with a country code, so write + or the prefix of"
                            + " national calls before it");
        }
    }

    private static boolean mayBeForeign(String digits) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber foreign = util.parse("+" + digits, null);
            return util.isValidNumber(foreign)
                    || util.isPossibleNumberForTypeWithReason(foreign, PhoneNumberType.MOBILE)
                            == ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException noNumber) {
            return false;
        }
    }

    /** Whether it is a valid number of the region, with the prefix of national calls where the region writes one. */
    private boolean isWrittenNationally(String digits) {
        return PhoneNumberUtil.getInstance()
                .findNumbers(digits, region, Leniency.VALID, 1)
                .iterator()
                .hasNext();
    }

    /** Whether there is more than one group of digits; true also for a text with invisible characters in it. */
    private static boolean separated(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return true;
            }
        }
        return false;
    }

    private Msisdn checked(WrittenNumber written, String text, Msisdn number) {
        try {
            checkEnding(written, text);
        } catch (IllegalArgumentException second) {
            throw new IllegalArgumentException("not a number in E.164, " + second.getMessage());
        }
        return number;
    }

    /** Refuses a number that ends before its last groups: these are an extension, or the ending of a second number. */
    private void checkEnding(WrittenNumber written, String text) {
        List<String> groups = written.groups();
        if (groups.size() == 1 || isValid(written, written.digits())) {
            return;
        }
        String digits = "";
        for (String group : groups.subList(0, groups.size() - 1)) {
            digits += group;
            if (isValid(written, digits)) {
                throw unreadable(text, "more digits stand behind a whole number");
            }
        }
    }

    private boolean isValid(WrittenNumber written, String digits) {
        boolean e164 = region == null || written.international();
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            return util.isValidNumber(e164 ? util.parse("+" + digits, null) : util.parse(digits, region));
        } catch (NumberParseException noNumber) {
            return false;
        }
    }

    private PhoneNumber parse(String digits, String text) {
        try {
            return PhoneNumberUtil.getInstance().parse(digits, region);
        } catch (NumberParseException noNumber) {
            throw unreadable(text, noNumber.getErrorType().name());
        }
    }

    private static Msisdn msisdn(PhoneNumber number, String text) {
        try {
            return new Msisdn(PhoneNumberUtil.getInstance()
                    .format(number, PhoneNumberFormat.E164)
                    .substring(1));
        } catch (IllegalArgumentException malformed) {
            throw unreadable(text, "too short, too long, or the prefix of national calls");
        }
    }

    private static IllegalArgumentException unreadable(String text, String why) {
        return new IllegalArgumentException(why + ": " + Msisdn.mask(text));
    }

    private IllegalArgumentException refused(@Nullable String why) {
        return new IllegalArgumentException("not a number, national in " + region + " or in E.164, " + why);
    }
}
