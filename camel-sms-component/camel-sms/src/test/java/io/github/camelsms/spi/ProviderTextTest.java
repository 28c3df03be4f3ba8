package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.SmsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTextTest {

    @ParameterizedTest
    @CsvSource({
        "Incorrect TO Field Format,Incorrect TO Field Format",
        "bad number 447700900123,bad number ***23",
        "bad number +44 7700 900-123!,bad number ***23!",
        "id 123456 is short,id 123456 is short"
    })
    void hidesRunsOfSevenDigitsOrMore(String said, String kept) {
        assertThat(ProviderText.scrub(said)).isEqualTo(kept);
    }

    @Test
    void hidesWhatWasSent() {
        SmsMessage sent = SmsMessage.to("+447700900123")
                .text("Your code is 5724")
                .verifyCode("5724")
                .build();

        assertThat(ProviderText.scrub("template [Your code is 5724] refused: 5724, 57241", sent))
                .isEqualTo("template [***] refused: ***, 57241");
    }

    @Test
    void aTextOfOneLetterLeavesTheOthersAlone() {
        SmsMessage sent = SmsMessage.to("+447700900123").text("e").build();

        assertThat(ProviderText.scrub("refused: e", sent)).isEqualTo("refused: ***");
    }

    @Test
    void cutsALongText() {
        assertThat(ProviderText.scrub("x".repeat(1000))).hasSize(203).endsWith("...");
    }
}
