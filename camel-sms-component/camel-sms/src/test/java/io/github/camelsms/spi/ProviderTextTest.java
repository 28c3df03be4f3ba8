package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTextTest {

    private final ProviderText words = new ProviderText(new ProviderOptions(
            "example",
            null,
            List.of(new Secret("key-81f3")),
            List.of(new Secret("secret-c07d")),
            List.of(
                    ProviderOption.of("customer", "Customer.").asCredential(),
                    ProviderOption.of("shape", "Shape.").oneOf("bad", "good")),
            Map.of("customer", "customer-5e", "shape", "bad"),
            InstantSource.system(),
            () -> "nonce"));

    @Test
    void cutsOutCredentials() {
        assertThat(words.scrub("Key key-81f3 of customer-5e has no secret SECRET-C07D"))
                .isEqualTo("Key *** of *** has no secret ***");
    }

    @Test
    void cutsOutTheHeaderThatCarriedThem() {
        // base64 of key-81f3:secret-c07d
        assertThat(words.scrub("Bad header 'Basic a2V5LTgxZjM6c2VjcmV0LWMwN2Q='"))
                .isEqualTo("Bad header '***'");
        assertThat(words.scrub("Bad value a2V5LTgxZjM6c2VjcmV0LWMwN2Q=.")).isEqualTo("Bad value ***.");
    }

    @Test
    void cutsOutTheTextInWhateverFormItComesBack() {
        SmsMessage sent =
                SmsMessage.to("+447700900123").text("Your code: 482 193").build();
        assertThat(words.scrub("Bad text <Your code: 482 193>", sent)).isEqualTo("Bad text <***>");
        assertThat(words.scrub("Bad text YOUR CODE: 482 193", sent)).isEqualTo("Bad text ***");
        assertThat(words.scrub("Bad text Your+code%3A+482+193", sent)).isEqualTo("Bad text ***");
        assertThat(words.scrub("Bad text Your%20code%3A%20482%20193", sent)).isEqualTo("Bad text ***");
        assertThat(words.scrub("Bad text WW91ciBjb2RlOiA0ODIgMTkz", sent)).isEqualTo("Bad text ***");
    }

    @Test
    void cutsOutTheWholeTextAlthoughAPartOfItWasSentBesides() {
        SmsMessage sent = SmsMessage.to("+447700900123")
                .text("Hello Ada, 482193 is your code")
                .verifyCode("482193")
                .params(Map.of("name", "Ada"))
                .build();
        assertThat(words.scrub("Bad text Hello Ada, 482193 is your code!", sent))
                .isEqualTo("Bad text ***!");
        assertThat(words.scrub("Bad code 482193", sent)).isEqualTo("Bad code ***");
    }

    @Test
    void leavesWordsAloneThatMerelyContainAShortText() {
        SmsMessage sent = SmsMessage.to("+447700900123").text("a").build();
        assertThat(words.scrub("Bad sender name: a", sent)).isEqualTo("Bad sender name: ***");
    }

    @Test
    void findsATextThatEndsInASignBeforeAWord() {
        SmsMessage sent = SmsMessage.to("+447700900123").text("Hi!").build();
        assertThat(words.scrub("Bad text Hi!again", sent)).isEqualTo("Bad text ***again");
    }

    @ParameterizedTest
    @CsvSource({
        "Incorrect TO Field Format,Incorrect TO Field Format",
        "bad number 447700900123,bad number ***23",
        "bad number +44 7700 900-123!,bad number ***23!",
        "to447700900123,to***23",
        "bad number 7700–900–123!,bad number ***23!",
        "bad number +44/7700/900/123!,bad number ***23!",
        "bad number 07700 – 900 / 123!,bad number ***23!",
        "bad number +44\u00A07700\u202F900\u2011123!,bad number ***23!",
        "bad number (07700)\u2014900\u2212123!,bad number (***23!",
        "at 2026/09/15 10:30:00 or 15/09/2026 or 2026–09–15T10:30:00Z,at 2026/09/15 10:30:00 or 15/09/2026 or 2026–09–15T10:30:00Z",
        "from 2026-09-15/2026-09-16 on 10:30–11:30,from 2026-09-15/2026-09-16 on 10:30–11:30",
        "from 192.168.100.20/24 by 10.20.30.40,from 192.168.100.20/24 by 10.20.30.40",
        "id 123456 is short,id 123456 is short"
    })
    void hidesRunsOfSevenDigitsOrMore(String said, String kept) {
        assertThat(words.scrub(said)).isEqualTo(kept);
    }

    @Test
    void hidesWhatWasSent() {
        SmsMessage sent = SmsMessage.to("+447700900123")
                .text("Your code is 5724")
                .verifyCode("5724")
                .build();

        assertThat(words.scrub("template [Your code is 5724] refused: 5724, 57241", sent))
                .isEqualTo("template [***] refused: ***, 57241");
    }

    @Test
    void cutsOutTheCodeOfAQuery() {
        assertThat(words.scrub("Code 4821 is wrong", new SmsQuery("id", null, "4821")))
                .isEqualTo("Code *** is wrong");
    }

    @Test
    void isNullForNothing() {
        assertThat(words.scrub(null)).isNull();
        assertThat(words.scrub(" \n")).isNull();
    }

    @Test
    void endsAtTwoHundredCharacters() {
        assertThat(words.scrub("x".repeat(300))).isEqualTo("x".repeat(200) + "...");
    }

    @Test
    void isOneLine() {
        assertThat(words.scrub("No\r\nERROR forged\u2028again\u0000end\tx\u200b"))
                .isEqualTo("No ERROR forged again end x");
    }

    @Test
    void findsATextWhoseLinesWereBrokenAnotherWay() {
        SmsMessage sent = SmsMessage.to("+447700900123").text("Dear Ada,\nHi").build();
        assertThat(words.scrub("Bad <Dear Ada, Hi> or <Dear Ada,\r\n  Hi>", sent))
                .isEqualTo("Bad <***> or <***>");
    }

    @Test
    void findsALongPartInsideAWord() {
        assertThat(words.scrub("Errorkey-81f3x")).isEqualTo("Error***x");
        assertThat(words.scrub("Errorkey-81f3secret-c07dkey-81f3")).isEqualTo("Error***");
    }

    @Test
    void cleansCodesAsTexts() {
        SmsMessage sent = SmsMessage.to("+447700900123")
                .text("Your code is 5724")
                .verifyCode("5724")
                .build();
        Scrubber scrubber = words.replyTo(sent);

        assertThat(scrubber.code("NEW_CODE")).isEqualTo("NEW_CODE");
        assertThat(scrubber.code("key-81f3")).isEqualTo("***");
        assertThat(scrubber.code("5724")).isEqualTo("***");
        assertThat(scrubber.code("BAD\r\n447700900123")).isEqualTo("BAD ***");
        assertThat(scrubber.code("BAD\r\n447700900456")).isEqualTo("BAD ***56");
        assertThat(scrubber.code("x".repeat(1_000_000))).isEqualTo("x".repeat(64) + "...");
        assertThat(scrubber.code(" \n")).isNull();
    }

    @Test
    void cutsOutEachElementOfAParameterOfACall() {
        SmsCall sent = new SmsCall("m", Map.of("names", List.of("Ada", "Grace"), "n", 12), true, false);
        assertThat(words.scrub("Bad Ada and Grace, 12", sent)).isEqualTo("Bad *** and ***, ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not Allowed Host: 203.0.113.195/host-203-0-113-195.example.com",
                "send_at 2026-09-15 10:30:00 lies in the past",
                "start 2026-09-15T10:30:00.123456+02:00 is wrong",
                "at 2026-09-15, 15.09.2026, 15/09/2026 or 09/15/2026",
                "at 20260915T103000Z",
                "at Tue Sep 15 2026 10:30:00 GMT",
                "at 15 Sep 2026 10:30, 10:30:00.000000",
                "from 192.168.100.200 to 10.11.12.13"
            })
    void leavesDatesTimesAndAddressesReadable(String text) {
        assertThat(words.scrub(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bad +44 (0) 7700 900123 | bad ***23",
                "at 2026-09-15 10:30:00: 447700900123 | at 2026-09-15 10:30:00: ***23",
                "to 33.1.42.68.53.00 | to ***00",
                "to 2026-13-45-67 | to ***67",
                "to +2026-09-15 | to ***15",
                "to 300.400.500.600 | to ***00",
                "to 2026-09-15-7 | to ***-7"
            })
    void hidesNumbersThatOnlyResembleThem(String text, String clean) {
        assertThat(words.scrub(text)).isEqualTo(clean);
    }

    @Test
    void hidesTheRecipientEvenWhereItLooksLikeADate() {
        SmsMessage sent = SmsMessage.to("+20260915").text("Hi").build();
        assertThat(words.scrub("bad 2026-09-15", sent)).isEqualTo("bad ***15");
    }

    /** What a search that starts anew at each character would take minutes for. */
    @Test
    void takesTimeThatGrowsWithTheLengthOnly() {
        for (String unit : List.of("a", "ab", "aab", "a ", "é", "\n", "1", "1-", "+", "10:30:00 ", "203.0.113.195 ")) {
            String text = unit.repeat(1_500 / unit.length());
            SmsMessage sent = SmsMessage.to("+447700900123")
                    .text(text + "b")
                    .params(Map.of("p", text, "q", text + "c" + text))
                    .build();
            String reply = unit.repeat(1_000_000 / unit.length());

            assertTimeout(Duration.ofSeconds(10), () -> {
                for (int i = 0; i < 10; i++) {
                    assertThat(words.scrub(reply, sent))
                            .satisfiesAnyOf(
                                    clean -> assertThat(clean).isNull(),
                                    clean -> assertThat(clean).hasSizeLessThanOrEqualTo(203));
                }
            });
        }
    }

    @Test
    void hidesWhatTheEndOfWhatIsReadCutsOff() {
        String text = "My secret text of today. ".repeat(4).strip();
        SmsMessage sent = SmsMessage.to("+447700900123").text(text).build();
        for (int shift = 0; shift < text.length(); shift++) {
            String reply = "x".repeat(shift) + (text + ".").repeat(20_000);
            assertThat(words.scrub(reply, sent)).doesNotContain("secret");
        }
    }

    /** A pattern that goes one call deeper with each digit would end in an error that is no exception. */
    @Test
    void masksANumberOfAnyLength() {
        assertThat(words.scrub("No 1" + "-5".repeat(50_000) + ".")).isEqualTo("No ***-5.");
    }
}
