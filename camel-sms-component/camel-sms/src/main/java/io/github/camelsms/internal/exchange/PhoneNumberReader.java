package io.github.camelsms.internal.exchange;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.WrittenNumber;
import java.math.BigDecimal;
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
            if (exact.signum() > 0 && exact.precision() - exact.scale() <= 15) {
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
            return Msisdn.parse(text);
        }
        try {
            WrittenNumber written = WrittenNumber.read(text);
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
        ValidationResult length = PhoneNumberUtil.getInstance().isPossibleNumberWithReason(number);
        if (length != ValidationResult.IS_POSSIBLE) {
            throw unreadable(text, length.name());
        }
        return msisdn(number, text);
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
