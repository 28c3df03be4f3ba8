package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.spi.SmsProvider;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelesignProviderTest {

    @Test
    void callsTheAddressOfThePublishedApi() {
        assertThat(Telesign.basic().baseUri()).isEqualTo(URI.create("https://rest-ww.telesign.com"));
        assertThat(Telesign.basic().id()).isEqualTo("telesign");
    }

    @Test
    void basicIsTheDefaultAndTakesTheKeyAsItStands() {
        assertThat(Telesign.basic()
                        .feedback()
                        .orElseThrow()
                        .encode(new SmsFeedback(Telesign.REFERENCE_ID))
                        .headers())
                .containsOnly(
                        Map.entry("Accept", "application/json"),
                        Map.entry(
                                "Authorization",
                                "Basic RkZGRkZGRkYtRUVFRS1ERERELTEyMzQtQUIxMjM0NTY3ODkwOkFBRUNBd1FGQmdjSUNRb0xEQTBPRHhBUkVo"
                                        + "TVVGUllYR0JrYUd4d2RIaDhnSVNJakpDVW1KeWdwS2lzc0xTNHZNREV5TXpRMU5qYzRPVG83UEQwK1B3PT0="));
    }

    @Test
    void everyOperationNeedsKeyAndCustomerId() {
        SmsProvider keyless = Telesign.provider(null, Telesign.CUSTOMER_ID, Map.of());
        assertThatIllegalArgumentException().isThrownBy(keyless::send).withMessageContaining("apiKey");
        assertThatIllegalArgumentException().isThrownBy(keyless::query).withMessageContaining("apiKey");
        assertThatIllegalArgumentException().isThrownBy(keyless::feedback).withMessageContaining("apiKey");
        SmsProvider nameless = Telesign.provider(Telesign.API_KEY, null, Map.of());
        assertThatIllegalArgumentException().isThrownBy(nameless::send).withMessageContaining("customerId");
        assertThatIllegalArgumentException().isThrownBy(nameless::query).withMessageContaining("customerId");
        assertThatIllegalArgumentException().isThrownBy(nameless::feedback).withMessageContaining("customerId");
    }

    @Test
    void keyThatCannotSignIsRefusedAtStart() {
        SmsProvider digest = Telesign.provider("abcde", Telesign.CUSTOMER_ID, Map.of("authMethod", "digest"));
        assertThatIllegalArgumentException().isThrownBy(digest::send).withMessageContaining("option apiKey");
    }

    @Test
    void customerIdThatWouldBreakAHeaderIsRefused() {
        for (String id : new String[] {"A:B", "A B", "A\r\nX-Other: 1", "\u00e9"}) {
            SmsProvider provider = Telesign.provider(Telesign.API_KEY, id, Map.of());
            assertThatIllegalArgumentException().isThrownBy(provider::send).withMessageContaining("option customerId");
        }
    }

    @Test
    void unknownAuthMethodNamesTheAcceptedOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telesign.provider(Telesign.API_KEY, "A", Map.of("authMethod", "oauth")))
                .withMessageContaining("authMethod=oauth")
                .withMessageContaining("[basic, digest]");
    }
}
