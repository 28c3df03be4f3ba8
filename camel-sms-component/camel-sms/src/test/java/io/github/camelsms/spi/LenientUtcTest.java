package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientUtcTest {

    @ParameterizedTest
    @CsvSource({
        "2026-09-15 10:30:00,       2026-09-15T10:30:00Z",
        "2026-09-15T10:30:00,       2026-09-15T10:30:00Z",
        "2026-09-15T10:30:00Z,      2026-09-15T10:30:00Z",
        "2026-09-15 10:30:00z,      2026-09-15T10:30:00Z",
        "2026-09-15 12:30:00+02:00, 2026-09-15T10:30:00Z",
        "2026-09-15T10:30:00.250Z,  2026-09-15T10:30:00.250Z"
    })
    void readsTimesInUtc(String text, Instant time) {
        assertThat(Lenient.utc(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "soon", "0000-00-00 00:00:00", "2026-02-30 10:30:00", "2026-09-15", "2026-09-1510:30:00"})
    void leavesOutWhatIsNoTime(String text) {
        assertThat(Lenient.utc(text)).isNull();
    }
}
