package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 8 and 10. */
class TransmitSmsWebhookTest {

    private static final String SECRET = "s3cr3t-Example";
    private static final String RECEIPT = "message_id=331694668&mobile=61491570156&datetime=2026-09-15+10%3A30%3A00"
            + "&status=delivered&user_id=54911&rate=10";
    private static final String RECEIPT_SIGNATURE = "987b8bf4684b03ae166ae9914200a5cd9b54bab9967f47d9f2d224b246f6b259";
    private static final String REPLY = "user_id=54911&message_id=331694668&mobile=61491570156&longcode=61491570110"
            + "&datetime_entry=2026-09-15+10%3A34%3A02&response=Caf%C3%A9+%22ok%22+%F0%9F%91%8D+a%2Fb"
            + "&response_id=35566670&is_optout=no";
    private static final String REPLY_SIGNATURE = "5dc97857d47de14928f228c9ef11c7da92cc77bb4c6082b5fed55f602c51c29e";

    private static SmsProvider provider(String... secrets) {
        return new TransmitSmsFactory()
                .create(new ProviderOptions(
                        "transmitsms",
                        null,
                        List.of(),
                        Arrays.stream(secrets).map(Secret::new).toList(),
                        new TransmitSmsFactory().options(),
                        Map.of(),
                        InstantSource.system(),
                        () -> "unused"));
    }

    private static Webhook<DeliveryReceipt> dlr() {
        return provider(SECRET).dlr().orElseThrow();
    }

    private static Webhook<InboundSms> inbound() {
        return provider(SECRET).inbound().orElseThrow();
    }

    private static WebhookRequest get(String query, Map<String, String> headers) {
        return new WebhookRequest("GET", query, headers, new byte[0], null, null);
    }

    private static WebhookRequest get(String query) {
        return get(query, Map.of());
    }

    private static WebhookRequest post(String query, String form, Map<String, String> headers) {
        return new WebhookRequest("POST", query, headers, form.getBytes(StandardCharsets.UTF_8), null, null);
    }

    private static Map<String, String> signed(String signature) {
        return Map.of("X-TransmitSMS-Signature", signature);
    }

