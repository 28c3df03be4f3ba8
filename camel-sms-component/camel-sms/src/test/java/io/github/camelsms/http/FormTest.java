package io.github.camelsms.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void everyCharacterIsWrittenAsUrlEncoderWritesIt() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate((char) c)) {
                assertAsUrlEncoder(String.valueOf((char) c));
            }
        }
        assertAsUrlEncoder("a\ud83d\ude00b \udbff\udfff+%&=");
    }

    @Test
    void anyTextIsWrittenAsUrlEncoderWritesIt() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(0, Character.MAX_CODE_POINT + 1)
                    .filter(point -> Character.getType(point) != Character.SURROGATE)
                    .limit(random.nextInt(20))
                    .forEach(text::appendCodePoint);
            assertAsUrlEncoder(text.toString());
        }
    }

    /** What URLEncoder does with half a pair depends on the version of the JDK. */
    @Test
    void halfOfASurrogatePairIsAQuestionMark() {
        for (String text :
                List.of("a\ud83db", "a\ude00b", "a\ude00\ud83db", "a\ud83d\ud83d\ude00b", "a\ud83d\ude00\ude00b")) {
            String expected = URLEncoder.encode(new String(text.getBytes(UTF_8), UTF_8), UTF_8);
            assertThat(expected).contains("%3F");
            assertThat(Form.withPlus().add("k", text).encoded()).isEqualTo("k=" + expected);
        }
    }

    private static void assertAsUrlEncoder(String text) {
        String expected = "k=" + URLEncoder.encode(text, UTF_8);
        assertThat(Form.withPlus().add("k", text).encoded()).isEqualTo(expected);
        assertThat(Form.withPercent().add("k", text).bytes()).asString(UTF_8).isEqualTo(expected.replace("+", "%20"));
    }

    @Test
    void fieldsStandInTheirOrderAndNullAddsNone() {
        assertThat(Form.withPlus().add("a", "1").add("b", null).add("c d", "").encoded())
                .isEqualTo("a=1&c+d=");
    }
}
