package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that a factory declares, and their values. */
class ProviderOptionsTest {

    private static final ProviderOption POOL = ProviderOption.of("pool", "Pool of senders.");
    private static final ProviderOption UNIT =
            ProviderOption.of("unit", "Unit of times.").oneOf(TimeUnit.class, TimeUnit.SECONDS);
    private static final ProviderOption PIN =
            ProviderOption.of("pin", "Pin.").oneOf("1111", "2222").asSecret();

    private static ProviderOptions options(Map<String, String> settings) {
        return new ProviderOptions(
                "example",
                null,
                List.of(),
                List.of(),
                List.of(POOL, UNIT, PIN),
                settings,
                InstantSource.system(),
                () -> "nonce");
    }

    @Test
    void givesTheValueElseTheDefault() {
        assertThat(options(Map.of()).setting("pool")).isEmpty();
        assertThat(options(Map.of("pool", "alerts")).setting("pool")).hasValue("alerts");
        assertThat(options(Map.of()).setting("unit")).hasValue("seconds");
        assertThat(options(Map.of("unit", "Minutes")).setting("unit", TimeUnit.class))
                .isEqualTo(TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aRequiredOptionMustNotBeBlank(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Map.of("pool", value)).requireSetting("pool"))
                .withMessage("option pool is required by provider example");
    }

    @Test
    void refusesWhatIsNotDeclared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Map.of("pol", "hunter2")))
                .withMessage("option pol is not known to provider example; accepted: [pin, pool, unit]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Map.of()).setting("pol"))
                .withMessageContaining("accepted: [pin, pool, unit]");
    }

    @Test
    void refusesOtherValuesAndShowsNoSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Map.of("unit", "weeks")))
                .withMessageStartingWith("option unit=weeks is not known to provider example; accepted: [nanoseconds,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Map.of("pin", "3333")))
                .withMessageNotContaining("3333");
    }

    @Test
    void printsNoValue() {
        assertThat(options(Map.of("pool", "alerts")).toString())
                .contains("pool")
                .doesNotContain("alerts");
    }

    @Test
    void aDeclarationMustMakeSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderOption.of("sender-pool", "Pool."));
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderOption.of("pool", " "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POOL.oneOf("a", "b").withDefault("c"));
    }
}
