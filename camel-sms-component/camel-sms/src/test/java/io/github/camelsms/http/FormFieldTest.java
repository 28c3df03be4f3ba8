package io.github.camelsms.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormFieldTest {

    @Test
    void keepsOrderAndRepeatsAndDropsEmptyPieces() {
        assertThat(FormField.parse("b=1&&a=2&b=3&c&=4&d=e=f"))
                .containsExactly(
                        new FormField("b", "1"),
                        new FormField("a", "2"),
                        new FormField("b", "3"),
                        new FormField("c", ""),
                        new FormField("", "4"),
                        new FormField("d", "e=f"));
    }

    @ParameterizedTest
    @CsvSource({"a+b, a b", "caf%C3%A9, café", "100%, 100%", "%zz%41, %zzA", "%+1, % 1", "%-1, %-1", "%4, %4"})
    void percentSignThatBeginsNoEscapeStandsForItself(String encoded, String value) {
        assertThat(FormField.parse("x=" + encoded)).containsExactly(new FormField("x", value));
    }

    @Test
    void printsItsNameAlone() {
        assertThat(new FormField("response", "secret words")).hasToString("response");
    }
}
