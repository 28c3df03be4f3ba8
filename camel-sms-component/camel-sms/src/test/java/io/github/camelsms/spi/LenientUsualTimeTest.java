package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form that most replies have is read without Java's parser, and means the same. */
class LenientUsualTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-09-15T10:30:00Z",
                "2026-09-15T10:30:00.4Z",
                "2026-09-15T10:30:00.417428Z",
                "2026-09-15T10:30:00.123456789Z",
                "2026-09-15T10:30:00.1234567890Z",
                "2026-09-15T10:30:00.Z",
                "2026-09-15T10:30:00,4Z",
                "2026-09-15T10:30Z",
                "2026-09-15T24:00:00Z",
                "2026-09-15T10:60:00Z",
                "2026-09-15T10:30:60Z",
                "2026-02-29T10:30:00Z",
                "2028-02-29T10:30:00Z",
                "2026-13-15T10:30:00Z",
                "0000-01-01T00:00:00Z",
                "2026-09-15 10:30:00Z",
                "2026-09-15t10:30:00z",
                "2026-09-15T10:30:00+02:00",
                "+2026-09-15T10:30:00Z",
                "2026-09-1510:30:00000Z",
                "20\u0662\u0666-09-15T10:30:00Z",
                ""
            })
    void theUsualFormMeansWhatJavaSays(String text) {
        assertThat(Lenient.time(text)).isEqualTo(byJava(text));
    }

    private static Instant byJava(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
