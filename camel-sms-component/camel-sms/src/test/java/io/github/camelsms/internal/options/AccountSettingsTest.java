package io.github.camelsms.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.model.Secret;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which layer's option is in force. */
class AccountSettingsTest {

    private static final DeclaredOptions DECLARED = new DeclaredOptions(new ProviderFinder(new DefaultCamelContext()));

    private final SmsAccount near = new SmsAccount();
    private final SmsAccount far = new SmsAccount();

    private AccountSettings merged() {
        return AccountSettings.of(
                null,
                new SmsConfiguration(),
                new OptionLayers(List.of(near, far)),
                new OptionLayers(List.of(near, far)),
                DECLARED);
    }

    @Test
    void theNearerLayerWinsAndTheFartherFillsUp() {
        near.setMaxSegments(2);
        near.setParams(Map.of("a", "near"));
        far.setProvider("2fa-link");
        far.setMaxSegments(4);
        far.setFrom("ACME");
        far.setParams(Map.of("a", "far", "b", "far"));

        assertThat(merged().maxSegments()).isEqualTo(2);
        assertThat(merged().from()).isEqualTo("ACME");
        assertThat(merged().params()).isEqualTo(Map.of("a", "near", "b", "far"));
    }

    @Test
    void credentialsStayWithTheirProvider() {
        near.setProvider("telesign");
        far.setProvider("2fa-link");
        far.setApiKey("key-of-2fa-link");
        far.setSecretKey("secret-of-2fa-link");
        far.setBaseUrl("https://2fa.example.com");

        assertThat(merged().provider()).isEqualTo("telesign");
        assertThat(merged().apiKeys()).isEmpty();
        assertThat(merged().secretKeys()).isEmpty();
        assertThat(merged().baseUrl()).isNull();
    }

    @Test
    void credentialsOfALayerWithoutProviderAreShared() {
        near.setProvider("2fa-link");
        far.setApiKey("first,second");

        assertThat(merged().apiKeys()).containsExactly(new Secret("first"), new Secret("second"));
    }

    @Test
    void aPlusThatTheUriTurnedIntoASpaceIsRestored() {
        near.setProvider("2fa-link");
        near.setFrom(" 447700900000");
        SmsConfiguration own = new SmsConfiguration();
        own.setTo(" 447700900123");

        AccountSettings settings = AccountSettings.of(
                null, own, new OptionLayers(List.of(near)), new OptionLayers(List.of(near)), DECLARED);

        assertThat(settings.from()).isEqualTo("+447700900000");
        assertThat(settings.to()).isEqualTo("+447700900123");
    }

    @Test
    void optionsOfTheProviderComeFromEachLayerThatDoesNotNameAnother() {
        near.putOption("auth-method", "digest");
        far.setProvider("telesign");
        far.setCustomerId("C-1");
        far.setAuthMethod("basic");

        assertThat(merged().providerSettings()).isEqualTo(Map.of("authMethod", "digest", "customerId", "C-1"));

        near.setProvider("2fa-link");
        near.setOption(Map.of("base64", "always"));

        assertThat(merged().providerSettings()).isEqualTo(Map.of("base64", "always"));
    }

    @Test
    void aLayerWithoutProviderMaySetOptionsOfAnother() {
        near.setProvider("telesign");
        far.setBase64("always");

        assertThat(merged().providerSettings()).isEmpty();
    }

    @Test
    void aLayerWithTheProviderMayNot() {
        near.setProvider("telesign");
        near.setBase64("always");

        assertThatIllegalArgumentException()
                .isThrownBy(this::merged)
                .withMessage(
                        "option base64 is not known to provider telesign; accepted: [api, authMethod, customerId]");
    }

    @Test
    void onlyWhatSaysWhoTheAccountIsTellsAccountsApart() {
        near.setProvider("telesign");
        near.setCustomerId("C-1");
        AccountSettings.Identity identity = merged().identity();

        near.setApi("messaging");
        assertThat(merged().identity()).isEqualTo(identity);

        near.setCustomerId("C-2");
        assertThat(merged().identity()).isNotEqualTo(identity);
        assertThat(identity.toString()).doesNotContain("C-1");
    }

    @Test
    void aKeyWithASpaceIsRefusedWithoutShowingIt() {
        near.setProvider("telesign");
        near.setApiKey("abc def");

        assertThatIllegalArgumentException()
                .isThrownBy(this::merged)
                .withMessageContaining("apiKey")
                .withMessageContaining("RAW(")
                .withMessageNotContaining("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://api.example.com/open/",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://127.8.9.1:1",
                "http://[::1]:8080"
            })
    void httpsAndLoopbackAddressesAreAccepted(String address) {
        near.setProvider("2fa-link");
        near.setBaseUrl(address);

        assertThat(merged().baseUrl()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "http://127.0.0.1.example.com",
                "http://localhost.example.com",
                "ftp://localhost",
                "api.example.com",
                "https://",
                "https://u:p@api.example.com",
                "https://api.example.com?a=b",
                "https://api.example.com#x",
                "not an address",
                "http://10.0.0.1"
            })
    void otherAddressesAreRefused(String address) {
        near.setProvider("2fa-link");
        near.setBaseUrl(address);

        assertThatIllegalArgumentException().isThrownBy(this::merged).withMessageContaining("option baseUrl");
    }

    @Test
    void httpElsewhereNeedsToBeAllowed() {
        near.setProvider("2fa-link");
        near.setBaseUrl("http://sms.internal.example.com");
        near.setAllowHttp(true);

        assertThat(merged().baseUrl()).hasToString("http://sms.internal.example.com");
    }
}
