package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.BasicAuth;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.ProviderOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class TelesignConformanceTest extends ProviderConformance {

    private static final String REFERENCE_ID = "0123456789ABCDEF0123456789ABCDEF";

    TelesignConformanceTest() {
        super("telesign");
    }

    @Override
    protected SmsMessage sampleMessage() {
        return SmsMessage.to("+15555550100")
                .verifyCode("57244")
                .text("Your code is $$CODE$$")
                .build();
    }

    @Override
    protected SmsQuery sampleQuery() {
        return new SmsQuery(REFERENCE_ID, null, null);
    }

    @Override
    protected Map<String, Object> requests() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("callback_url", "https://hooks.example.com/sms/telesign?route=eu");
        params.put("sim_swap_check", "true");
        params.put("transaction_payee", "Viatu");
        params.put("transaction_amount", "40 GBP");
        params.put("dlt_entity_id", "1101500000000000001");
        params.put("dlt_template_id", "1107160000000000001");
        params.put("is_primary", "true");
        params.put("language", "en-GB");
        params.put("originating_ip", "203.0.113.45");
        params.put("ucid", "TRVF");
        return Map.of(
                "verify-sms-request-minimal.form",
                SmsMessage.to("+15555550100").build(),
                "verify-sms-request.form",
                sampleMessage(),
                "verify-sms-request-full.form",
                sampleMessage().toBuilder()
                        .from("ACMESHOP")
                        .text("Pay $$AMOUNT$$ to $$PAYEE$$? Code $$CODE$$")
                        .params(params)
                        .build(),
                "verify-sms-request-unicode.form",
                SmsMessage.to("+15555550100").text("Código ✓ 👍 $$CODE$$ & más").build(),
                "status-check-code.query",
                new SmsQuery(REFERENCE_ID, null, "57244"));
    }

    @Override
    protected String target(Fixture request) {
        return request.entry().path("method").asText() + " "
                + request.entry().path("path").asText();
    }

    @Override
    protected Map<String, String> headers(Fixture request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Authorization",
                BasicAuth.header(
                        options().requireSetting("customerId"),
                        options().requireApiKey().value()));
        headers.put("Accept", "application/json");
        if (request.file().endsWith(".form")) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        return headers;
    }

    @Override
    protected Optional<String> notCovered(Fixture fixture) {
        return fixture.operation().startsWith("messaging")
                ? Optional.of("a reply of the Messaging API, which TelesignMessagingTest covers")
                : super.notCovered(fixture);
    }

    @Override
    protected void expect(Fixture response, String name, JsonNode expected, Object result) {
        if (name.equals("updatedOn")) {
            assertThat(result)
                    .isInstanceOfSatisfying(
                            DeliveryReceipt.class,
                            receipt -> assertThat(Objects.toString(receipt.at(), null))
                                    .isEqualTo(expected.textValue()));
            return;
        }
        super.expect(response, name, expected, result);
    }

    /** Section 9: a callback of state 500 says in its errors why, which a receipt has as words. */
    @Override
    protected void expectNews(Fixture call, String name, JsonNode expected, Object news) {
        switch (name) {
            case "cost" -> super.expectNews(call, "price", expected, news);
            case "errorCode" ->
                assertThat(((DeliveryReceipt) news).providerText()).contains(expected.asText());
            case "errorClass" -> assertThat(((DeliveryReceipt) news).status()).isEqualTo(DeliveryStatus.REJECTED);
            // A reference of the Messaging API's, which a receipt has no place for.
            case "externalId" ->
                assertThat(((DeliveryReceipt) news).messageId()).isEqualTo(REFERENCE_ID);
            default -> super.expectNews(call, name, expected, news);
        }
    }

    /** The vectors of section 9, once with each header. */
    @Override
    protected List<SignedWebhook> signedWebhooks() {
        JsonNode file = fixture("callback-signature-vectors.json").json();
        ProviderOptions options = options();
        ProviderOptions keys = new ProviderOptions(
                options.provider(),
                options.baseUrl(),
                List.of(new Secret(file.path("apiKey").asText())),
                options.secretKeys(),
                options.declared(),
                Map.of("customerId", file.path("customerId").asText()),
                options.clock(),
                options.nonces());
        List<SignedWebhook> calls = new ArrayList<>();
        for (JsonNode vector : file.path("vectors")) {
            for (String header : List.of("Authorization", "X-TS-Authorization")) {
                calls.add(new SignedWebhook(
                        fixture(vector.path("file").asText()),
                        keys,
                        Map.of(header, vector.path(header).asText())));
            }
        }
        assertThat(calls).hasSize(28);
        return calls;
    }
}
