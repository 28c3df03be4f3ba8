package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must never be printed: every test takes its credentials, text, code and number from here, and every log line is searched for them. */
final class Sentinels {

    static final String API_KEY = "sentinelApiKey4711";
    /** In base64, as TeleSign has it. */
    static final String SECRET_KEY = "c2VudGluZWwtc2VjcmV0LWtleS00NzEx";

    /** No secret by itself. */
    static final String CUSTOMER_ID = "5E471E1A-C0DE-4711-8472-5E471E1C0DE5";

    static final String TEXT = "Sentinel text: the lighthouse keeper waits";
    static final String CODE = "918273";
    static final String UDH = "0B0504C0DE4711";

    static final String NATIONAL = "7700900471";
    static final String TO = "+44" + NATIONAL;

    private static final List<String> FORBIDDEN = List.of(
            API_KEY,
            SECRET_KEY,
            "lighthouse",
            CODE,
            UDH,
            NATIONAL,
            "7700 900471",
            base64(API_KEY + ":" + SECRET_KEY),
            base64(CUSTOMER_ID + ":" + SECRET_KEY),
            base64(TEXT));

    private Sentinels() {}

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first forbidden value in a text, if there is one. */
    static Optional<String> in(String text) {
        return FORBIDDEN.stream().filter(value -> isIn(text, value)).findFirst();
    }

    /** Six digits also turn up in the middle of an object's hash code; the code counts where it stands for itself. */
    private static boolean isIn(String text, String value) {
        return text.contains(value)
                && (!value.equals(CODE)
                        || Pattern.compile("(?<![0-9a-f])" + CODE + "(?![0-9a-f])")
                                .matcher(text)
                                .find());
    }

    static void assertAbsent(Object printed) {
        assertThat(in(String.valueOf(printed))).as(String.valueOf(printed)).isEmpty();
    }

    /** Searches messages and stack traces of the whole chain of causes. */
    static void assertAbsent(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertAbsent(text.toString());
    }
}
