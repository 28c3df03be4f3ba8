package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.CodeState;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 9. */
class TelesignDlrTest {

    /** A published vector. */
    private static final String DELIVERED = "{\"status\":{\"code\":200,\"description\":\"Delivered to handset\","
            + "\"updated_on\":\"2026-09-15T10:30:07.181346Z\"},\"submit_timestamp\":\"2026-09-15T10:30:00.010101Z\","
            + "\"errors\":[],\"reference_id\":\"0123456789ABCDEF0123456789ABCDEF\",\"verify\":{\"code_state\":\"UNKNOWN\","
            + "\"code_entered\":null},\"sub_resource\":\"sms\",\"additional_info\":{\"message_parts_count\":1,"
            + "\"price\":\"0.0512\",\"mnc\":\"004\",\"mcc\":\"310\",\"currency\":\"USD\"}}";

    private static final String SIGNATURE = "inU5q6Z7mFUf3LVjpn7ZVO/FyxG+as3x+YV4PFRnFqA=";
    private static final String OTHER_KEY = "b3RoZXIga2V5";

    private static Webhook<DeliveryReceipt> dlr(String customerId, String... keys) {
        return new TelesignFactory()
                .create(new ProviderOptions(
                        "telesign",
                        null,
                        Stream.of(keys).map(Secret::new).toList(),
                        List.of(),
                        new TelesignFactory().options(),
                        customerId == null ? Map.of() : Map.of("customerId", customerId),
                        InstantSource.system(),
                        () -> "unused"))
                .dlr()
                .orElseThrow();
    }

    private static Webhook<DeliveryReceipt> dlr() {
        return dlr(Telesign.CUSTOMER_ID, Telesign.API_KEY);
    }

    private static WebhookRequest post(String body, Map<String, String> headers) {
        return new WebhookRequest("POST", "", headers, body.getBytes(StandardCharsets.UTF_8), null, null);
    }

    private static DeliveryReceipt receipt(String body) {
        return dlr().decode(post(body, Map.of())).get(0);
    }

