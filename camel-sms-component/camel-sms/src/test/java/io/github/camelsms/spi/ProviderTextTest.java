package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** A pattern that goes one call deeper with each digit would end in an error that is no exception. */
    @Test
    void masksANumberOfAnyLength() {
        assertThat(words.scrub("No 1" + "-5".repeat(50_000) + ".")).isEqualTo("No ***-5.");
    }
}
