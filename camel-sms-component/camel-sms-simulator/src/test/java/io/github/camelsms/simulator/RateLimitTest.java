package io.github.camelsms.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final RateLimit twoPerSecond = new RateLimit(2);

    @Test
    void letsSoManyThroughInAnySecond() {
        assertThat(twoPerSecond.admits(NOON)).isTrue();
        assertThat(twoPerSecond.admits(NOON.plusMillis(900))).isTrue();
        assertThat(twoPerSecond.admits(NOON.plusMillis(999))).isFalse();
        assertThat(twoPerSecond.admits(NOON.plusMillis(1000))).isTrue();
        assertThat(twoPerSecond.admits(NOON.plusMillis(1100))).isFalse();
        assertThat(twoPerSecond.admits(NOON.plusMillis(1900))).isTrue();
    }
}
