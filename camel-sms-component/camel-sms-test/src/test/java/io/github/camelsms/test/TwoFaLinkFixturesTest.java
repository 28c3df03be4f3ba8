package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.provider.twofalink.TwoFaLinkFactory;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field that 2FA.link documents of a reply to a query and of a receipt, read from the recorded samples. */
class TwoFaLinkFixturesTest {

    private final SmsProvider provider = new TwoFaLinkFactory()
            .create(new ProviderOptions(
                    "2fa-link",
                    null,
                    List.of(new Secret("key")),
                    List.of(new Secret("secret")),
                    new TwoFaLinkFactory().options(),
                    Map.of(),
                    InstantSource.system(),
                    () -> "nonce"));

    private static byte[] fixture(String name) throws IOException {
        try (InputStream file = TwoFaLinkFixturesTest.class.getResourceAsStream("/fixtures/2fa-link/" + name)) {
            return file.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"query-delivered.json, 0.045, 1", "query-delivered-two-segments.json, 0.09, 2"})
    void aQueryGivesPriceInEuroBothNumbersAndBothTimes(String file, String price, int segments) throws IOException {
        DeliveryReceipt receipt = provider.query()
                .orElseThrow()
                .decode(
                        new SmsQuery("65F1A2B3-QWJXKTNMZP", null, null),
                        new HttpResponse(200, Map.of(), fixture(file)));

        assertThat(receipt.price()).isEqualByComparingTo(price);
        assertThat(receipt.currency()).isEqualTo("EUR");
        assertThat(receipt.from().value()).isEqualTo("ACME");
        assertThat(receipt.to().e164()).isEqualTo("+447700900123");
        assertThat(receipt.segments()).isEqualTo(segments);
        assertThat(receipt.submittedAt()).isEqualTo(Instant.parse("2024-03-13T12:57:23Z"));
        assertThat(receipt.at()).isEqualTo(Instant.parse("2024-03-13T12:57:31Z"));
        assertThat(receipt.details()).isEqualTo(Map.of("app_name", "Parcel Alerts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlr-delivered.json", "dlr-undelivered.json", "dlr-expired.json"})
    void aReceiptNamesItsSender(String file) throws IOException {
        DeliveryReceipt receipt = provider.dlr()
                .orElseThrow()
                .decode(new WebhookRequest("POST", "", Map.of(), fixture(file), null, null))
                .get(0);

        assertThat(receipt.from().value()).isEqualTo("ACME");
        assertThat(receipt.to().e164()).isEqualTo("+447700900123");
        assertThat(receipt.price()).isNull();
    }
}
