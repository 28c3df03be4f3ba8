package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import io.github.camelsms.spi.Webhook;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every webhook must do; the fixtures and the expectations come from {@link ProviderConformance}. */
final class WebhookConformance {

    private static final Secret OTHER_KEY = new Secret("YW5vdGhlciBrZXk=");

    private final SmsProviderFactory factory;

    WebhookConformance(SmsProviderFactory factory) {
        this.factory = factory;
    }

    /** The call that a fixture is: its bytes are the query string where its name ends in {@code .query}, the body otherwise. */
    static WebhookRequest request(Fixture fixture, byte[] bytes, Map<String, String> headers) {
        boolean inQuery = fixture.file().endsWith(".query");
        Map<String, String> all = new LinkedHashMap<>(fixture.headers());
        all.putAll(headers);
        return new WebhookRequest(
                fixture.entry().path("method").asText("POST"),
                inQuery ? new String(bytes, StandardCharsets.ISO_8859_1) : "",
                all,
                inQuery ? new byte[0] : bytes,
                null,
                "203.0.113.9");
    }

    static WebhookRequest request(Fixture fixture) {
        return request(fixture, fixture.body(), Map.of());
    }

    /** Reads the fixture and finds one piece of news in it. */
    static Object decode(Webhook<?> webhook, WebhookRequest request) {
        assertThat(webhook.methods()).contains(request.method());
        List<?> news = webhook.decode(request);
        assertThat(news).hasSize(1);
        return news.get(0);
    }

    /** The call is refused, and the reason repeats nothing of it. */
    static void refuses(Webhook<?> webhook, Fixture fixture, int status) {
        WebhookRequest request = request(fixture);
        WebhookException refusal = catchThrowableOfType(WebhookException.class, () -> webhook.decode(request));
        assertThat(refusal).as("refusal of %s", fixture).isNotNull();
        assertThat(refusal.status()).isEqualTo(status);
        String said = String.valueOf(refusal.getMessage());
        Stream<String> values = fixture.isJson()
                ? JsonChanges.scalars(fixture.json()).stream()
                : request.query().stream().map(field -> field.value());
        values.filter(value -> value.length() > 6)
                .forEach(value -> assertThat(said).doesNotContain(value));
    }

    /** The same call with members or parameters that no gateway sends means the same. */
    static void ignoresUnknownFields(Webhook<?> webhook, Fixture fixture) {
        byte[] more;
        if (fixture.isJson()) {
            more = JsonChanges.bytes(JsonChanges.withUnknownMembers(fixture.json()));
        } else {
            String query = new String(fixture.body(), StandardCharsets.UTF_8);
            more = ("x_conformance=1&" + query + "&x_conformance=2&&y").getBytes(StandardCharsets.UTF_8);
        }
        assertThat(decode(webhook, request(fixture, more, Map.of()))).isEqualTo(decode(webhook, request(fixture)));
    }

    /** What is printed of the news has no text in it and no full number. */
    static void printsMasked(Object news) {
        Stream<@Nullable Msisdn> numbers = Stream.empty();
        if (news instanceof InboundSms sms) {
            numbers = Stream.of(sms.from(), number(sms.to()));
            if (sms.text().length() > 6) {
                assertThat(news.toString()).doesNotContain(sms.text());
            }
        } else if (news instanceof DeliveryReceipt receipt) {
            numbers = Stream.of(receipt.to(), number(receipt.from()));
        }
        numbers.filter(Objects::nonNull)
                .forEach(number -> assertThat(news.toString()).doesNotContain(number.digits()));
    }

    private static @Nullable Msisdn number(@Nullable SenderId sender) {
        return sender == null ? null : sender.msisdn().orElse(null);
    }

