package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {

    private static final Keywords KEYWORDS = Keywords.of(List.of("STOP", "Opt Out", "ARRÊT", "IPTAL", "रोकें"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                " Stop.\n",
                "\"STOP!\"",
                "S T O P",
                "ＳＴＯＰ",
                "ｓｔｏｐ！",
                "stóp",
                "STOP\uFE0F",
                "opt-out",
                "OPTOUT",
                "arret",
                "Arrêt",
                "arre\u0302t",
                "İptal",
                "ıptal",
                "रोकें।",
                "STOP \uD83D\uDED1",
                "\u200BSTOP"
            })
    void theWholeTextIsAKeyword(String text) {
        assertThat(KEYWORDS.match(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "Stop. Thank you",
                "please stop",
                "STOPP",
                "STOP1",
                "don't stop",
                "रोक",
                "СТОП",
                "\uD83D\uDED1"
            })
    void moreOrLessIsNone(String text) {
        assertThat(KEYWORDS.match(text)).isFalse();
    }

    @Test
    void aLongTextIsNone() {
        assertThat(KEYWORDS.match("STOP" + " ".repeat(1_000_000))).isFalse();
    }

    @Test
    void aKeywordMustHaveALetterOrDigit() {
        assertThatThrownBy(() -> Keywords.of(List.of("STOP", "!!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a letter or digit");
        assertThat(Keywords.of(List.of()).match("STOP")).isFalse();
    }

    @Test
    void theProvidersFlagStays() {
        Keywords none = Keywords.of(List.of());
        InboundSms flagged = InboundSms.of("transmitsms", "1", null, null, null, "Stop. Thank you", true, null);
        InboundSms unflagged = InboundSms.of("transmitsms", "1", null, null, null, "START", false, null);

        assertThat(flagged.read(none, none).optOut()).isTrue();
        assertThat(unflagged.read(none, Keywords.of(List.of("start")))).satisfies(sms -> {
            assertThat(sms.optIn()).isTrue();
            assertThat(sms.optOut()).isFalse();
        });
    }
}
