package io.github.camelsms.provider.twofalink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.ProviderOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwoFaLinkCodesTest {

    private final TwoFaLinkProvider provider = new TwoFaLinkProvider(new ProviderOptions(
            "2fa-link",
            null,
            List.of(new Secret("key")),
            List.of(new Secret("secret")),
            new TwoFaLinkFactory().options(),
            Map.of(),
            InstantSource.system(),
            () -> "nonce"));
    private final SmsMessage message =
            SmsMessage.to("+447700900123").text("Hello").build();

    /** A code is a JSON number or a numeric string; anything else leaves the HTTP status to decide. */
    @Test
    void aCodeThatIsNoNumberIsNoCode() {
        for (String code : List.of("\"\"", "\"Hello\"", "\"+447700900123\"", "true", "{}", "10.5")) {
            HttpResponse reply = HttpResponse.of(400, "{\"errorcode\": " + code + ", \"errormsg\": \"No\"}");
            SmsRefusedException refused = catchThrowableOfType(
                    SmsRefusedException.class, () -> provider.send().decode(message, reply));
            assertThat(refused.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
            assertThat(refused.providerCode()).isEmpty();
            assertThat(refused).hasMessageNotContaining("Hello").hasMessageNotContaining("447700900123");
        }
    }

    @Test
    void aCodeMayBeWrittenAsAnyNumber() {
        for (String code : List.of("100", "\"100\"", "\" 100 \"", "100.0", "1e2")) {
            HttpResponse reply = HttpResponse.of(200, "{\"errorcode\": " + code + ", \"request_id\": \"A-1\"}");
            assertThat(provider.send().decode(message, reply).messageId()).isEqualTo("A-1");
        }
    }

    /** An unparsable status code is UNKNOWN. */
    @Test
    void aStatusThatIsNoNumberIsUnknown() {
        HttpResponse reply = HttpResponse.of(200, "{\"request_id\": \"A-1\", \"statuscode\": \"delivered\"}");
        assertThat(provider.query().orElseThrow().decode(new SmsQuery("A-1", null, null), reply))
                .satisfies(receipt -> {
                    assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNKNOWN);
                    assertThat(receipt.providerCode()).isNull();
                });
    }
}
