package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.internal.exchange.Correlated;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a send remembers comes back out of a store as it was, and nothing else does. */
class CorrelatedCodecTest {

    static Stream<Object> values() {
        return Stream.of(
                "M\u00fcller \ud83d\udc4d\n",
                "",
                true,
                7,
                7L,
                (short) 7,
                (byte) 7,
                7.5,
                7.5f,
                new BigDecimal("7.50"),
                new BigInteger("12345678901234567890"),
                UUID.fromString("0b0f6f3c-3a0b-4f0e-9a25-5f3f0c8e2f11"),
                Instant.parse("2026-09-15T10:30:00.5Z"),
                LocalDate.parse("2026-09-15"),
                LocalDateTime.parse("2026-09-15T10:30:00"),
                OffsetDateTime.parse("2026-09-15T10:30:00+02:00"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWas(Object value) {
        Correlated values = new Correlated(Map.of("header", value), Map.of("property", value));

        assertThat(CorrelatedCodec.decode(CorrelatedCodec.encode(values))).isEqualTo(values);
        assertThat(CorrelatedCodec.unwritable(values)).isEmpty();
    }

    @Test
    void leavesOutWhatItCannotWriteAndNamesIt() {
        Correlated values = new Correlated(Map.of("order", new Object(), "id", 7), Map.of("tenant", "north"));

        assertThat(CorrelatedCodec.unwritable(values)).containsExactly("order");
        assertThat(CorrelatedCodec.decode(CorrelatedCodec.encode(values)))
                .isEqualTo(new Correlated(Map.of("id", 7), Map.of("tenant", "north")));
    }

    @Test
    void refusesBytesOfAnotherOrigin() {
        byte[] good = CorrelatedCodec.encode(new Correlated(Map.of("id", 7), Map.of()));

        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatIllegalArgumentException().isThrownBy(() -> CorrelatedCodec.decode(cut));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CorrelatedCodec.decode(new byte[] {9, 0, 0, 0, 0}));
    }
}
