package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransmitSmsFactoryTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void signsWithKeyAndSecret() {
        SmsProvider provider = provider(List.of(new Secret(KEY)), List.of(new Secret("s3cr3t-Example")));

        assertThat(authorization(provider))
                .isEqualTo("Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6czNjcjN0LUV4YW1wbGU=");
        assertThat(provider.warnings()).isEmpty();
    }

    @Test
    void signsWithTheFirstOfSeveralKeys() {
        SmsProvider provider =
                provider(List.of(new Secret("new"), new Secret("old")), List.of(new Secret("n"), new Secret("o")));

        assertThat(authorization(provider)).isEqualTo("Basic bmV3Om4=");
    }

    @Test
    void blankSecretIsLegalAndWarnedOf() {
        SmsProvider provider = provider(List.of(new Secret("new")), List.of());

        assertThat(authorization(provider)).isEqualTo("Basic bmV3Og==");
        assertThat(provider.warnings())
                .singleElement()
                .asString()
                .contains("secretKey")
                .doesNotContain("new");
    }

    @Test
    void keyIsRequiredByWhatCalls() {
        SmsProvider provider = provider(List.of(), List.of());

        assertThatIllegalArgumentException().isThrownBy(provider::send).withMessageContaining("apiKey");
        assertThatIllegalArgumentException().isThrownBy(provider::query).withMessageContaining("apiKey");
    }

    @Test
    void keyHasNoColon() {
        SmsProvider provider = provider(List.of(new Secret("ab:cd")), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(provider::send)
                .withMessageContaining("apiKey")
                .withMessageNotContaining("ab:cd");
    }

    @Test
    void takesNoFeedback() {
        assertThat(provider(List.of(new Secret(KEY)), List.of()).feedback()).isEmpty();
    }

    @Test
    void callsTheGatewaysOwnAddress() {
        assertThat(provider(List.of(), List.of()).baseUri()).hasToString("https://api.transmitsms.com");
    }

    private static String authorization(SmsProvider provider) {
        return provider.send()
                .encode(SmsMessage.to("+61491570156").text("x").build())
                .headers()
                .get("Authorization");
    }

    private static SmsProvider provider(List<Secret> keys, List<Secret> secrets) {
        return new TransmitSmsFactory()
                .create(new ProviderOptions(
                        "transmitsms",
                        null,
                        keys,
                        secrets,
                        new TransmitSmsFactory().options(),
                        Map.of(),
                        InstantSource.fixed(Instant.EPOCH),
                        () -> "nonce"));
    }
}
