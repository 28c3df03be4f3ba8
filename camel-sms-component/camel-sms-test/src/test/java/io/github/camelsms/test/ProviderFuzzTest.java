package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import io.github.camelsms.spi.Webhook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever arrives, a provider throws what the SPI says and nothing else, comes to an end, and takes no call for signed that was altered.
 * A failing property prints the seed with which it can be repeated.
 */
class ProviderFuzzTest {

    private static final String CUSTOMER_ID = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
    private static final String KEY = "b25lIGtleSBmb3IgYWxs";
    private static final String TRANSMITSMS_QUERY = "tenant=7&message_id=331694668&mobile=61491570156"
            + "&datetime=2026-09-15+10%3A30%3A00&status=delivered&response=Caf%C3%A9+%F0%9F%91%8D+a%2Fb&rate=10";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static final Map<String, SmsProvider> PROVIDERS = new LinkedHashMap<>();
    private static final Map<String, List<Fixture>> FIXTURES = new LinkedHashMap<>();

    static {
        for (String id : List.of("2fa-link", "2chat", "transmitsms", "telesign")) {
            PROVIDERS.put(id, provider(id));
            FIXTURES.put(id, Fixture.all(ProviderFuzzTest.class.getClassLoader(), id));
        }
    }

    private static SmsProvider provider(String id) {
        String path = "META-INF/services/io/github/camelsms/provider/" + id;
        try (InputStream stream = ProviderFuzzTest.class.getClassLoader().getResourceAsStream(path)) {
            Properties file = new Properties();
            file.load(stream);
            SmsProviderFactory factory = (SmsProviderFactory)
                    Class.forName(file.getProperty("class")).getConstructor().newInstance();
            return factory.create(new ProviderOptions(
                    id,
                    null,
                    List.of(new Secret(KEY)),
                    List.of(new Secret(KEY)),
                    factory.options(),
                    id.equals("telesign") ? Map.of("customerId", CUSTOMER_ID) : Map.of(),
                    InstantSource.fixed(Instant.parse("2026-05-11T08:15:00Z")),
                    () -> "5b0c2f9e-6d1a-4f3b-8c7d-2e9f0a1b3c4d"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static Stream<Webhook<?>> webhooks(SmsProvider provider) {
        return Stream.of(provider.dlr(), provider.inbound()).flatMap(webhook -> webhook.stream());
    }

    /** Ends in time, in a value or in an exception of that class. */
    private static void endsWell(Runnable call, Class<? extends RuntimeException> allowed) {
        assertTimeoutPreemptively(LONG_ENOUGH, () -> {
            try {
                call.run();
            } catch (RuntimeException thrown) {
                if (!allowed.isInstance(thrown)) {
                    throw new AssertionError("threw what the SPI does not allow", thrown);
                }
            }
        });
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void webhookIsReadOrRefused(@ForAll("calls") WebhookRequest request) {
        for (SmsProvider provider : PROVIDERS.values()) {
            webhooks(provider).forEach(webhook -> endsWell(() -> webhook.decode(request), WebhookException.class));
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void unsignedCallIsNeverTakenForSigned(@ForAll("calls") WebhookRequest request) {
        for (String id : List.of("transmitsms", "telesign")) {
            webhooks(PROVIDERS.get(id)).forEach(webhook -> {
                Webhook.Signature signature = webhook.signature();
                endsWell(
                        () -> {
                            signature.verify(request);
                            throw new AssertionError("taken for signed");
                        },
                        WebhookException.class);
            });
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void alteredQueryOfTransmitSmsIsForbidden(@ForAll("changes") List<Change> changes) {
        String query = new String(
                altered(TRANSMITSMS_QUERY.getBytes(StandardCharsets.ISO_8859_1), changes), StandardCharsets.ISO_8859_1);
        // Written differently it may say the same: that is no forgery.
        Assume.that(!said(query).equals(said(TRANSMITSMS_QUERY)));
        Map<String, String> headers = Map.of("x-transmitsms-signature", transmitSmsSignature());
        WebhookRequest genuine = new WebhookRequest("GET", TRANSMITSMS_QUERY, headers, new byte[0], null, null);
        WebhookRequest forged = new WebhookRequest("GET", query, headers, new byte[0], null, null);

        webhooks(PROVIDERS.get("transmitsms")).forEach(webhook -> {
            assertThatCode(() -> webhook.signature().verify(genuine)).doesNotThrowAnyException();
            forbidden(webhook, forged);
        });
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void alteredBodyOfTelesignIsForbidden(@ForAll("changes") List<Change> changes, @ForAll("files") int index) {
        byte[] body = body(FIXTURES.get("telesign"), index);
        byte[] other = altered(body, changes);
        Assume.that(!Arrays.equals(body, other));
        Map<String, String> headers = Map.of(
                "Authorization",
                "TSA " + CUSTOMER_ID + ":" + base64(hmac(Base64.getDecoder().decode(KEY), body)));
        Webhook<?> webhook = PROVIDERS.get("telesign").dlr().orElseThrow();

        assertThatCode(() -> webhook.signature().verify(post(body, headers))).doesNotThrowAnyException();
        forbidden(webhook, post(other, headers));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void alteredSignatureIsForbidden(@ForAll("changes") List<Change> changes) {
        byte[] body = body(FIXTURES.get("telesign"), 0);
        byte[] signature = hmac(Base64.getDecoder().decode(KEY), body);
        byte[] other = altered(signature, changes);
        Assume.that(!Arrays.equals(signature, other));

        forbidden(
                PROVIDERS.get("telesign").dlr().orElseThrow(), post(body, Map.of("X-TS-Authorization", base64(other))));
        byte[] hex = transmitSmsSignature().getBytes(StandardCharsets.ISO_8859_1);
        byte[] otherHex = altered(hex, changes);
        Assume.that(!Arrays.equals(hex, otherHex));
        forbidden(
                PROVIDERS.get("transmitsms").dlr().orElseThrow(),
                new WebhookRequest(
                        "GET",
                        TRANSMITSMS_QUERY,
                        Map.of("x-transmitsms-signature", new String(otherHex, StandardCharsets.ISO_8859_1)),
                        new byte[0],
                        null,
                        null));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void replyIsReadOrRefused(
            @ForAll("bodies") Body body,
            @ForAll("statuses") int status,
            @ForAll("headers") Map<String, String> headers) {
        HttpResponse reply = new HttpResponse(status, headers, body.bytes());
        SmsMessage message = SmsMessage.to("+447700900123")
                .from("+13125550147")
                .text("Your code is 57244")
                .build();
        SmsQuery query = new SmsQuery("0123456789ABCDEF", null, null);
        SmsQuery ofOne = new SmsQuery("0123456789ABCDEF", Msisdn.parse("+447700900123"), null);
        for (SmsProvider provider : PROVIDERS.values()) {
            endsWell(() -> provider.send().decode(message, reply), SmsException.class);
            provider.query().ifPresent(operation -> {
                endsWell(() -> operation.decode(query, reply), SmsException.class);
                endsWell(() -> operation.decode(ofOne, reply), SmsException.class);
            });
            provider.feedback()
                    .ifPresent(operation -> endsWell(
                            () -> operation.decode(new SmsFeedback("0123456789ABCDEF"), reply), SmsException.class));
        }
    }

    private static void forbidden(Webhook<?> webhook, WebhookRequest forged) {
        endsWell(
                () -> {
                    try {
                        webhook.signature().verify(forged);
                    } catch (WebhookException refusal) {
                        assertThat(refusal.status()).isEqualTo(403);
                        return;
                    }
                    throw new AssertionError("a forged call was taken for signed");
                },
                WebhookException.class);
    }

    @Provide
    Arbitrary<WebhookRequest> calls() {
        return Combinators.combine(Arbitraries.of("GET", "POST"), queries(), headers(), bodies())
                .as((method, query, headers, body) ->
                        new WebhookRequest(method, query, headers, body.bytes(), null, null));
    }

    /** Prints short, however long it is. */
    record Body(byte[] bytes) {
        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return bytes.length + " bytes: " + text.substring(0, Math.min(text.length(), 500));
        }
    }

    /** Fixtures of all gateways, altered; JSON of their members with odd values; deep, long and random bytes. */
    @Provide
    Arbitrary<Body> bodies() {
        List<byte[]> known = FIXTURES.values().stream()
                .flatMap(List::stream)
                .filter(fixture ->
                        fixture.kind().equals("response") || fixture.kind().equals("webhook"))
                .map(Fixture::body)
                .toList();
        Arbitrary<byte[]> mutated =
                Combinators.combine(Arbitraries.of(known), changes()).as(ProviderFuzzTest::altered);
        Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        // In every place where one of the gateways has words.
        Arbitrary<String> wordy = Arbitraries.of(
                        "5".repeat(50_000),
                        "1-2.3 ".repeat(8000),
                        "+".repeat(50_000),
                        "\\ud83d".repeat(8000),
                        "(5".repeat(25_000))
                .map(words ->
                        "{\"request_id\":\"1\",\"statuscode\":\"701\",\"success\":false,\"status\":\"W\",\"text\":\"W\","
                                        .replace("W", words.substring(0, words.length() / 6))
                                + "\"error_message\":\"" + words + "\",\"reference_id\":\"A\"}");
        Arbitrary<String> nested = Arbitraries.of("5".repeat(60_000), "1-2.3 ".repeat(10_000), "(5".repeat(30_000))
                .map(words -> "{\"reference_id\":\"A\",\"status\":{\"code\":200,\"description\":\"" + words
                        + "\"},\"error\":{\"code\":\"FIELD_EMPTY\",\"description\":\"" + words + "\"}}");
        Arbitrary<byte[]> odd = Arbitraries.of(
                        "{\"a\":".repeat(2000),
                        "[".repeat(60_000),
                        "{\"status\":{\"code\":" + "9".repeat(5000) + "},\"reference_id\":1e999999999}",
                        "{\"errors\":[" + "{\"code\":-1,\"description\":\"5555555555 \"},".repeat(1500) + "{}]}",
                        " ".repeat(60_000),
                        "\u0000{}",
                        "\ufeff{\"status\":{}}",
                        "{\"text\":\"" + "1-2.3 ".repeat(10_000) + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(
                        Tuple.of(14, mutated),
                        Tuple.of(12, objects().map(text -> text.getBytes(StandardCharsets.UTF_8))),
                        Tuple.of(4, random),
                        Tuple.of(1, odd),
                        Tuple.of(
                                1, Arbitraries.oneOf(wordy, nested).map(text -> text.getBytes(StandardCharsets.UTF_8))))
                .map(Body::new);
    }

    private static Arbitrary<String> objects() {
        List<String> names = List.of(
                "status",
                "code",
                "statuscode",
                "request_id",
                "reference_id",
                "updated_on",
                "description",
                "errors",
                "error",
                "additional_info",
                "price",
                "currency",
                "message_parts_count",
                "sender_id ",
                "verify",
                "code_state",
                "submit_timestamp",
                "msisdn",
                "sender",
                "timestamp",
                "uuid",
                "id",
                "event",
                "message",
                "text",
                "remote_phone_number",
                "source",
                "sent_by",
                "direction",
                "created_at",
                "success",
                "data",
                "message_id",
                "cost",
                "recipients",
                "stats",
                "delivery_stats",
                "errorcode",
                "segments",
                "sms");
        Arbitrary<String> scalars = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "200",
                "1e9",
                "1e999999999",
                "0.1",
                "\"\"",
                "\" \"",
                "\"200\"",
                "\"701\"",
                "\"delivered\"",
                "\"+447700900123\"",
                "\"2026-09-15T10:30:00Z\"",
                "\"2026-13-45 99:00:00\"",
                "\"None\"",
                "\"\\ud83d\"",
                "\"\\u0000\"",
                "[]",
                "{}",
                "[null]",
                "[[]]",
                "\"whatsapp.x\"",
                "999999999999999999999");
        Arbitrary<String> flat = members(Arbitraries.of(names), scalars);
        Arbitrary<String> nested = members(
                Arbitraries.of(names), Arbitraries.oneOf(scalars, flat, flat.map(object -> "[" + object + "]")));
        return members(Arbitraries.of(names), Arbitraries.oneOf(scalars, flat, nested));
    }

    private static Arbitrary<String> members(Arbitrary<String> names, Arbitrary<String> values) {
        return Combinators.combine(names, values)
                .as((name, value) -> "\"" + name + "\":" + value)
                .list()
                .ofMaxSize(8)
                .map(members -> "{" + String.join(",", members) + "}");
    }

    private Arbitrary<String> queries() {
        Arbitrary<String> names = Arbitraries.of(
                "message_id",
                "status",
                "mobile",
                "datetime",
                "datetime_entry",
                "response",
                "response_id",
                "is_optout",
                "longcode",
                "link_hits",
                "type",
                "list_id",
                "token",
                "rate",
                "",
                "a[b]",
                "%",
                "%00",
                "\u00e9");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "0",
                        "1",
                        "delivered",
                        "61491570156",
                        "2026-09-15+10%3A30%3A00",
                        "yes",
                        "%",
                        "%4",
                        "%zz",
                        "%+1",
                        "%-1",
                        "%C3",
                        "%FF%FE",
                        "%F0%9F%91%8D",
                        "+",
                        "=",
                        "\ud83d",
                        "%00%0d%0a"),
                Arbitraries.strings().ofMaxLength(20));
        Arbitrary<String> fields = Combinators.combine(names, values)
                .as((name, value) -> name + "=" + value)
                .list()
                .ofMaxSize(10)
                .map(list -> String.join("&", list));
        Arbitrary<String> mutated = changes()
                .map(changes -> new String(
                        altered(TRANSMITSMS_QUERY.getBytes(StandardCharsets.UTF_8), changes),
                        StandardCharsets.ISO_8859_1));
        return Arbitraries.oneOf(fields, mutated, Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "Authorization",
                "X-TS-Authorization",
                "x-transmitsms-signature",
                "Content-Type",
                "Retry-After",
                "Date");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "TSA ",
                        "TSA :",
                        "TSA " + CUSTOMER_ID + ":",
                        "TSA x:y:z",
                        "Basic eDp5",
                        "=",
                        "====",
                        "AAAA",
                        "0".repeat(64),
                        "7",
                        "-7",
                        "99999999999999999999",
                        "Tue, 15 Sep 2026 10:30:00 GMT",
                        "application/json;charset=utf-32",
                        " ".repeat(8000),
                        "A".repeat(8000)),
                Arbitraries.strings().ofMaxLength(40));
        return Arbitraries.maps(names, values).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.of(200, 200, 200, 201, 204, 302, 400, 401, 402, 404, 408, 409, 429, 500, 503, 599);
    }

    @Provide
    Arbitrary<Integer> files() {
        return Arbitraries.integers().between(0, 100);
    }

    /** What is done to the bytes at a place; -1 is their end. */
    record Change(int kind, int at, byte value, int length) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.integers().between(0, 2000)),
                                Tuple.of(1, Arbitraries.of(0, -1))),
                        Arbitraries.oneOf(
                                Arbitraries.bytes(),
                                Arbitraries.of(
                                                ' ', '\n', '"', '{', '}', '[', ',', ':', '&', '=', '%', '+', '0', '9',
                                                'e')
                                        .map(character -> (byte) character.charValue())),
                        Arbitraries.integers().between(1, 40))
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static byte[] altered(byte[] bytes, List<Change> changes) {
        byte[] now = bytes;
        for (Change change : changes) {
            now = altered(now, change);
        }
        return now;
    }

    private static byte[] altered(byte[] bytes, Change change) {
        int at = change.at() < 0 ? bytes.length : change.at() % (bytes.length + 1);
        int end = Math.min(bytes.length, at + change.length());
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 40);
        out.write(bytes, 0, at);
        switch (change.kind()) {
            case 0 -> { // replace
                out.write(change.value());
                end = Math.min(bytes.length, at + 1);
            }
            case 1 -> { // insert
                out.write(change.value());
                end = at;
            }
            case 2 -> { // repeat
                out.write(bytes, at, end - at);
                end = at;
            }
            case 3 -> {} // cut out
            default -> end = bytes.length; // break off
        }
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }

    /** The fields as they are signed: of a repeated name the first place and the last value. */
    private static List<Map.Entry<String, String>> said(String query) {
        Map<String, String> fields = new LinkedHashMap<>();
        FormField.parse(query).forEach(field -> fields.put(field.name(), field.value()));
        return List.copyOf(fields.entrySet());
    }

    private static String transmitSmsSignature() {
        String json = "{\"tenant\":\"7\",\"message_id\":\"331694668\",\"mobile\":\"61491570156\","
                + "\"datetime\":\"2026-09-15 10:30:00\",\"status\":\"delivered\","
                + "\"response\":\"Caf\\u00e9 \\ud83d\\udc4d a\\/b\",\"rate\":\"10\"}";
        StringBuilder hex = new StringBuilder();
        for (byte one : hmac(KEY.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8))) {
            hex.append(String.format("%02x", one));
        }
        return hex.toString();
    }

    private static byte[] body(List<Fixture> fixtures, int index) {
        List<Fixture> calls = fixtures.stream()
                .filter(fixture -> fixture.kind().equals("webhook"))
                .toList();
        return calls.get(index % calls.size()).body();
    }

    private static WebhookRequest post(byte[] body, Map<String, String> headers) {
        return new WebhookRequest("POST", "", headers, body, null, null);
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
