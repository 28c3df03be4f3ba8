package io.github.camelsms.provider.twofalink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of 2FA.link's fields, base64 and what a reply to a query holds. */
class TwoFaLinkFieldsTest {

    private static final String TEXT = "Grüße";
    private static final String ENCODED = Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8));

    private static SmsProvider provider(Map<String, String> settings) {
        return new TwoFaLinkProvider(new ProviderOptions(
                "2fa-link",
                null,
                List.of(new Secret("key")),
                List.of(new Secret("secret")),
                new TwoFaLinkFactory().options(),
                settings,
                InstantSource.system(),
                () -> "nonce"));
    }

    private static String sent(Map<String, String> settings, SmsMessage message) {
        return new String(provider(settings).send().encode(message).body(), StandardCharsets.UTF_8);
    }

    private static SmsMessage.Builder message() {
        return SmsMessage.to("+447700900123").text("Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "123456789012345"})
    void aRecipientHasTenToFifteenDigits(String digits) {
        assertThat(sent(Map.of(), SmsMessage.to("+" + digits).text("Hi").build()))
                .contains("\"to\":\"" + digits + "\"");
    }

    @Test
    void aRecipientOfNineDigitsIsRefused() {
        SmsMessage message = SmsMessage.to("+123456789").text("Hi").build();
        assertThatThrownBy(() -> sent(Map.of(), message))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("10 to 15 digits");
    }

    @Test
    void aRecipientOfSixteenDigitsIsNoNumber() {
        assertThatThrownBy(() -> SmsMessage.to("+1234567890123456")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB", "Ab 3", "12345678901", "ABCDEFGHIJK"})
    void aSenderHasTwoToElevenLettersDigitsAndSpaces(String sender) {
        assertThat(sent(Map.of(), message().from(sender).build())).contains("\"from\":\"" + sender + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "ABCDEFGHIJKL", "A-B", "Café", "A_B", "ACME!", "447700900123"})
    void anotherSenderIsRefused(String sender) {
        assertThatThrownBy(() -> sent(Map.of(), message().from(sender).build()))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("2 to 11 letters");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, Hi, false",
        "auto, Grüße, false",
        "auto, Привет, true",
        "always, Hi, true",
        "never, Привет, false"
    })
    void theOptionSaysWhichTextsTravelAsBase64(String policy, String text, boolean encoded) {
        String body = sent(Map.of("base64", policy), message().text(text).build());
        String expected = encoded
                ? "\"content\":\"" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        + "\",\"base64\":1"
                : "\"content\":\"" + text + "\"";
        assertThat(body).contains(expected);
        assertThat(body.contains("base64")).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "always", "never"})
    void aTextThatIsBase64AlreadyIsNotEncodedAgain(String policy) {
        SmsMessage message =
                message().text(ENCODED).params(Map.of("base64", "1")).build();
        assertThat(sent(Map.of("base64", policy), message)).contains("\"content\":\"" + ENCODED + "\",\"base64\":1");
    }

    @Test
    void theParameterTurnsBase64OffForOneMessage() {
        SmsMessage message =
                message().text("Привет").params(Map.of("base64", "0")).build();
        assertThat(sent(Map.of("base64", "always"), message))
                .contains("\"content\":\"Привет\"")
                .doesNotContain("base64");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'Hello, world'",
        "1, R3LDvMOfZQ",
        "1, 'R3LD\r\nvMOf'",
        "1, 'SGk'",
        "2, SGk=",
        "true, SGk=",
        "yes, SGk="
    })
    void whatIsNotBase64IsRefusedWithoutQuotingIt(String value, String text) {
        SmsMessage message =
                message().text(text).params(Map.of("base64", value)).build();
        assertThatThrownBy(() -> sent(Map.of(), message))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("base64")
                .hasMessageNotContaining(text);
    }

    @Test
    void anErrorThatRepeatsTheDecodedTextIsScrubbed() {
        SmsMessage message =
                message().text(ENCODED).params(Map.of("base64", "1")).build();
        HttpResponse reply =
                HttpResponse.of(200, "{\"errorcode\":301,\"errormsg\":\"Rejected <" + TEXT + "> " + ENCODED + "\"}");
        assertThatThrownBy(() -> provider(Map.of()).send().decode(message, reply))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("Rejected <***> ***")
                .hasMessageNotContaining(TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EUR",
        "'\"currency\":\"USD\",', USD",
        "'\"currency\":\"dollars\",', EUR",
        "'\"currency\":null,', EUR"
    })
    void thePriceIsInEuroUnlessAReplySaysOtherwise(String member, String currency) {
        DeliveryReceipt receipt = query("{" + member + "\"statuscode\":\"701\",\"price\":\"-0.05\"}");
        assertThat(receipt.price()).isEqualByComparingTo("0.05");
        assertThat(receipt.currency()).isEqualTo(currency);
    }

    @Test
    void aRefundIsNegative() {
        assertThat(query("{\"statuscode\":\"702\",\"price\":\"0.05\"}").price()).isEqualByComparingTo("-0.05");
    }

    @Test
    void withoutAPriceThereIsNoCurrency() {
        assertThat(query("{\"statuscode\":\"700\"}").currency()).isNull();
    }

    @Test
    void theApplicationIsADetail() {
        assertThat(query("{\"statuscode\":\"701\",\"app_name\":\"Parcel Alerts\"}")
                        .details())
                .isEqualTo(Map.of("app_name", "Parcel Alerts"));
        assertThat(query("{\"statuscode\":\"701\",\"app_name\":\" \"}").details())
                .isEmpty();
    }

    @Test
    void aReplyAboutAnotherMessageIsKept() {
        DeliveryReceipt receipt = query("{\"request_id\":\"OTHER\",\"statuscode\":\"701\"}");
        assertThat(receipt.messageId()).isEqualTo("A-1");
        assertThat(receipt.providerCode()).isEqualTo("701");
    }

    @Test
    void aProxysRefusalIsTheAccountsFault() {
        assertThatThrownBy(() -> provider(Map.of()).send().decode(message().build(), HttpResponse.of(407, "<html>")))
                .isInstanceOf(SmsRefusedException.class)
                .satisfies(refused ->
                        assertThat(((SmsException) refused).errorClass()).isEqualTo(ErrorClass.AUTHENTICATION));
    }

    private static DeliveryReceipt query(String body) {
        return provider(Map.of())
                .query()
                .orElseThrow()
                .decode(new SmsQuery("A-1", null, null), HttpResponse.of(200, body));
    }
}
