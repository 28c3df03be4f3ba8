package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which spellings mean one number, and that a spelling that may mean another one is refused. */
class WrittenNumberTest {

    /** Dashes, spaces and invisible characters of the kinds that word processors, spreadsheets and web pages put into numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+44 7700 900\u2013123",
                "+44\u20107700\u2010900123",
                "+44\u20117700\u2011900\u2011123",
                "+44\u20127700\u2014900\u2015123",
                "+44\u22127700\u2212900123",
                "+44\uFE587700\uFE63900\uFF0D123",
                "+44\u202F7700\u202F900123",
                "+44\u00A07700\u2007900\u2009123",
                "+44\u30007700\u200A900123",
                "\u200B+447700900123\u200B",
                "\uFEFF+447700900123",
                "\u200E+447700900123\u200F",
                "\u202A+44 7700 900123\u202C",
                "\u2066+447700\u2060900123\u2069",
                "+44\u00AD7700\u00AD900123",
                "+447700\uFE0F900123\uFE0E",
                " \uFEFF\t+447700900123\r\n",
                "\u2028+447700900123\u0085",
                "\uFF0B447700900123",
                "(+44) 7700 900123",
                "(+44 7700 900123)",
                "+44 (7700) 900-123",
                "+44 - 7700 - 900123",
                "+44 7700/900123",
                "+44.7700900123",
                "+447700900123.0",
                "447700900123.00",
                "447700900123.000000"
            })
    void readsWhatLooksLikeANumber(String text) {
        assertThat(Msisdn.parse(text).e164()).isEqualTo("+447700900123");
    }

    @ParameterizedTest
    @CsvSource({
        "+38 (050) 123-45-67, +380501234567",
        "+39 06 1234 5678, +390612345678",
        "+225 07 01 23 45 67, +2250701234567",
        "+33.6.12.34.56.00, +33612345600",
        "+33 6 12 34 56 78, +33612345678",
        "+7 (495) 123-45-67, +74951234567",
        "+7 812 123-45-67, +78121234567",
        "+1 (212) 555.1234, +12125551234",
        "1.212.555.1234, +12125551234",
        "+49 30/1234567, +49301234567",
        "+45 12-34-56-78, +4512345678",
        "+370 612 34567, +37061234567",
        "+1 202-555-0123, +12025550123",
        "+1-202-555-0123, +12025550123",
        "+49 30 1234-5678, +493012345678",
        "+49 30 1234-1235, +493012341235",
        "+65 6123-6124, +6561236124",
        "+55 (11) 98765-8766, +5511987658766",
        "+86 138-0013-0014, +8613800130014",
        "+380 50 123 45-47, +380501234547",
        "+7 912 345 67-69, +79123456769",
        "+62 8123-4567-8901, +62812345678901",
        "+62 8123-4567-4599, +62812345674599",
        "+52 1 55 1234-1299, +5215512341299"
    })
    void readsTheSpellingsOfManyCountries(String text, String number) {
        assertThat(Msisdn.parse(text).e164()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "447700900123.5",
                "+447700900123.25",
                "4477009.5",
                "4477009.0001",
                "44 7700 900123.0",
                "+44 7700 900123.00",
                "44.7700.900123.0",
                "447700900123,0",
                "447.700.900.123,00",
                "4.47700900123E11",
                "4.47700900123E+11",
                "+212522940770/74",
                "+65 6123 4567/8",
                "+65 6123 4567 / 68",
                "+65 6123 4567/6123 4568",
                "+65 6123 4567-8",
                "+65 6123 4567\u20138",
                "+65 6123 4567-4568",
                "+65 6123 4567\u20134568",
                "+65 6123 4567 \u2014 4572",
                "+65-6123-4567-4568",
                "+65 6123 4567-568",
                "+44 7700 900 123-124",
                "+44 20 7946 0958-0959",
                "+1 202-555-0123-0124",
                "+33 6 12 34 56 78-79",
                "+48 601 123 456-7-8",
                "+4477009/00123",
                "612345/612346",
                "+447700900123 or 124",
                "+447700900123;124",
                "+447700900123,124",
                "+447700900123|124",
                "+447700900123\\124",
                "+447700900123&124",
                "+447700900123\t447700900124",
                "+447700900123\n124",
                "+447700900123\u2028124",
                "+447700900123 x12",
                "+447700900123 ext. 12",
                "+447700900123#12",
                "+447700900123p12",
                "+44 7700 900123 (12)",
                "+44 7700 (900123)",
                "+44 07700 900123",
                "+4407700900123",
                "4407700900123",
                "+44 (0)7700 900123",
                "+44(0) 7700900123",
                "+44 (07700) 900123",
                "+49 (0)171 1234567",
                "+39 (0) 333 1234567",
                "+36 06 20 123 4567",
                "+7 (8) (495) 123-45-67",
                "+7 8 495 123 45 67",
                "+784951234567",
                "+1 1 212 555 1234",
                "+370 8 612 34567",
                "+375 8 029 123 45 67",
                "-447700900123",
                "+-447700900123",
                "++447700900123",
                "+44+7700900123",
                "44+7700900123",
                ".447700900123",
                "447700900123.",
                "447700900123-",
                "+44--7700900123",
                "+44 ((7700)) 900123",
                "+44 (7700 900123",
                "+44 7700) 900123",
                "+44 ()7700900123",
                "'+447700900123",
                "tel:+447700900123",
                "\u0000+447700900123",
                "+44770090\u00B20123",
                "+44770090\u2460123",
                "\uFF14\uFF14\uFF17\uFF17\uFF10\uFF10\uFF19\uFF10\uFF10\uFF11\uFF12\uFF13"
            })
    void refusesWhatMayMeanAnotherNumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Msisdn.parse(text))
                .satisfies(refusal -> {
                    assertThat(refusal.getMessage())
                            .contains("E.164")
                            .doesNotContain("7009", "2294", "6123", "7946", "555");
                    assertThat(refusal.getMessage().chars()).noneMatch(Character::isISOControl);
                });
    }

    /** Numbers of the shape that a country has, in groups that people make, with the ending of another number behind them. */
    @Test
    void refusesTheEndingOfAnotherNumberBehindANumber() {
        Random random = new Random(20260919);
        for (int i = 0; i < 10_000; i++) {
            String head = "+" + (20 + random.nextInt(79)) + " " + (100 + random.nextInt(900)) + " ";
            int length = 3 + random.nextInt(2);
            int bound = length == 3 ? 1000 : 10_000;
            String middle = String.format("%02d", random.nextInt(100));
            String end = String.format("%0" + length + "d", random.nextInt(bound));
            char[] other = end.toCharArray();
            other[length - 1] = (char) ('0' + (other[length - 1] - '0' + 1 + random.nextInt(9)) % 10);
            String dash = List.of("-", "\u2013", " - ", "\u2010", " \u2014 ").get(random.nextInt(5));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Msisdn.parse(head + middle + " " + end + dash + new String(other)))
                    .withMessageContaining("second ending");
        }
    }

    /** The last two groups of an ordinary number may be alike: it is no number without the last one. */
    @Test
    void readsNumbersWhoseLastGroupsAreAlike() {
        Random random = new Random(20260920);
        for (int i = 0; i < 10_000; i++) {
            String digits = "49" + (151 + random.nextInt(20)) + String.format("%07d", random.nextInt(10_000_000));
            String alike = digits.substring(5, 8);
            String text = "+" + digits.substring(0, 2) + " " + digits.substring(2, 5) + " " + alike + "-" + alike;

            assertThat(Msisdn.parse(text).digits()).isEqualTo(digits.substring(0, 8) + alike);
        }
    }

    @ParameterizedTest
    @CsvSource({"44770090x123, U+0078", "44770090\u00B2123, U+00B2", "44770090\u0661123, U+0661", "44770090*123, U+002A"
    })
    void namesTheCharacterThatIsNotAccepted(String text, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Msisdn.parse(text))
                .withMessageContaining(name);
    }

    @Test
    void namesACharacterBeyondTheBasicPlane() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Msisdn.parse("+44770090\uD83D\uDCDE0123"))
                .withMessageContaining("U+1F4DE");
    }

    @Test
    void refusesALongTextWithoutReadingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Msisdn.parse("4 ".repeat(100_000)))
                .withMessageContaining("200000 characters")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(150));
    }
}