    private static void forbidden(Webhook<?> webhook, Map<String, String> headers, String words) {
        Webhook.Signature signature = webhook.signature();
        assertThatExceptionOfType(WebhookException.class)
                .isThrownBy(() -> signature.verify(post(DELIVERED, headers)))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403))
                .withMessageContaining(words);
    }

    private static void genuine(Webhook<?> webhook, Map<String, String> headers) {
        assertThatNoException().isThrownBy(() -> webhook.signature().verify(post(DELIVERED, headers)));
    }

    @Test
    void signatureIsTheStandardVerification() {
        assertThat(dlr().verification()).isEqualTo(Verification.SIGNATURE);
        assertThat(dlr().methods()).containsExactly("POST");
    }

    @Test
    void withoutAKeyTheSignatureCannotBeCheckedAndItSaysWhatToSet() {
        Webhook<DeliveryReceipt> keyless = dlr(null);

        assertThatIllegalArgumentException().isThrownBy(keyless::signature).withMessageContaining("apiKey");
        assertThatNoException().isThrownBy(() -> keyless.decode(post(DELIVERED, Map.of())));
    }

    @Test
    void eitherHeaderWillDoWithOrWithoutSchemeAndCustomerId() {
        String full = "TSA " + Telesign.CUSTOMER_ID + ":" + SIGNATURE;
        for (String value :
                List.of(full, full.toLowerCase(Locale.ROOT).split(":", 2)[0] + ":" + SIGNATURE, "TSA " + SIGNATURE)) {
            genuine(dlr(), Map.of("authorization", value));
            genuine(dlr(), Map.of("x-ts-authorization", value));
        }
        genuine(dlr(), Map.of("X-TS-Authorization", SIGNATURE));
        genuine(dlr(), Map.of("Authorization", "Basic cHJveHk6cHJveHk=", "X-TS-Authorization", SIGNATURE));
    }

    @Test
    void missingOrWrongSignatureIsForbidden() {
        forbidden(dlr(), Map.of(), "missing");
        forbidden(dlr(), Map.of("Authorization", SIGNATURE), "missing");
        forbidden(dlr(), Map.of("X-TS-Authorization", ""), "wrong");
        forbidden(dlr(), Map.of("X-TS-Authorization", "!!"), "cannot be read");
        forbidden(dlr(), Map.of("X-TS-Authorization", SIGNATURE.replace("inU5", "inU6")), "wrong");
        forbidden(dlr(Telesign.CUSTOMER_ID, OTHER_KEY), Map.of("X-TS-Authorization", SIGNATURE), "wrong");
    }

    @Test
    void wrongStandardHeaderIsNotSavedByTheOther() {
        forbidden(
                dlr(),
                Map.of("Authorization", "TSA " + Telesign.CUSTOMER_ID + ":AAAA", "X-TS-Authorization", SIGNATURE),
                "wrong");
    }

    @Test
    void customerIdMustMatchWhereBothAreKnown() {
        Map<String, String> headers = Map.of("Authorization", "TSA 11111111:" + SIGNATURE);

        forbidden(dlr(), headers, "customerId");
        genuine(dlr(null, Telesign.API_KEY), headers);
    }

    @Test
    void everyConfiguredKeyVerifies() {
        genuine(dlr(Telesign.CUSTOMER_ID, OTHER_KEY, Telesign.API_KEY), Map.of("X-TS-Authorization", SIGNATURE));
    }

    @Test
    void readsACallback() {
        DeliveryReceipt receipt = receipt(DELIVERED);

        assertThat(receipt.messageId()).isEqualTo("0123456789ABCDEF0123456789ABCDEF");
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(receipt.statusFinal()).isTrue();
        assertThat(receipt.price()).isEqualByComparingTo("0.0512");
        assertThat(receipt.currency()).isEqualTo("USD");
        assertThat(receipt.segments()).isEqualTo(1);
        assertThat(receipt.codeState()).isEqualTo(CodeState.UNKNOWN);
        assertThat(receipt.at()).isEqualTo(Instant.parse("2026-09-15T10:30:07.181346Z"));
        assertThat(receipt.submittedAt()).isEqualTo(Instant.parse("2026-09-15T10:30:00.010101Z"));
        assertThat(receipt.providerCode()).isEqualTo("200");
        assertThat(receipt.providerText()).isEqualTo("Delivered to handset");
        assertThat(receipt.source()).isEqualTo(ReceiptSource.WEBHOOK);
    }

    /** The last word, although the states themselves are not. */
    @ParameterizedTest
    @CsvSource({
        "250, UNKNOWN, true",
        "251, SENT, true",
        "203, SENT, false",
        "599, UNKNOWN, false",
        "777, UNKNOWN, false"
    })
    void finalityIsThatOfTheCode(String code, DeliveryStatus status, boolean last) {
        DeliveryReceipt receipt = receipt("{\"reference_id\":\"A\",\"status\":{\"code\":\"" + code + "\"}}");

        assertThat(receipt.status()).isEqualTo(status);
        assertThat(receipt.statusFinal()).isEqualTo(last);
        assertThat(receipt.providerCode()).isEqualTo(code);
    }

    @Test
    void memberWithASpaceBehindItsNameIsRead() {
        DeliveryReceipt receipt = receipt("{\"reference_id\":\"A\",\"status\":{\"code\":200},"
                + "\"additional_info\":{\"sender_id \":\"ACME\",\"message_parts_count\":\"2\"}}");

        assertThat(receipt.from().value()).isEqualTo("ACME");
        assertThat(receipt.segments()).isEqualTo(2);
    }

    @Test
    void errorsSayWhyNothingWasAttempted() {
        DeliveryReceipt receipt = receipt(
                "{\"reference_id\":\"A\",\"status\":{\"code\":500,\"description\":"
                        + "\"Transaction not attempted.\"},\"errors\":[{\"code\":-10030,\"description\":\"Insufficient funds.\"}]}");

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.REJECTED);
        assertThat(receipt.providerCode()).isEqualTo("500");
        assertThat(receipt.providerText()).isEqualTo("Transaction not attempted.; -10030 Insufficient funds.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"reference_id\":\"A\"}",
                "{\"reference_id\":\"A\",\"status\":{}}",
                "{\"reference_id\":\"A\",\"status\":{\"code\":\"OK\"}}",
                "{\"status\":{\"code\":200}}",
                "{\"reference_id\":\" \",\"status\":{\"code\":200}}"
            })
    void unreadableCallbackIsRefused(String body) {
        assertThatExceptionOfType(WebhookException.class)
                .isThrownBy(() -> receipt(body))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
