package io.github.camelsms.internal.exchange;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.github.camelsms.model.Msisdn;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number as a route author writes it. With a region, national numbers are read by libphonenumber's parser; without, the number
 * must have its country code. Whether a number is assigned is the provider's to know: metadata ages.
 */
public final class PhoneNumberReader {

    /** Digits and what people write between them. What else libphonenumber reads, it drops: an extension, a second number, words. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[\\p{Nd}\\p{Zs}\\p{Pd}()./]+");

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

    /** @throws IllegalArgumentException when it is no number; the message shows it masked */
    public Msisdn read(String text) {
        if (region == null) {
            return Msisdn.parse(text);
        }
        if (!NUMBER.matcher(text.strip()).matches()) {
            throw unreadable(text, "not digits alone");
        }
        try {
            PhoneNumberUtil util = PhoneNumberUtil.getInstance();
            String e164 = util.format(util.parse(text, region), PhoneNumberFormat.E164);
            return Msisdn.parse(e164);
        } catch (NumberParseException noNumber) {
            throw unreadable(text, noNumber.getErrorType().name());
        }
    }

    private IllegalArgumentException unreadable(String text, String why) {
        return new IllegalArgumentException("not a number, national in " + region + " or in E.164: "
                + Msisdn.mask(text.strip()) + " (" + why + ")");
    }
}
