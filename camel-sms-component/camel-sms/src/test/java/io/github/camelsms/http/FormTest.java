package io.github.camelsms.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void everyCharacterIsWrittenAsUrlEncoderWritesIt() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertAsUrlEncoder(String.valueOf((char) c));
        }
        assertAsUrlEncoder("a\ud83d\ude00b \ud83d\ud83d\ude00\ude00 \udbff\udfff+%&=");
    }

    @Test
    void anyTextIsWrittenAsUrlEncoderWritesIt() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1).forEach(text::appendCodePoint);
            assertAsUrlEncoder(text.toString());
        }
    }

    private static void assertAsUrlEncoder(String text) {
        String expected = "k=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertThat(Form.withPlus().add("k", text).encoded()).isEqualTo(expected);
        assertThat(Form.withPercent().add("k", text).bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(expected.replace("+", "%20"));
    }

    @Test
    void fieldsStandInTheirOrderAndNullAddsNone() {
        assertThat(Form.withPlus().add("a", "1").add("b", null).add("c d", "").encoded())
                .isEqualTo("a=1&c+d=");
    }
}
