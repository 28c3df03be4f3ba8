package io.github.camelsms.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.github.camelsms.model.Msisdn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number is read as the one that was meant, or refused: an SMS must never go to somebody else. */
class PhoneNumberReaderTest {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberReader NO_REGION = new PhoneNumberReader(null);
    private static final PhoneNumberReader GB = new PhoneNumberReader("GB");

    @ParameterizedTest
    @CsvSource({
        "GB, 07700 900123, +447700900123",
        "GB, 07700900123.0, +447700900123",
        "GB, 7700900123.0, +447700900123",
        "GB, (07700) 900\u2011123, +447700900123",
        "GB, \u202A07700 900123\u202C, +447700900123",
        "GB, 0044 7700 900123, +447700900123",
        "GB, +44 (0)7700 900123, +447700900123",
        "GB, +44 07700 900123, +447700900123",
        "DE, +44 (07700) 900123, +447700900123",
        "DE, 0171/1234567, +491711234567",
        "US, (212) 555-1234, +12125551234",
        "US, 1-212-555-1234, +12125551234",
        "RU, 8 (495) 123-45-67, +74951234567",
        "RU, +7 (8) (495) 123-45-67, +74951234567",
        "HU, +36 06 20 123 4567, +36201234567",
        "IT, 06 1234 5678, +390612345678",
        "EG, \u0660\u0661\u0660\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667, +201001234567",
        "JP, \uFF10\uFF19\uFF10-1234-5678, +819012345678"
    })
    void readsNationalNumbers(String region, String text, String number) {
        assertThat(new PhoneNumberReader(region).read(text).e164()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07700 900123.5",
                "07700 900123/4",
                "07700 900123 or 900124",
                "07700 900123;07700 900124",
                "07700 900123, 124",
                "07700 900123 x12",
                "07700 900123 ext 12",
                "07700 900123 #12",
                "0800 FLOWERS",
                "07700 900123 07700 900124",
                "0770090012307700900124",
                "+44 7700 900123/24",
                "+44 7700 900123.00",
                "+39 (0) 333 1234567",
                "7.7009E9",
                "0",
                "()"
            })
    void refusesWhatMayMeanAnotherNumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GB.read(text))
                .withMessageContaining("GB")
                .withMessageContaining("E.164")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("7700", "900123"));
    }

    /** Without + and without a prefix: what may begin with a country code is refused, unless the region writes its numbers so. */
    @ParameterizedTest
    @CsvSource({
        "DE, 491716783154, refused",
        "DE, 491716783154.0, refused",
        "DE, 49 171 6783154, refused",
        "DE, 447700900123, refused",
        "DE, 447700900123.0, refused",
        "DE, 447911123456, refused",
        "DE, 436641234567, refused",
        "DE, 15123456789, refused",
        "AT, 447700900123, refused",
        "AT, 491716783154, refused",
        "IT, 491716783154, refused",
        "GB, 2079460000, +442079460000",
        "GB, 7700900123, +447700900123",
        "AT, 6641234567, +436641234567",
        "DE, 01716783154, +491716783154",
        "DE, 00447700900123, +447700900123",
        "DE, +447700900123, +447700900123",
        "DE, 1716783154, +491716783154",
        "CH, 41791234567, +41791234567",
        "IT, 393331234567, +393331234567",
        "SG, 91234567, +6591234567",
        "SG, 6591234567, +6591234567",
        "IN, 9591234567, +919591234567",
        "US, 2025550123, +12025550123",
        "US, 6465550123, +16465550123",
        "US, 4794123456, +14794123456",
        "FR, 33612345678, +33612345678",
        "FR, 612345678, +33612345678"
    })
    void refusesACountryCodeThatMayBeNational(String region, String text, String number) {
        PhoneNumberReader reader = new PhoneNumberReader(region);
        if (number.equals("refused")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.read(text))
                    .withMessageContaining("write +")
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("16783", "00900", "12345"));
        } else {
            assertThat(reader.read(text).e164()).isEqualTo(number);
        }
    }

    /** Numbers of many countries without their +, as a spreadsheet keeps them. */
    @Test
    void neverTakesACountryCodeForAnAreaCode() {
        List<String> changed = new ArrayList<>();
        Random random = new Random(20260918);
        for (int i = 0; i < 5_000; i++) {
            String meant = NUMBERS.format(mobile(random, region(random)), PhoneNumberFormat.E164);
            for (String region : List.of("DE", "AT", "GB", "CH", "FR")) {
                try {
                    String read = new PhoneNumberReader(region)
                            .read(meant.substring(1))
                            .e164();
                    if (!read.equals(meant)) {
                        changed.add(region + " " + meant + " became " + read);
                    }
                } catch (IllegalArgumentException refused) {
                    // allowed: it may be national
                }
            }
        }
        assertThat(changed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+447700900123-124",
                "447700900123-124",
                "447700900123 124",
                "+65 6123 4567-4568",
                "+65 6123 4567 4568",
                "+65 6123 4567 8",
                "65 6123 4567 8",
                "+65 61234567 68",
                "+212522940770 74",
                "+212 522 940 770 74",
                "+33 6 12 34 56 78 79",
                "+1 202-555-0123 45",
                "+48 601 123 456-7-8"
            })
    void refusesASecondEnding(String text) {
        for (PhoneNumberReader reader : List.of(NO_REGION, GB, new PhoneNumberReader("SG"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.read(text))
                    .satisfies(refusal ->
                            assertThat(refusal.getMessage()).doesNotContain("7009", "6123", "2294", "34 56"));
        }
    }

    @ParameterizedTest
    @CsvSource({"SG, 6123 4567-4568", "SG, 6123 4567 8", "FR, 06 12 34 56 78 79", "US, 202-555-0123 45"})
    void refusesASecondEndingOfANationalNumber(String region, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumberReader(region).read(text));
    }

    /** How business cards and web pages of many countries group their numbers. */
    @ParameterizedTest
    @CsvSource({
        "+44 20 7946 0958, GB, 020 7946 0958",
        "+44 7911 123 456, GB, 07911 123 456",
        "+49 30 901820, DE, 030 901820",
        "+49 171 678-3154, DE, 0171 / 6783154",
        "+43 664 123 45 67, AT, 0664/123 45 67",
        "+41 79 123 45 67, CH, 079 123 45 67",
        "+33 6 12 34 56 78, FR, 06.12.34.56.78",
        "+39 333 123 4567, IT, 333 123 4567",
        "+34 612 34 56 78, ES, 612 34 56 78",
        "+351 912 345 678, PT, 912 345 678",
        "+31 6 12345678, NL, 06-12345678",
        "+32 470 12 34 56, BE, 0470/12 34 56",
        "+45 32 12 34 56, DK, 32 12 34 56",
        "+46 70-123 45 67, SE, 070-123 45 67",
        "+47 406 12 345, NO, 406 12 345",
        "+358 41 231 2345, FI, 041 231 2345",
        "+48 512 345 678, PL, 512-345-678",
        "+420 601 123 456, CZ, 601 123 456",
        "+36 20 123 4567, HU, 06 20 123 4567",
        "+7 912 345-67-89, RU, 8 (912) 345-67-89",
        "+1 (202) 555-0123, US, (202) 555-0123",
        "+55 (11) 96123-4567, BR, (11) 96123-4567",
        "+91 98123 45678, IN, 098123-45678",
        "+81 90-1234-5678, JP, 090-1234-5678",
        "+86 131 2345 6789, CN, 131 2345 6789",
        "+61 412 345 678, AU, 0412 345 678",
        "+65 8123 4567, SG, 8123-4567",
        "+212 650-123456, MA, 0650-123456"
    })
    void readsTheGroupsOfManyCountries(String international, String region, String national) {
        String digits = "+" + international.replaceAll("[^0-9]", "");
        assertThat(NO_REGION.read(international).e164()).isEqualTo(digits);
        assertThat(GB.read(international).e164()).isEqualTo(digits);
        assertThat(new PhoneNumberReader(region).read(national).e164()).isEqualTo(digits);
    }

    /** What a spreadsheet, a database or JSON has as a number. */
    @Test
    void readsNumbersThatAreNumbers() {
        List<Number> numbers = List.of(
                447700900123L,
                447700900123.0,
                4.47700900123E11,
                new BigDecimal("447700900123.00"),
                new BigDecimal("4.47700900123E+11"),
                new java.math.BigInteger("447700900123"),
                new AtomicLong(447700900123L));
        for (Number number : numbers) {
            assertThat(NO_REGION.read(PhoneNumberReader.digits(number)).e164())
                    .as(number.getClass().getSimpleName())
                    .isEqualTo("+447700900123");
        }
        assertThat(GB.read(PhoneNumberReader.digits(7700900123L)).e164()).isEqualTo("+447700900123");
        assertThat(NO_REGION.read(PhoneNumberReader.digits(37123456)).e164()).isEqualTo("+37123456");
    }

    @Test
    void refusesNumbersThatAreNoTelephoneNumbers() {
        List<Number> numbers = List.of(
                -447700900123L,
                447700900123.5,
                new BigDecimal("447700900123.01"),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                1e300,
                0,
                447700900123f,
                new BigDecimal("1e1000000000"),
                new BigDecimal(java.math.BigInteger.TEN, Integer.MIN_VALUE + 1),
                new BigDecimal("1E-100000000"),
                new BigDecimal(java.math.BigInteger.ONE, Integer.MAX_VALUE));
        for (Number number : numbers) {
            assertThatIllegalArgumentException()
                    .as(number.toString())
                    .isThrownBy(() -> PhoneNumberReader.digits(number))
                    .withMessageContaining("E.164");
        }
    }

    /** Every number that libphonenumber gives as an example, so that the table of country codes agrees with its metadata. */
    @Test
    void takesEveryExampleAsItIs() {
        List<String> changed = new ArrayList<>();
        int seen = 0;
        for (String region : NUMBERS.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber example = NUMBERS.getExampleNumberForType(region, type);
                if (example == null || type == PhoneNumberType.UNKNOWN) {
                    continue;
                }
                String e164 = NUMBERS.format(example, PhoneNumberFormat.E164);
                // Of Belarus the numbers of services begin with the 8 that is dialled before all others; a local one of
                // Canada has no country code.
                boolean noSubscriber = e164.startsWith("+3758")
                        || NUMBERS.isPossibleNumberWithReason(example)
                                == PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY;
                if (e164.length() >= 8 && e164.length() <= 16 && !noSubscriber) {
                    seen++;
                    check(changed, e164, e164, NO_REGION);
                    check(changed, e164, NUMBERS.format(example, PhoneNumberFormat.INTERNATIONAL), NO_REGION);
                    check(changed, e164, NUMBERS.format(example, PhoneNumberFormat.INTERNATIONAL), GB);
                    check(
                            changed,
                            e164,
                            NUMBERS.format(example, PhoneNumberFormat.NATIONAL),
                            new PhoneNumberReader(region));
                }
            }
        }
        assertThat(changed).isEmpty();
        assertThat(seen).isGreaterThan(1000);
    }

    private static void check(List<String> changed, String meant, String text, PhoneNumberReader reader) {
        try {
            String read = reader.read(text).e164();
            if (!read.equals(meant)) {
                changed.add(text + " became " + read + " instead of " + meant);
            }
        } catch (IllegalArgumentException refused) {
            changed.add(text + " refused: " + refused.getMessage());
        }
    }

    /** Spellings of random mobile numbers: what is accepted is the number that was meant, and most are accepted. */
    @Test
    void readsRandomSpellingsAsTheNumberThatWasMeant() {
        Random random = new Random(20260915);
        int accepted = 0;
        int rounds = 10_000;
        for (int i = 0; i < rounds; i++) {
            String region = region(random);
            PhoneNumber number = mobile(random, region);
            String e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
            boolean national = random.nextBoolean();
            String plain = national ? NUMBERS.format(number, PhoneNumberFormat.NATIONAL) : e164;
            String text = spelled(random, plain);
            PhoneNumberReader reader = national ? new PhoneNumberReader(region) : random.nextBoolean() ? GB : NO_REGION;
            try {
                assertThat(reader.read(text).e164()).as(escaped(text)).isEqualTo(e164);
                accepted++;
            } catch (IllegalArgumentException refused) {
                // allowed: a number that may mean another one
            }
        }
        assertThat(accepted).isGreaterThan(rounds * 8 / 10);
    }

    /** Changes that make a number somebody else's. */
    @Test
    void refusesEveryChangeThatMakesAnotherNumber() {
        List<UnaryOperator<String>> changes = List.of(
                text -> text + ".5",
                text -> text + ".25",
                text -> text + ",0",
                text -> text + "/7",
                text -> text + "/74",
                text -> text + " / 74",
                text -> text + ";" + text,
                text -> text + "," + text,
                text -> text + " or 74",
                text -> text + " x7",
                text -> text + " ext. 74",
                text -> text + "#7",
                text -> text + " (7)",
                text -> text + "*7",
                text -> "-" + text,
                text -> "1" + text,
                text -> text + "E1",
                text -> text + "\n7",
                text -> text + "\t" + text);
        Random random = new Random(20260916);
        for (int i = 0; i < 5_000; i++) {
            String region = region(random);
            String e164 = NUMBERS.format(mobile(random, region), PhoneNumberFormat.E164);
            String text = random.nextBoolean()
                    ? e164
                    : spelled(random, e164).replace('.', ' '); // pairs behind dots have no decimals
            UnaryOperator<String> change = changes.get(random.nextInt(changes.size()));
            String changed = change.apply(text);
            PhoneNumberReader reader = random.nextBoolean() ? NO_REGION : new PhoneNumberReader(region);
            assertThatIllegalArgumentException().as(escaped(changed)).isThrownBy(() -> reader.read(changed));
        }
    }

    /** A trunk prefix behind the country code: refused without a region; with one, refused or left out. */
    @Test
    void neverKeepsATrunkPrefix() {
        Random random = new Random(20260917);
        for (int i = 0; i < 5_000; i++) {
            String region = region(random);
            PhoneNumber number = mobile(random, region);
            String code = "+" + number.getCountryCode();
            String e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
            String prefix = NUMBERS.getNddPrefixForRegion(region, true);
            if (prefix == null || prefix.isEmpty()) {
                continue;
            }
            String rest = e164.substring(code.length());
            for (String text :
                    List.of(code + prefix + rest, code + " " + prefix + rest, code + " (" + prefix + ") " + rest)) {
                assertThatIllegalArgumentException().as(text).isThrownBy(() -> NO_REGION.read(text));
                try {
                    assertThat(GB.read(text).e164()).as(text).isEqualTo(e164);
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).doesNotContain(rest);
                }
            }
        }
    }

    private static final List<String> REGIONS = List.of(
            "GB", "DE", "FR", "IT", "US", "AU", "IN", "JP", "BR", "RU", "UA", "ZA", "SG", "CI", "LT", "HU", "SE");

    private static String region(Random random) {
        return REGIONS.get(random.nextInt(REGIONS.size()));
    }

    /** The example of the region with other last digits. */
    private static PhoneNumber mobile(Random random, String region) {
        PhoneNumber number =
                new PhoneNumber().mergeFrom(NUMBERS.getExampleNumberForType(region, PhoneNumberType.MOBILE));
        long changed = number.getNationalNumber() / 10_000 * 10_000 + random.nextInt(10_000);
        return number.setNationalNumber(changed);
    }

    private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D";
    private static final String SPACES = " \u00A0\u2002\u2007\u2009\u202F\u3000";
    private static final String INVISIBLE =
            "\u200B\u200C\u200D\u200E\u200F\u202A\u202C\u202D\u2060\u2066\u2069\uFEFF\u00AD\uFE0F";

    /** Other characters between the groups, now and then invisible ones anywhere, white space at the ends. */
    private static String spelled(Random random, String number) {
        StringBuilder text = new StringBuilder();
        String separators = random.nextBoolean() ? SPACES : random.nextInt(4) == 0 ? "." : DASHES + SPACES;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (random.nextInt(6) == 0) {
                text.append(any(random, INVISIBLE));
            }
            boolean between =
                    i > 2 && i < number.length() - 3 && Character.isDigit(c) && Character.isDigit(number.charAt(i - 1));
            if (between && random.nextInt(3) == 0) {
                text.append(any(random, separators));
            }
            text.append(c == ' ' ? any(random, SPACES) : c == '-' ? any(random, DASHES) : c);
        }
        return (random.nextInt(5) == 0 ? "\uFEFF\t" : "") + text + (random.nextInt(5) == 0 ? "\r\n" : "");
    }

    private static char any(Random random, String of) {
        return of.charAt(random.nextInt(of.length()));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(c ->
                        escaped.append(c < 127 && c > 31 ? String.valueOf((char) c) : String.format("\\u%04X", c)));
        return escaped.toString();
    }

    @Test
    void knowsWhatARegionIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhoneNumberReader("Britain"))
                .withMessageContaining("GB");
        assertThat(new PhoneNumberReader(" gb ").read("07700900123")).isEqualTo(new Msisdn("447700900123"));
    }
}