    private static void refused(int status, Runnable call, String... words) {
        assertThatExceptionOfType(WebhookException.class)
                .isThrownBy(call::run)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status))
                .withMessageContainingAll(words);
    }

    @Test
    void signatureIsTheStandardVerification() {
        assertThat(dlr().verification()).isEqualTo(Verification.SIGNATURE);
        assertThat(inbound().verification()).isEqualTo(Verification.SIGNATURE);
        assertThat(dlr().methods()).containsExactlyInAnyOrder("GET", "POST");
    }

    @Test
    void withoutASecretTheSignatureCannotBeCheckedAndItSaysWhatToSet() {
        SmsProvider provider = provider();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.dlr().orElseThrow().signature())
                .withMessageContainingAll("secretKey", "verification=token", "webhookVerifyToken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.inbound().orElseThrow().signature());
    }

    @Test
    void everyConfiguredSecretVerifies() {
        Webhook.Signature rotated =
                provider("new-secret", SECRET).dlr().orElseThrow().signature();

        assertThatNoException().isThrownBy(() -> rotated.verify(get(RECEIPT, signed(RECEIPT_SIGNATURE))));
    }

    @Test
    void signatureCoversOwnParametersAndOrder() {
        Webhook.Signature signature = dlr().signature();
        String[] fields = RECEIPT.split("&");
        String reordered = fields[1] + "&" + fields[0] + "&" + String.join("&", Arrays.copyOfRange(fields, 2, 6));

        refused(403, () -> signature.verify(get("tenant=7&" + RECEIPT, signed(RECEIPT_SIGNATURE))), "wrong");
        refused(403, () -> signature.verify(get(RECEIPT + "&tenant=7", signed(RECEIPT_SIGNATURE))), "wrong");
        refused(403, () -> signature.verify(get(reordered, signed(RECEIPT_SIGNATURE))), "wrong");
        refused(403, () -> signature.verify(get(RECEIPT)), "missing");
        refused(403, () -> signature.verify(get(RECEIPT, signed(""))), "wrong");
        refused(403, () -> signature.verify(get("", signed(RECEIPT_SIGNATURE))), "wrong");
    }

    /** How the query is written makes no difference, what it says does: empty pieces, %2F or /, + or %20. */
    @Test
    void signatureCoversWhatTheQuerySays() {
        String other = RECEIPT.replace("+", "%20").replace("%3A", ":").replace("&status", "&&status");

        assertThatNoException().isThrownBy(() -> dlr().signature().verify(get(other, signed(RECEIPT_SIGNATURE))));
    }

    /** Otherwise a form could say something else than the query whose signature it borrows. */
    @Test
    void signatureOfAPostCoversQueryAndForm() {
        Webhook.Signature signature = dlr().signature();
        String own = RECEIPT.substring(0, RECEIPT.indexOf('&'));
        String form = RECEIPT.substring(RECEIPT.indexOf('&') + 1);

        assertThatNoException().isThrownBy(() -> signature.verify(post(own, form, signed(RECEIPT_SIGNATURE))));
        refused(403, () -> signature.verify(post(RECEIPT, "status=pending", signed(RECEIPT_SIGNATURE))), "wrong");
    }

    /** PHP keeps the first place and the last value. */
    @Test
    void ofARepeatedNameTheLastValueIsSignedAndRead() {
        assertThat(TransmitSmsSignature.json(
                        TransmitSmsCallback.of(get("a=1&b=2&a=3")).fields()))
                .isEqualTo("{\"a\":\"3\",\"b\":\"2\"}");
        assertThat(dlr().decode(get("status=pending&message_id=1&status=delivered"))
                        .get(0)
                        .status())
                .isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void writesJsonAsPhpDoes() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("a/b", "\"\\/\b\f\n\r\t\u0001\u001f\u007f");
        fields.put("é", "\u0080\u2028\ud83d\udc4d");

        assertThat(TransmitSmsSignature.json(fields))
                .isEqualTo("{\"a\\/b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\","
                        + "\"\\u00e9\":\"\\u0080\\u2028\\ud83d\\udc4d\"}");
        assertThat(TransmitSmsSignature.json(Map.of())).isEqualTo("[]");
    }

    @Test
    void readsAReceipt() {
        DeliveryReceipt receipt = dlr().decode(get(RECEIPT)).get(0);

        assertThat(receipt.messageId()).isEqualTo("331694668");
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(receipt.to()).hasToString("***56");
        assertThat(receipt.providerCode()).isEqualTo("delivered");
        assertThat(receipt.at()).isEqualTo(Instant.parse("2026-09-15T10:30:00Z"));
        assertThat(receipt.price()).isNull();
        assertThat(receipt.source()).isEqualTo(ReceiptSource.WEBHOOK);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, SENT, false",
        "Delivered, DELIVERED, true",
        "soft_bounce, UNDELIVERED, true",
        "HARD+BOUNCE, UNDELIVERED, true",
        "bounced, UNDELIVERED, true",
        "failed, UNDELIVERED, true",
        "user+cancelled, REJECTED, true",
        "completed, SENT, false",
        "quantum, UNKNOWN, false"
    })
    void readsEachState(String state, DeliveryStatus status, boolean last) {
        DeliveryReceipt receipt =
                dlr().decode(get("message_id=1&status=" + state)).get(0);

        assertThat(receipt.status()).isEqualTo(status);
        assertThat(receipt.statusFinal()).isEqualTo(last);
        assertThat(receipt.providerCode()).isEqualTo(state.replace('+', ' '));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-45+10:00:00", "", "0000-00-00+00:00:00"})
    void timeThatCannotBeReadIsAbsent(String time) {
        assertThat(dlr().decode(get("message_id=1&status=pending&datetime=" + time))
                        .get(0)
                        .at())
                .isNull();
    }

    @Test
    void receiptNeedsIdAndState() {
        refused(400, () -> dlr().decode(get("message_id=+&status=delivered")), "message_id");
        refused(400, () -> dlr().decode(get("status=delivered")), "message_id");
        refused(400, () -> dlr().decode(get("message_id=1&status=")), "status");
    }

    @Test
    void readsAReplyByteForByte() {
        inbound().signature().verify(get(REPLY, signed(REPLY_SIGNATURE)));
        InboundSms sms = inbound().decode(get(REPLY)).get(0);

        assertThat(sms.text()).isEqualTo("Café \"ok\" 👍 a/b");
        assertThat(sms.messageId()).isEqualTo("35566670");
        assertThat(sms.inReplyTo()).isEqualTo("331694668");
        assertThat(sms.from().e164()).isEqualTo("+61491570156");
        assertThat(sms.to().value()).isEqualTo("+61491570110");
        assertThat(sms.optOut()).isFalse();
        assertThat(sms.at()).isEqualTo(Instant.parse("2026-09-15T10:34:02Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" two  spaces ", "line\r\nbreak\n", "%41 100% +1", "\ttab\u00a0", "שלום", ""})
    void replyKeepsItsText(String text) {
        String query = "response_id=7&response=" + URLEncoder.encode(text, StandardCharsets.UTF_8);

        assertThat(inbound().decode(get(query)).get(0).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message_id=&", "message_id=0&", ""})
    void smsThatAnswersNothingHasNoInReplyTo(String messageId) {
        InboundSms sms = inbound()
                .decode(get(messageId + "response=JOIN&response_id=7&is_optout=no"))
                .get(0);

        assertThat(sms.inReplyTo()).isNull();
        assertThat(sms.messageId()).isEqualTo("7");
    }

    @Test
    void shortCodeStaysAsItCame() {
        assertThat(inbound()
                        .decode(get("response=JOIN&response_id=7&longcode=33345"))
                        .get(0)
                        .to()
                        .value())
                .isEqualTo("33345");
    }

    @Test
    void optOutIsMarked() {
        assertThat(inbound()
                        .decode(get("response=STOP&response_id=7&is_optout=Yes"))
                        .get(0)
                        .optOut())
                .isTrue();
    }

    @Test
    void replyNeedsItsText() {
        refused(400, () -> inbound().decode(get("message_id=1&response_id=7")), "response is missing");
    }

    /** Several kinds of call may have been registered at one address by mistake. */
    @Test
    void callOfAnotherKindIsRefusedNamingTheOperationThatTakesIt() {
        String linkHit = "link_hits=1&message_id=1&mobile=61491570156&user_id=1";
        String listAction = "type=add&list_id=1&mobile=61491570156";

        refused(400, () -> dlr().decode(get(REPLY)), "sms:inbound", "reply");
        refused(400, () -> inbound().decode(get(RECEIPT)), "sms:dlr", "receipt");
        refused(400, () -> dlr().decode(get(linkHit)), "link hit", "sms:dlr", "sms:inbound");
        refused(400, () -> inbound().decode(get(linkHit)), "link hit");
        refused(400, () -> dlr().decode(get(listAction)), "list");
        refused(400, () -> inbound().decode(get("tenant=7")), "neither");
    }

    @Test
    void aFormInAGetIsNotRead() {
        WebhookRequest request = new WebhookRequest(
                "GET", "message_id=1", Map.of(), "status=delivered".getBytes(StandardCharsets.UTF_8), null, null);

        refused(400, () -> dlr().decode(request), "neither");
    }

    @Test
    void printsNothingOfTheCall() {
        assertThat(TransmitSmsCallback.of(get(REPLY))).hasToString("TransmitSmsCallback[REPLY]");
        assertThat(inbound().decode(get(REPLY)).get(0).toString()).doesNotContain("Caf", "61491570156");
    }
}