    /** Checks an expectation that is common to all gateways. */
    static void expect(String id, String name, JsonNode expected, Object news) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (news instanceof DeliveryReceipt receipt) {
            assertThat(receipt.provider()).isEqualTo(id);
            assertThat(receipt.source()).isEqualTo(ReceiptSource.WEBHOOK);
            found.put("status", receipt.status());
            found.put("final", receipt.statusFinal());
            found.put("messageId", receipt.messageId());
            found.put("to", receipt.to() == null ? null : receipt.to().e164());
            found.put("from", receipt.from() == null ? null : receipt.from().value());
            found.put("segments", receipt.segments());
            found.put("price", receipt.price());
            found.put("currency", receipt.currency());
            found.put("providerCode", receipt.providerCode());
            found.put("codeState", receipt.codeState());
            found.put("at", receipt.at());
        } else if (news instanceof InboundSms sms) {
            assertThat(sms.provider()).isEqualTo(id);
            found.put("messageId", sms.messageId());
            found.put("inReplyTo", sms.inReplyTo());
            found.put("from", sms.from() == null ? null : sms.from().e164());
            found.put("to", sms.to() == null ? null : sms.to().value());
            found.put("text", sms.text());
            found.put("optOut", sms.optOut());
            found.put("at", sms.at());
            found.put("direction", "inbound");
        }
        if (!found.containsKey(name)) {
            fail("expectation %s of a webhook is not known to the suite; override expectNews(...)", name);
        }
        Object actual = found.get(name);
        if (actual instanceof BigDecimal number) {
            assertThat(number).as(name).isEqualByComparingTo(expected.asText());
        } else {
            assertThat(actual == null ? null : String.valueOf(actual))
                    .as(name)
                    .isEqualTo(expected.isNull() ? null : expected.asText());
        }
    }

    /** As it came, and under the second of two keys. */
    void verifies(SignedWebhook signed, WebhookOf webhookOf) {
        WebhookRequest request = request(signed.fixture(), signed.fixture().body(), signed.headers());
        signature(signed.keys(), webhookOf).verify(request);
        ProviderOptions rotated = withKeys(
                signed.keys(),
                first(OTHER_KEY, signed.keys().apiKeys()),
                first(OTHER_KEY, signed.keys().secretKeys()));
        signature(rotated, webhookOf).verify(request);
    }

    private static List<Secret> first(Secret key, List<Secret> keys) {
        return Stream.concat(Stream.of(key), keys.stream()).toList();
    }

    /** Without its signature, or with another one. */
    void refusesMissingOrOtherSignature(SignedWebhook signed, WebhookOf webhookOf) {
        Webhook.Signature signature = signature(signed.keys(), webhookOf);
        byte[] body = signed.fixture().body();
        forbids(signature, request(signed.fixture(), body, Map.of()), "missing");
        for (String value : List.of("", " ", "0", "null", "0".repeat(64), "TSA :", "Bearer x")) {
            Map<String, String> others = new LinkedHashMap<>();
            signed.headers().keySet().forEach(name -> others.put(name, value));
            forbids(signature, request(signed.fixture(), body, others), "\"" + value + "\"");
        }
        Map<String, String> altered = new LinkedHashMap<>();
        signed.headers().forEach((name, value) -> altered.put(name, flipped(value, value.length() - 7)));
        forbids(signature, request(signed.fixture(), body, altered), "altered");
    }

    private static String flipped(String value, int at) {
        char other = value.charAt(at) == '0' ? '1' : '0';
        return value.substring(0, at) + other + value.substring(at + 1);
    }

    /** Each byte in turn, more at the end, less at the end, nothing. */
    void refusesTampered(SignedWebhook signed, WebhookOf webhookOf) {
        Webhook.Signature signature = signature(signed.keys(), webhookOf);
        byte[] genuine = signed.fixture().body();
        for (int i = 0; i < genuine.length; i++) {
            byte[] forged = genuine.clone();
            forged[i] ^= 1;
            forbids(signature, request(signed.fixture(), forged, signed.headers()), "byte " + i + " changed");
        }
        byte[] longer = Arrays.copyOf(genuine, genuine.length + 1);
        longer[genuine.length] = '1';
        forbids(signature, request(signed.fixture(), longer, signed.headers()), "longer");
        byte[] shorter = Arrays.copyOf(genuine, genuine.length - 1);
        forbids(signature, request(signed.fixture(), shorter, signed.headers()), "shorter");
        forbids(signature, request(signed.fixture(), new byte[0], signed.headers()), "empty");
    }

    void refusesOtherKey(SignedWebhook signed, WebhookOf webhookOf) {
        ProviderOptions other = withKeys(signed.keys(), List.of(OTHER_KEY), List.of(OTHER_KEY));
        WebhookRequest request = request(signed.fixture(), signed.fixture().body(), signed.headers());
        forbids(signature(other, webhookOf), request, "under another key");
    }

    /** A consumer that could not check anything must not start. */
    void refusesToCheckWithoutKey(SignedWebhook signed, WebhookOf webhookOf) {
        ProviderOptions none = withKeys(signed.keys(), List.of(), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signature(none, webhookOf))
                .withMessageContaining("Key");
    }

    /** Finds the webhook that a fixture is for. */
    @FunctionalInterface
    interface WebhookOf {
        Webhook<?> of(SmsProvider provider);
    }

    private Webhook.Signature signature(ProviderOptions options, WebhookOf webhookOf) {
        return webhookOf.of(factory.create(options)).signature();
    }

    private static ProviderOptions withKeys(ProviderOptions options, List<Secret> apiKeys, List<Secret> secretKeys) {
        return new ProviderOptions(
                options.provider(),
                options.baseUrl(),
                apiKeys,
                secretKeys,
                options.declared(),
                options.settings(),
                options.clock(),
                options.nonces());
    }

    private static void forbids(Webhook.Signature signature, WebhookRequest request, String what) {
        WebhookException refusal = catchThrowableOfType(WebhookException.class, () -> signature.verify(request));
        assertThat(refusal).as(what).isNotNull();
        assertThat(refusal.status()).as(what).isEqualTo(403);
    }
}
