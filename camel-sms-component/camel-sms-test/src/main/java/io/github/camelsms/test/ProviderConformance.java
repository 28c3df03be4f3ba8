package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.util.SensitiveUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every provider must do, whoever wrote it. Extend it beside the provider's tests; it finds the provider through its service file
 * and its wire protocol in {@code fixtures/<provider id>/} on the class path, where {@code _manifest.json} lists the files. An entry:
 *
 * <pre>{@code
 * {"file": "error-103.json", "kind": "response", "operation": "any", "httpStatus": 200, "httpStatusAssumed": true,
 *  "expect": {"errorClass": "RATE_LIMIT", "knownNotSent": true, "autoRetry": true}}
 * }</pre>
 *
 * <p>Kind {@code request} is compared with what the provider writes, kind {@code response} with what it makes of it. Kind {@code webhook}
 * is what the gateway calls with: {@code event} says for which operation ({@code dlr}, {@code inbound} or {@code reply}; any other is for
 * none), {@code method} how ({@code POST}), {@code replyStatus} what we answer, and a file {@code *.query} is a query string. Other kinds
 * are not looked at. {@code expect} knows {@code status}, {@code final}, {@code messageId}, {@code to}, {@code segments},
 * {@code price}, {@code currency}, {@code codeState}, {@code feedbackAccepted}, {@code errorClass}, {@code errorCode}, {@code
 * errorMessage}, {@code knownNotSent} and {@code autoRetry}, and of a webhook also {@code from}, {@code text}, {@code inReplyTo}, {@code
 * optOut}, {@code providerCode} and {@code at}; null stands for absent. A fixture that does not apply is named with its
 * reason by {@link #notCovered} and reported as aborted.
 */
public abstract class ProviderConformance {

    /** The operations of the SPI. */
    public enum Call {
        SEND,
        QUERY,
        FEEDBACK
    }

    private static final List<String> TEXTS = List.of(
            "^{}\\[~]| \u20ac",
            "\u041a\u043e\u0434 4821 \u2714",
            "\ud83d\udc4d\ud83c\udffd \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u05e9\u05dc\u05d5\u05dd \u200f\u0639\u0627\u0644\u0645",
            "one\r\ntwo\nthree\rfour\tfive",
            "a+b&c=d%20e?f#g;h",
            "\"quoted\" \\back\\ </script> <b>",
            " kept spaces ",
            "0123456789".repeat(50));

    private static final List<Integer> UNREADABLE_STATUSES =
            List.of(200, 202, 204, 302, 400, 401, 403, 408, 422, 429, 500, 502, 503, 504);

    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private final List<Fixture> fixtures;

    /** @param id provider id; the name of its service file and of its folder of fixtures */
    protected ProviderConformance(String id) {
        this.id = id;
        this.fixtures = Fixture.all(getClass().getClassLoader(), id);
    }

    /** A message that the provider accepts: with recipient, text, and a sender if the provider needs one. */
    protected abstract SmsMessage sampleMessage();

    /**
     * What the provider is given to write each fixture of kind {@code request}: file name to {@link SmsMessage}, {@link SmsQuery} or
     * {@link SmsFeedback}.
     */
    protected abstract Map<String, Object> requests();

    /** Method and path that a request goes to, such as {@code POST /sms}. */
    protected abstract String target(Fixture request);

    /** Headers that a request must have, credentials included; it may have others. */
    protected abstract Map<String, String> headers(Fixture request);

    /** Why a fixture, or one under that HTTP status, does not apply; empty when it does. */
    protected Optional<String> notCovered(Fixture fixture) {
        return Optional.empty();
    }

    /** Whose reply a response is. Knows {@code send}, {@code query}, {@code feedback}, {@code any}, and several joined by {@code |}. */
    protected Set<Call> calls(Fixture response) {
        EnumSet<Call> calls = EnumSet.noneOf(Call.class);
        for (String name : response.operation().split("\\|")) {
            if (name.equals("any")) {
                calls.addAll(supported());
            }
            Arrays.stream(Call.values())
                    .filter(call -> call.name().toLowerCase(Locale.ROOT).equals(name))
                    .forEach(calls::add);
        }
        return calls;
    }

    /** The statuses under which a response means the same: its own, and 400 too for a refusal whose status is only assumed. */
    protected List<Integer> statuses(Fixture response) {
        return response.httpStatusAssumed() && response.isRefusal()
                ? List.of(response.httpStatus(), 400)
                : List.of(response.httpStatus());
    }

    /** What a reply to a send answers. */
    protected SmsMessage message(Fixture response) {
        return sampleMessage();
    }

    /** What a reply to a query answers. */
    protected SmsQuery query(Fixture response) {
        return sampleQuery();
    }

    /** A query that the provider accepts. */
    protected SmsQuery sampleQuery() {
        return new SmsQuery("conformance-message-id", null, null);
    }

    /** A feedback that the provider accepts. */
    protected SmsFeedback sampleFeedback() {
        return new SmsFeedback("conformance-message-id");
    }

    /** The sample message with another text. */
    protected SmsMessage withText(String text) {
        return sampleMessage().toBuilder().text(text).build();
    }

    /**
     * Refusals whose code, or status where there are no codes, the gateway does not document. Found by {@code unlisted} in the name
     * of the fixture, and tried under several statuses.
     */
    protected List<HttpResponse> unlistedRefusals() {
        List<HttpResponse> replies = new ArrayList<>();
        responses()
                .filter(fixture -> fixture.isRefusal() && fixture.file().contains("unlisted"))
                .forEach(fixture -> Stream.of(fixture.httpStatus(), 200, 400, 418, 500)
                        .distinct()
                        .forEach(status -> replies.add(fixture.under(status))));
        return replies;
    }

    /** Checks an expectation that this suite does not know. */
    protected void expect(Fixture response, String name, JsonNode expected, Object result) {
        fail("expectation %s of %s is not known to the suite; override expect(...)", name, response);
    }

    /** The webhook that a fixture of that kind calls; empty when it is for no operation, so that each webhook refuses it. */
    protected Optional<? extends Webhook<?>> webhook(SmsProvider provider, Fixture call) {
        return switch (call.entry().path("event").asText()) {
            case "dlr" -> provider.dlr();
            case "inbound", "reply" -> provider.inbound();
            default -> Optional.empty();
        };
    }

    /** Checks what a call to a webhook says. Override it for expectations that only this gateway has. */
    protected void expectNews(Fixture call, String name, JsonNode expected, Object news) {
        WebhookConformance.expect(id, name, expected, news);
    }

    /** Calls with their signatures, such as published vectors; needed where signatures are the standard verification. */
    protected List<SignedWebhook> signedWebhooks() {
        return List.of();
    }

    /** A file that the manifest lists. */
    protected final Fixture fixture(String file) {
        return fixtures.stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the manifest does not list " + file));
    }

    /** Values of options that the factory declares; what says who the account is need not be in here. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** Credentials that are nobody's, a clock that stands still and a nonce that is always the same. */
    protected ProviderOptions options() {
        List<ProviderOption> declared = factory().options();
        Map<String, String> settings = new HashMap<>();
        declared.stream()
                .filter(option -> option.credential() && option.accepted().isEmpty())
                .forEach(option -> settings.put(option.name(), "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"));
        settings.putAll(settings());
        return new ProviderOptions(
                id,
                null,
                List.of(new Secret("Y29uZm9ybWFuY2Uga2V5")),
                List.of(new Secret("Y29uZm9ybWFuY2Ugc2VjcmV0")),
                declared,
                settings,
                InstantSource.fixed(Instant.parse("2026-05-11T08:15:00Z")),
                () -> "5b0c2f9e-6d1a-4f3b-8c7d-2e9f0a1b3c4d");
    }

    /** A new provider with {@link #options()}. */
    protected final SmsProvider provider() {
        return factory().create(options());
    }

    private SmsProviderFactory factory() {
        String path = "META-INF/services/io/github/camelsms/provider/" + id;
        ClassLoader classPath = getClass().getClassLoader();
        try (InputStream stream = classPath.getResourceAsStream(path)) {
            assertThat(stream).as("service file " + path).isNotNull();
            Properties file = new Properties();
            file.load(stream);
            Class<?> factory = classPath.loadClass(file.getProperty("class", "").strip());
            return (SmsProviderFactory) factory.getConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException wrong) {
            throw new AssertionError(path + " names no public factory with a constructor without parameters", wrong);
        }
    }

    @Test
    protected final void bearsItsId() {
        assertThat(provider().id()).isEqualTo(id);
    }

    @Test
    protected final void declaresSecretsUnderNamesThatCamelMasks() {
        List<ProviderOption> declared = factory().options();
        assertThat(declared).extracting(ProviderOption::name).doesNotHaveDuplicates();
        assertThat(declared)
                .filteredOn(ProviderOption::secret)
                .extracting(ProviderOption::name)
                .allMatch(SensitiveUtils::containsSensitive);
    }

    @Test
    protected final void repeatsNoSend() {
        assertThat(call(Call.SEND, null).repeatable()).isFalse();
    }

    @TestFactory
    protected final Stream<DynamicTest> encodesRequests() {
        Set<String> unknown = new TreeSet<>(requests().keySet());
        Stream<DynamicTest> tests = fixtures.stream()
                .filter(fixture -> fixture.kind().equals("request"))
                .peek(fixture -> unknown.remove(fixture.file()))
                .map(fixture -> dynamicTest(fixture.file(), () -> encodes(fixture)))
                .toList()
                .stream();
        return Stream.concat(
                tests,
                Stream.of(dynamicTest(
                        "every input has its fixture", () -> assertThat(unknown).isEmpty())));
    }

    private void encodes(Fixture fixture) throws IOException {
        notCovered(fixture).ifPresent(reason -> abort(fixture + ": " + reason));
        Object input = requests().get(fixture.file());
        if (input == null) {
            throw new AssertionError(fixture + " has no input: give it one in requests(), or a reason in notCovered()");
        }
        HttpRequest request = of(input).encode();
        assertThat(request.method() + " " + request.path()).isEqualTo(target(fixture));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        assertThat(headers).containsAllEntriesOf(headers(fixture));
        if (fixture.isJson()) {
            assertThat(headers.get("Content-Type")).startsWith("application/json");
            assertThat(JSON.readTree(request.body())).isEqualTo(fixture.json());
        } else if (fixture.file().endsWith(".query")) {
            assertThat(request.query()).isEqualTo(new String(fixture.body(), StandardCharsets.UTF_8));
            assertThat(request.body()).isEmpty();
        } else {
            assertThat(new String(request.body(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(fixture.body(), StandardCharsets.UTF_8));
        }
    }

    @TestFactory
    protected final Stream<DynamicTest> encodesTheSameBytesTwice() {
        return requests().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    HttpRequest first = of(entry.getValue()).encode();
                    HttpRequest second = of(entry.getValue()).encode();
                    assertThat(second.body()).isEqualTo(first.body());
                    assertThat(second).isEqualTo(first);
                }));
    }

    @TestFactory
    protected final Stream<DynamicTest> decodesResponses() {
        return fixtures.stream()
                .filter(fixture -> fixture.kind().equals("response"))
                .flatMap(fixture -> {
                    Optional<String> reason = notCovered(fixture);
                    if (reason.isPresent()) {
                        return Stream.of(dynamicTest(fixture.file(), () -> abort(fixture + ": " + reason.get())));
                    }
                    Set<Call> calls = calls(fixture);
                    if (calls.isEmpty() || !fixture.entry().has("expect")) {
                        return Stream.of(dynamicTest(
                                fixture.file(),
                                () -> fail(
                                        "%s (operation %s) has no operation or no expectation: map it in calls(), or give a reason in notCovered()",
                                        fixture, fixture.operation())));
                    }
                    return calls.stream()
                            .flatMap(call ->
                                    statuses(fixture).stream().flatMap(status -> decodes(fixture, call, status)));
                });
    }

    private Stream<DynamicTest> decodes(Fixture fixture, Call call, int status) {
        String name = fixture + " as " + call + " under HTTP " + status;
        Stream.Builder<DynamicTest> tests = Stream.builder();
        tests.add(dynamicTest(name, () -> {
            ConformanceCall<?> asked = call(call, fixture);
            ConformanceCall.Outcome outcome = asked.decode(fixture.under(status));
            if (fixture.isRefusal()) {
                new ReplyConformance(id).refused(fixture, asked, outcome.requireSeen(), status);
            } else {
                new ReplyConformance(id).understood(fixture, outcome.requireValue());
            }
        }));
        fixture.expect().properties().stream()
                .filter(expected -> !ReplyConformance.knows(expected.getKey()))
                .forEach(expected -> tests.add(dynamicTest(name + ": " + expected.getKey(), () -> {
                    ConformanceCall.Outcome outcome = call(call, fixture).decode(fixture.under(status));
                    Object result = fixture.isRefusal() ? outcome.requireSeen() : outcome.requireValue();
                    expect(fixture, expected.getKey(), expected.getValue(), result);
                })));
        return tests.build();
    }

    @TestFactory
    protected final Stream<DynamicTest> decodesWebhooks() {
        return orAborted(
                fixtures.stream()
                        .filter(fixture -> fixture.kind().equals("webhook"))
                        .map(fixture -> dynamicTest(fixture.file(), () -> {
                            notCovered(fixture).ifPresent(reason -> abort(fixture + ": " + reason));
                            decodesWebhook(fixture);
                        })),
                "no fixture of a webhook");
    }

    private void decodesWebhook(Fixture fixture) {
        Optional<? extends Webhook<?>> called = webhook(provider(), fixture);
        if (called.isPresent()) {
            Webhook<?> webhook = called.get();
            int status = fixture.entry().path("replyStatus").asInt(200);
            if (status == 200) {
                Object news = WebhookConformance.decode(webhook, WebhookConformance.request(fixture));
                fixture.expect()
                        .properties()
                        .forEach(expected -> expectNews(fixture, expected.getKey(), expected.getValue(), news));
                WebhookConformance.ignoresUnknownFields(webhook, fixture);
                WebhookConformance.printsMasked(news);
            } else {
                WebhookConformance.refuses(webhook, fixture, status);
            }
        }
        webhooks(provider())
                .filter(other -> called.map(Object::getClass)
                        .filter(other.getClass()::equals)
                        .isEmpty())
                .forEach(other -> WebhookConformance.refuses(other, fixture, 400));
    }

    private static Stream<Webhook<?>> webhooks(SmsProvider provider) {
        return Stream.of(provider.dlr(), provider.inbound()).flatMap(Optional::stream);
    }

    @TestFactory
    protected final Stream<DynamicTest> refusesForgedReceipt() {
        boolean signs = webhooks(provider()).anyMatch(webhook -> webhook.verification() == Verification.SIGNATURE);
        if (!signs) {
            return Stream.of(dynamicTest(
                    "without signatures there is none to check",
                    () -> webhooks(provider())
                            .forEach(webhook ->
                                    assertThatIllegalArgumentException().isThrownBy(webhook::signature))));
        }
        WebhookConformance checks = new WebhookConformance(factory());
        List<SignedWebhook> calls = signedWebhooks();
        Stream<DynamicTest> tests = calls.stream().flatMap(call -> {
            WebhookConformance.WebhookOf webhook = provider -> signing(provider, call.fixture());
            return Stream.of(
                    dynamicTest(call + " as it came", () -> checks.verifies(call, webhook)),
                    dynamicTest(
                            call + " without its signature",
                            () -> checks.refusesMissingOrOtherSignature(call, webhook)),
                    dynamicTest(call + " tampered with", () -> checks.refusesTampered(call, webhook)),
                    dynamicTest(call + " under another key", () -> checks.refusesOtherKey(call, webhook)),
                    dynamicTest(
                            call + " without a key to check with",
                            () -> checks.refusesToCheckWithoutKey(call, webhook)));
        });
        return Stream.concat(
                tests,
                Stream.of(dynamicTest(
                        "there are signed calls to check",
                        () -> assertThat(calls).as("signedWebhooks()").isNotEmpty())));
    }

    /** The webhook that the call is for; of a call that is for none, any: they all check the same signature. */
    private Webhook<?> signing(SmsProvider provider, Fixture call) {
        return webhook(provider, call)
                .<Webhook<?>>map(webhook -> webhook)
                .or(() -> webhooks(provider).findFirst())
                .orElseThrow();
    }

    @TestFactory
    protected final Stream<DynamicTest> throttledReplyCarriesRetryAfter() {
        return orAborted(
                refusals(Call.SEND)
                        .filter(fixture ->
                                fixture.expect().path("errorClass").asText().equals("RATE_LIMIT"))
                        .map(fixture -> dynamicTest(fixture.file(), () -> {
                            Map<String, String> headers = new LinkedHashMap<>(fixture.headers());
                            headers.put("Retry-After", "7");
                            HttpResponse reply = new HttpResponse(fixture.httpStatus(), headers, fixture.body());
                            SmsException seen =
                                    call(Call.SEND, fixture).decode(reply).requireSeen();
                            assertThat(seen.retryAfter()).contains(Duration.ofSeconds(7));
                        })),
                "no fixture of a throttled send");
    }

    @TestFactory
    protected final Stream<DynamicTest> unlistedCodeIsNeverRetryable() {
        return orAborted(
                unlistedRefusals().stream()
                        .map(reply -> dynamicTest(reply.toString(), () -> {
                            SmsException seen =
                                    call(Call.SEND, null).decode(reply).requireSeen();
                            assertThat(seen).isNotInstanceOf(SmsRetryableException.class);
                        })),
                "no fixture with \"unlisted\" in its name; override unlistedRefusals()");
    }

    @TestFactory
    protected final Stream<DynamicTest> ignoresUnknownFields() {
        return orAborted(
                responses()
                        .filter(Fixture::isJson)
                        .flatMap(fixture -> calls(fixture).stream()
                                .map(call -> dynamicTest(fixture + " as " + call, () -> {
                                    byte[] more = JsonChanges.bytes(JsonChanges.withUnknownMembers(fixture.json()));
                                    HttpResponse changed =
                                            new HttpResponse(fixture.httpStatus(), fixture.headers(), more);
                                    HttpResponse plain = fixture.under(fixture.httpStatus());
                                    assertThat(call(call, fixture)
                                                    .decode(changed)
                                                    .comparable())
                                            .isEqualTo(call(call, fixture)
                                                    .decode(plain)
                                                    .comparable());
                                }))),
                "no response in JSON");
    }

    @TestFactory
    protected final Stream<DynamicTest> textSurvives() {
        return TEXTS.stream()
                .map(text -> dynamicTest(JSON.valueToTree(text).toString(), () -> {
                    HttpRequest request = of(withText(text)).encode();
                    assertThat(SentFields.values(request)).contains(text);
                    assertThat(request.path() + request.query()).doesNotContain(text);
                }));
    }

    @Test
    protected final void refusesHalfACharacterRatherThanAlterIt() {
        ConformanceCall<?> send = of(withText("half \ud83d"));
        SmsRefusedException refused = catchThrowableOfType(SmsRefusedException.class, send::encode);
        assertThat(refused).isNotNull();
        assertThat(refused.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
    }

    @Test
    protected final void refusesMessageWithoutRecipientByNamingItsHeader() {
        SmsMessage message = sampleMessage().toBuilder().to((Msisdn) null).build();
        SmsRefusedException refused = catchThrowableOfType(SmsRefusedException.class, of(message)::encode);
        assertThat(refused).isNotNull().hasMessageContaining("CamelSmsTo");
    }

    /** A part that the gateway knows changes the request; one that it does not know is refused, never dropped. */
    @TestFactory
    protected final Stream<DynamicTest> honoursOrRefusesEveryPartOfAMessage() {
        SmsMessage bare = sampleMessage().toBuilder()
                .from((SenderId) null)
                .udh(null)
                .verifyCode(null)
                .sendAt(null)
                .validity(null)
                .build();
        Map<String, UnaryOperator<SmsMessage.Builder>> parts = new LinkedHashMap<>();
        parts.put("CamelSmsFrom, a name", message -> message.from("ACME"));
        parts.put("CamelSmsFrom, a number", message -> message.from("+13125550147"));
        parts.put("CamelSmsUdh", message -> message.from(sampleMessage().from()).udh(new Udh("050003CC0201")));
        parts.put(
                "CamelSmsVerifyCode",
                message -> message.from(sampleMessage().from()).verifyCode("739164"));
        parts.put(
                "CamelSmsSendAt",
                message -> message.from(sampleMessage().from()).sendAt(Instant.parse("2026-05-12T09:00:00Z")));
        parts.put(
                "CamelSmsValidity",
                message -> message.from(sampleMessage().from()).validity(Duration.ofHours(2)));
        return parts.entrySet().stream()
                .map(part -> dynamicTest(part.getKey(), () -> {
                    SmsMessage with = part.getValue().apply(bare.toBuilder()).build();
                    SmsMessage without = part.getKey().startsWith("CamelSmsFrom") ? bare : sampleMessage();
                    HttpRequest request;
                    try {
                        request = of(with).encode();
                    } catch (SmsRefusedException refused) {
                        assertThat(refused).hasMessageContaining(part.getKey().split(",", 2)[0]);
                        assertThat(refused.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
                        return;
                    }
                    assertThat(Optional.of(request)).as("dropped in silence").isNotEqualTo(encoded(without));
                }));
    }

    private Optional<HttpRequest> encoded(SmsMessage message) {
        try {
            return Optional.of(of(message).encode());
        } catch (SmsRefusedException refused) {
            return Optional.empty();
        }
    }

    /** What the provider writes into its request out of a message cannot be smuggled in as a parameter. */
    @TestFactory
    protected final Stream<DynamicTest> refusesParametersThatItWritesItself() {
        return SentFields.names(of(sampleMessage()).encode()).stream()
                .map(name -> dynamicTest(name, () -> {
                    SmsMessage message = sampleMessage().toBuilder()
                            .params(Map.of(name, "smuggled"))
                            .build();
                    SmsRefusedException refused = catchThrowableOfType(SmsRefusedException.class, of(message)::encode);
                    assertThat(refused).isNotNull().hasMessageContaining(name);
                }));
    }

    @TestFactory
    protected final Stream<DynamicTest> successWithoutIdStaysASuccess() {
        return orAborted(
                responses()
                        .filter(fixture -> fixture.isJson() && calls(fixture).contains(Call.SEND))
                        .filter(fixture -> !fixture.isRefusal())
                        .flatMap(fixture -> {
                            Object value = call(Call.SEND, fixture)
                                    .decode(fixture.under(fixture.httpStatus()))
                                    .value();
                            String given = value instanceof SmsSubmission submission ? submission.messageId() : null;
                            return given == null ? Stream.of() : withoutId(fixture, given);
                        }),
                "no response in JSON that accepts a message and gives an id");
    }

    private Stream<DynamicTest> withoutId(Fixture fixture, String given) {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        bodies.put("absent", JsonChanges.without(fixture.json(), given));
        bodies.put("null", JsonChanges.replaced(fixture.json(), given, JSON.nullNode()));
        bodies.put("blank", JsonChanges.replaced(fixture.json(), given, JsonChanges.blank()));
        return bodies.entrySet().stream()
                .map(body -> dynamicTest(fixture + ", id " + body.getKey(), () -> {
                    byte[] bytes = JsonChanges.bytes(body.getValue());
                    Object value = call(Call.SEND, fixture)
                            .decode(new HttpResponse(fixture.httpStatus(), fixture.headers(), bytes))
                            .requireValue();
                    assertThat(value).isInstanceOfSatisfying(SmsSubmission.class, submission -> {
                        assertThat(submission.messageId()).isNull();
                        assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
                    });
                }));
    }

    /** An unreadable reply to a send is an unknown outcome, unless its status alone says that nothing was sent. */
    @TestFactory
    protected final Stream<DynamicTest> doesNotGuessFromUnreadableReplies() {
        return supported().stream()
                .flatMap(call -> UNREADABLE_STATUSES.stream()
                        .map(status -> dynamicTest(call + " under HTTP " + status, () -> {
                            for (byte[] body : UnreadableReplies.bodies(responses())) {
                                UnreadableReplies.check(call(call, null), new HttpResponse(status, Map.of(), body));
                            }
                        })));
    }

    /** A provider with a call for several messages loses none of them, whatever comes back. */
    @TestFactory
    protected final Stream<DynamicTest> bulkAnswersEachMessage() {
        return orAborted(
                provider().bulk().stream().flatMap(bulk -> {
                    BulkConformance checks = new BulkConformance(bulk, sampleMessage());
                    List<byte[]> bodies = UnreadableReplies.bodies(responses());
                    return Stream.of(
                                    Stream.of(
                                            dynamicTest("is for several", checks::isForSeveralAndNeverRepeated),
                                            dynamicTest("shares a call", checks::sharesACall),
                                            dynamicTest("sends to all", checks::sendsToAll)),
                                    responses()
                                            .map(fixture -> dynamicTest(
                                                    "reply of " + fixture,
                                                    () -> checks.answersEachMessage(
                                                            fixture.under(fixture.httpStatus())))),
                                    UNREADABLE_STATUSES.stream()
                                            .map(status -> dynamicTest(
                                                    "unreadable under HTTP " + status,
                                                    () -> checks.doesNotGuess(status, bodies))),
                                    unlistedRefusals().stream()
                                            .map(reply ->
                                                    dynamicTest("unlisted " + reply, () -> checks.neverRepeats(reply))))
                            .flatMap(tests -> tests);
                }),
                "no call for several messages");
    }

    /** A reply that repeats what was sent, credentials included, leaves no trace of it in what is kept and printed. */
    @TestFactory
    protected final Stream<DynamicTest> secretsStayOutOfUriToStringAndErrors() {
        PrivacyConformance privacy = new PrivacyConformance(options());
        Stream<DynamicTest> requests = requests().entrySet().stream()
                .map(entry -> dynamicTest("request of " + entry.getKey(), () -> {
                    ConformanceCall<?> call = of(entry.getValue());
                    HttpRequest request = call.encode();
                    Set<String> secrets = privacy.secrets(entry.getValue(), request);
                    PrivacyConformance.assertHidden(secrets, request.path());
                    PrivacyConformance.assertHidden(secrets, request.toString());
                    PrivacyConformance.assertHidden(secrets, String.valueOf(entry.getValue()));
                    PrivacyConformance.assertHidden(secrets, call.operation().toString());
                }));
        Stream<DynamicTest> replies = responses()
                .filter(Fixture::isJson)
                .flatMap(fixture -> calls(fixture).stream()
                        .map(call -> dynamicTest("reply of " + fixture + " as " + call, () -> {
                            for (ConformanceCall<?> asked : echoed(call, fixture)) {
                                privacy.hides(fixture, asked, statuses(fixture));
                            }
                        })));
        Stream<DynamicTest> options = Stream.of(dynamicTest("options and provider", () -> {
            Set<String> keys = privacy.credentials();
            PrivacyConformance.assertHidden(keys, options().toString());
            PrivacyConformance.assertHidden(keys, provider().toString());
            PrivacyConformance.assertHidden(keys, provider().baseUri().toString());
        }));
        return Stream.of(options, requests, replies).flatMap(tests -> tests);
    }

    private List<ConformanceCall<?>> echoed(Call call, Fixture fixture) {
        List<ConformanceCall<?>> calls = new ArrayList<>(List.of(call(call, fixture)));
        requests().values().stream().filter(input -> callOf(input) == call).forEach(input -> calls.add(of(input)));
        return calls;
    }

    private Set<Call> supported() {
        SmsProvider provider = provider();
        EnumSet<Call> calls = EnumSet.of(Call.SEND);
        if (provider.query().isPresent()) {
            calls.add(Call.QUERY);
        }
        if (provider.feedback().isPresent()) {
            calls.add(Call.FEEDBACK);
        }
        return calls;
    }

    /** Responses that apply. */
    private Stream<Fixture> responses() {
        return fixtures.stream()
                .filter(fixture ->
                        fixture.kind().equals("response") && notCovered(fixture).isEmpty());
    }

    private Stream<Fixture> refusals(Call call) {
        return responses()
                .filter(fixture -> fixture.isRefusal() && calls(fixture).contains(call));
    }

    private static Stream<DynamicTest> orAborted(Stream<DynamicTest> tests, String reason) {
        List<DynamicTest> some = tests.toList();
        return some.isEmpty() ? Stream.of(dynamicTest("does not apply", () -> abort(reason))) : some.stream();
    }

    /** @param response null for the samples */
    private ConformanceCall<?> call(Call call, @Nullable Fixture response) {
        return switch (call) {
            case SEND -> of(response == null ? sampleMessage() : message(response));
            case QUERY -> of(response == null ? sampleQuery() : query(response));
            case FEEDBACK -> of(sampleFeedback());
        };
    }

    private static Call callOf(Object input) {
        if (input instanceof SmsMessage) {
            return Call.SEND;
        }
        return input instanceof SmsQuery ? Call.QUERY : Call.FEEDBACK;
    }

    /** The call of a new provider that takes that input. */
    private ConformanceCall<?> of(Object input) {
        SmsProvider provider = provider();
        if (input instanceof SmsMessage message) {
            return new ConformanceCall<>(provider.send(), message);
        }
        if (input instanceof SmsQuery query) {
            return new ConformanceCall<>(
                    provider.query().orElseThrow(() -> new AssertionError("provider " + id + " has no query")), query);
        }
        if (input instanceof SmsFeedback feedback) {
            return new ConformanceCall<>(
                    provider.feedback().orElseThrow(() -> new AssertionError("provider " + id + " has no feedback")),
                    feedback);
        }
        throw new AssertionError("no operation takes a " + input.getClass().getSimpleName());
    }
}
