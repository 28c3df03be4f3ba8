package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.ProviderOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class TransmitSmsConformanceTest extends ProviderConformance {

    private static final String MESSAGE_ID = "331694668";
    private static final String HANDSET = "+61491570156";
    private static final Set<String> SENDS = Set.of("send-sms");
    private static final Set<String> QUERIES = Set.of("get-sms-delivery-status", "get-sms-sent");

    TransmitSmsConformanceTest() {
        super("transmitsms");
    }

    @Override
    protected SmsMessage sampleMessage() {
        return SmsMessage.to(HANDSET)
                .from("+61491570110")
                .text("Your parcel arrives today.")
                .build();
    }

    @Override
    protected Map<String, Object> requests() {
        return Map.of(
                "send-request.form",
                sampleMessage(),
                "send-request-unicode.form",
                SmsMessage.to(HANDSET)
                        .text("Café ✓ \uD83D\uDC4D 50% & more = ok+")
                        .build(),
                "send-request-list.form",
                toList("Hi [firstname], the gym is open."),
                "send-request-shared.form",
                SmsMessage.to(HANDSET)
                        .text("Sent from the shared pool")
                        .params(Map.of("from_shared", "true"))
                        .build(),
                "get-sms-delivery-status-request.form",
                sampleQuery(),
                "get-sms-sent-request.form",
                new SmsQuery(MESSAGE_ID, null, null));
    }

    private static SmsMessage toList(String text) {
        return SmsMessage.builder()
                .text(text)
                .params(Map.of("list_id", "4070887"))
                .build();
    }

    @Override
    protected SmsQuery sampleQuery() {
        return new SmsQuery(MESSAGE_ID, Msisdn.parse(HANDSET), null);
    }

    @Override
    protected String target(Fixture request) {
        return "POST " + request.entry().path("path").asText();
    }

    @Override
    protected Map<String, String> headers(Fixture request) {
        String key = options().requireApiKey().value();
        return Map.of(
                "Authorization",
                        BasicAuth.header(key, options().requireSecretKey().value()),
                "Content-Type", "application/x-www-form-urlencoded; charset=UTF-8",
                "Accept", "application/json");
    }

    @Override
    protected Optional<String> notCovered(Fixture fixture) {
        if (fixture.file().endsWith(".xml")) {
            return Optional.of("replies are asked for in JSON");
        }
        if (fixture.file().equals("send-request-full.form")) {
            return Optional.of("it has several recipients");
        }
        if (fixture.kind().equals("webhook")) {
            return Optional.empty();
        }
        String method = fixture.operation();
        boolean used = SENDS.contains(method)
                || QUERIES.contains(method)
                || method.equals("any")
                || fixture.file().equals("error-not-found.json");
        return used ? Optional.empty() : Optional.of("neither send nor query calls " + method);
    }

    @Override
    protected Set<Call> calls(Fixture response) {
        if (SENDS.contains(response.operation())) {
            return EnumSet.of(Call.SEND);
        }
        return QUERIES.contains(response.operation()) || response.file().equals("error-not-found.json")
                ? EnumSet.of(Call.QUERY)
                : super.calls(response);
    }

    @Override
    protected SmsMessage message(Fixture response) {
        return response.file().equals("send-accepted-list.json") ? toList("Hi") : sampleMessage();
    }

    @Override
    protected SmsQuery query(Fixture response) {
        return response.operation().equals("get-sms-sent") ? new SmsQuery(MESSAGE_ID, null, null) : sampleQuery();
    }

    @Override
    protected void expect(Fixture response, String name, JsonNode expected, Object result) {
        switch (name) {
            case "cost" -> assertThat(((SmsSubmission) result).price()).isEqualByComparingTo(expected.decimalValue());
            case "recipients" -> recipients(expected, result);
            case "failedRecipients" -> assertThat(words(result)).contains("fails " + expected.size());
            case "optedOutRecipients" -> assertThat(words(result)).contains("optouts " + expected.size());
            case "field" -> assertThat(words(result)).contains("'" + expected.asText() + "'");
            // The first page says how many recipients there are; further ones are not asked for.
            case "pageCount", "pageNumber" ->
                assertThat(((DeliveryReceipt) result).status()).isEqualTo(DeliveryStatus.UNKNOWN);
            default -> super.expect(response, name, expected, result);
        }
    }

    private static void recipients(JsonNode expected, Object result) {
        if (result instanceof SmsSubmission && expected.asInt() != 1) {
            assertThat(words(result)).endsWith("recipients " + expected.asInt());
        } else if (result instanceof DeliveryReceipt receipt && expected.size() == 1) {
            assertThat(receipt.status().name())
                    .isEqualTo(expected.get(0).path("status").asText());
            assertThat(receipt.to())
                    .isEqualTo(Msisdn.parse(expected.get(0).path("to").asText()));
        } else if (result instanceof DeliveryReceipt receipt) {
            assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNKNOWN);
            assertThat(words(receipt)).startsWith("recipients 4: delivered 1");
        }
    }

    private static String words(Object result) {
        if (result instanceof SmsException refusal) {
            return refusal.fault().detail();
        }
        return String.valueOf(
                result instanceof SmsSubmission submission
                        ? submission.providerText()
                        : ((DeliveryReceipt) result).providerText());
    }

    /** Section 8: of a reply the gateway's message_id is that of the message answered; response_id is its own. */
    @Override
    protected void expectNews(Fixture call, String name, JsonNode expected, Object news) {
        switch (name) {
            case "messageId" -> super.expectNews(call, news instanceof InboundSms ? "inReplyTo" : name, expected, news);
            case "responseId" -> super.expectNews(call, "messageId", expected, news);
            case "providerStatus" -> super.expectNews(call, "providerCode", expected, news);
            // They are signed, and otherwise the business of whoever registered the address.
            case "customParameters" -> assertThat(news.toString()).doesNotContain("orders/eu");
            default -> super.expectNews(call, name, expected, news);
        }
    }

    /** The vectors of section 8.1. */
    @Override
    protected List<SignedWebhook> signedWebhooks() {
        List<SignedWebhook> calls = new ArrayList<>();
        for (JsonNode vector : fixture("callback-signature-vectors.json").json()) {
            calls.add(new SignedWebhook(
                    fixture(vector.path("file").asText()),
                    withSecret(vector.path("secret").asText()),
                    Map.of(
                            "x-transmitsms-signature",
                            vector.path("x-transmitsms-signature").asText())));
        }
        assertThat(calls).hasSize(14);
        return calls;
    }

    private ProviderOptions withSecret(String secret) {
        ProviderOptions options = options();
        return new ProviderOptions(
                options.provider(),
                options.baseUrl(),
                options.apiKeys(),
                List.of(new Secret(secret)),
                options.declared(),
                options.settings(),
                options.clock(),
                options.nonces());
    }
}
