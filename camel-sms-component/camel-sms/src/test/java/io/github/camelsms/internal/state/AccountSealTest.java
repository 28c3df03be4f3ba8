package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.options.ProviderFinder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can open what is sealed with the keys of an account. */
class AccountSealTest {

    private static final byte[] CLEAR = "65F1A2B3-QWJXKTNMZP".getBytes(StandardCharsets.UTF_8);

    static AccountSettings settings(@Nullable String apiKey, @Nullable String secretKey) {
        SmsConfiguration options = new SmsConfiguration();
        options.setProvider("2fa-link");
        options.setApiKey(apiKey);
        options.setSecretKey(secretKey);
        OptionLayers layers = new OptionLayers(List.of(options));
        return AccountSettings.of(
                "main", options, layers, layers, new DeclaredOptions(new ProviderFinder(new DefaultCamelContext())));
    }

    private static AccountSeal seal(String apiKey, String secretKey) {
        return AccountSeal.of(settings(apiKey, secretKey));
    }

    @Test
    void whatIsSealedCannotBeReadAndOpensForTheSameEntry() {
        byte[] sealed = seal("key", "secret").seal("dlr-1:a", CLEAR);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("65F1A2B3");
        assertThat(seal("key", "secret").open("dlr-1:a", sealed)).contains(CLEAR);
        assertThat(seal("key", "secret").open("dlr-1:b", sealed)).isEmpty();
        assertThat(seal("key", "secret").seal("dlr-1:a", CLEAR)).isNotEqualTo(sealed);
    }

    @ParameterizedTest
    @CsvSource({
        "'key',     'secret',     true",
        "'new,key', 'secret',     true",
        "'new,key', 'new,secret', true",
        "'key',     'new,secret', true",
        "'new',     'secret',     false",
        "'key',     'new',        false",
        "'secret',  'key',        false"
    })
    void aFormerKeyInSecondPlaceOpens(String apiKey, String secretKey, boolean opens) {
        byte[] sealed = seal("key", "secret").seal("dlr-1:a", CLEAR);

        assertThat(seal(apiKey, secretKey).open("dlr-1:a", sealed).isPresent()).isEqualTo(opens);
    }

    @Test
    void whatSomebodyElseWroteIsNotOpened() {
        byte[] sealed = seal("key", "secret").seal("dlr-1:a", CLEAR);
        sealed[sealed.length - 1] ^= 1;

        assertThat(seal("key", "secret").open("dlr-1:a", sealed)).isEmpty();
        assertThat(seal("key", "secret").open("dlr-1:a", new byte[0])).isEmpty();
        assertThat(seal("key", "secret").open("dlr-1:a", new byte[40])).isEmpty();
    }

    @Test
    void anAccountWithoutCredentialsCannotSeal() {
        assertThat(AccountSeal.isPossible(settings(null, null))).isFalse();
        assertThat(AccountSeal.isPossible(settings("key", null))).isTrue();
    }
}
