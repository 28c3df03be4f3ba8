package io.github.camelsms.engines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.github.camelsms.http.FormField;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a consumer of webhooks promises, over real sockets. A subclass brings the HTTP server, and says where that server answers before us.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebhookContract {

    /** Stands in every call; no answer may give it back. */
    static final String CANARY = "c4n4ry";

    private static final String SECRET = "s3cr3t-Example";
    private static final int CALLERS = 4;
    private static final long SEED = 20_261_127;
    private static final String NONE = "provider=2fa-link&verification=none";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** One for each job: where processors are few, the common pool of JDK 25 has a single one. */
    private static final Executor THREADS = job -> new Thread(job).start();

    private final List<Served> open = new ArrayList<>();
    private Engine engine;

    abstract Engine start() throws Exception;

    /** Whether the server says where a call comes from. */
    boolean tellsPeer() {
        return true;
    }

    /** Status of a call whose charset nobody knows: as any other, or that of a server which gives up. */
    int statusOfUnknownCharset() {
        return 200;
    }

    /** Whether the server itself answers 400 to a query with a percent sign that begins no escape, and says nothing of it. */
    boolean refusesStrayPercentSigns() {
        return false;
    }

    @BeforeAll
    void startEngine() throws Exception {
        engine = start();
    }

    @AfterAll
    void stopEngine() throws Exception {
        engine.stop();
    }

    @AfterEach
    void removeRoutes() throws Exception {
        for (Served served : open) {
            served.remove();
        }
        open.clear();
    }

    private Served serve(String options) throws Exception {
        return serve(options, exchange -> {});
    }

    private Served serve(String options, Processor then) throws Exception {
        int number = COUNT.incrementAndGet();
        return serve("route" + number, "/hooks/" + number, options, then);
    }

    final int port() {
        return engine.port();
    }

    final Served serve(String id, String path, String options, Processor then) throws Exception {
        String seen = id + "Seen";
        engine.context().getRegistry().bind(seen, MemoryIdempotentRepository.memoryIdempotentRepository());
        Served served = Served.start(engine, id, path, options + "&idempotentRepository=#" + seen, then);
        open.add(served);
        return served;
    }

    private Answer call(Call call) throws IOException {
        Answer answer = call.to(engine.port());
        assertThat(answer.head() + answer.body())
                .doesNotContainIgnoringCase(CANARY)
                .doesNotContain("Exception", "\tat ", "447700900123");
        return answer;
    }

    private int status(Call call) throws IOException {
        return call(call).status();
    }

    static String receipt(String id, String code) {
        return """
                {"request_id":"%s","sender":"ACME","msisdn":"447700900123","status":"SMS delivered","statuscode":"%s",\
                "timestamp":"2024-03-13T12:57:31+00:00"}""".formatted(id, code);
    }

    private static Call delivered(Served served) {
        return Call.post(served.path(), receipt("65F1", "701"));
    }

    // What arrives

    @Test
    void receiptReachesTheRoute() throws Exception {
        Served served = serve(NONE);

        Answer answer = call(delivered(served));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        DeliveryReceipt receipt = served.news().element();
        assertThat(receipt.messageId()).isEqualTo("65F1");
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(receipt.to()).hasToString("***23");
        assertThat(receipt.at()).hasToString("2024-03-13T12:57:31Z");
        assertThat(served.headers().element())
                .containsEntry("CamelSmsMessageId", "65F1")
                .containsEntry("CamelSmsStatus", "DELIVERED")
                .containsEntry("CamelSmsStatusFinal", true)
                .doesNotContainKey("CamelSmsStale");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=ISO-8859-1",
                "text/plain",
                "application/octet-stream",
                "nonsense"
            })
    void jsonIsReadWhateverItIsCalled(String type) throws Exception {
        Served served = serve(NONE);

        int status = status(
                Call.of("POST", served.path()).header("Content-Type", type).body(receipt("65F1-ü", "701")));

        assertThat(status).isEqualTo(200);
        assertThat(served.news().element().messageId()).isEqualTo("65F1-ü");
    }

    @Test
    void jsonOfAnUnknownCharset() throws Exception {
        Served served = serve(NONE);

        int status = status(Call.of("POST", served.path())
                .header("Content-Type", "application/json; charset=no-such-charset")
                .body(receipt("65F1", "701")));

        assertThat(status).isEqualTo(statusOfUnknownCharset());
    }

    @Test
    void jsonIsReadWithoutContentType() throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.of("POST", served.path()).body(receipt("65F1", "701"))))
                .isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void jsonIsReadWhenItIsCalledAForm() throws Exception {
        Served served = serve(NONE);

        int status = status(Call.of("POST", served.path())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(receipt("65F1+%41&b", "701")));

        assertThat(status).isEqualTo(200);
        assertThat(served.news().element().messageId()).isEqualTo("65F1+%41&b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=ISO-8859-1",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=ISO-8859-1",
                "text/xml; charset=utf-16"
            })
    void bodyAndQueryArriveByteForByte(String type) throws Exception {
        Served served = serve("provider=raw");
        byte[] body = "b=%C3%BC+x&a=z%20%2B%26%3D&b=\u00fc\ud83d\ude00&empty=&c=%C3%A9%F0%9F%98%80".getBytes(UTF_8);
        String query = "z=1&a=%C3%BC+x%2B&z=0&token=%26&flag&=&A=%7e%7E";

        int status = status(Call.of("POST", served.path() + "?" + query)
                .header("Content-Type", type)
                .headers(RawFactory.signed(query, body))
                .body(body));

        assertThat(status).isEqualTo(200);
        DeliveryReceipt receipt = served.news().element();
        assertThat(receipt.messageId()).isEqualTo("id" + query);
        assertThat(receipt.details().get("body")).isEqualTo(HexFormat.of().formatHex(body));
        assertThat(receipt.providerText())
                .isEqualTo("{a=z +&=, b=\u00fc x,\u00fc\ud83d\ude00, c=\u00e9\ud83d\ude00, empty=}");
    }

    @Test
    void bytesThatAreNoTextArriveAsTheyAre() throws Exception {
        Served served = serve("provider=raw");
        byte[] body = new byte[4096];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i % 256);
        }

        int status = status(Call.of("POST", served.path())
                .header("Content-Type", "application/octet-stream")
                .headers(RawFactory.signed("", body))
                .body(body));

        assertThat(status).isEqualTo(200);
        assertThat(served.news().element().details().get("body"))
                .isEqualTo(HexFormat.of().formatHex(body));
    }

    @Test
    void getWithNothingButAQueryArrives() throws Exception {
        Served served = serve("provider=raw");
        String query = "id=1&text=%C3%A4%20%2B+&id=2";

        int status = status(Call.of("GET", served.path() + "?" + query).headers(RawFactory.signed(query, new byte[0])));

        assertThat(status).isEqualTo(200);
        assertThat(served.news().element().messageId()).isEqualTo("id" + query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void forgedSignatureIsRefused(String method) throws Exception {
        Served served = serve("provider=raw");
        byte[] body = method.equals("GET") ? new byte[0] : "a=1".getBytes(UTF_8);

        assertThat(status(Call.of(method, served.path() + "?b=2&a=1")
                        .headers(RawFactory.signed("a=1&b=2", body))
                        .body(body)))
                .isEqualTo(403);
        assertThat(status(Call.of(method, served.path() + "?a=1").body(body))).isEqualTo(403);
        assertThat(served.news()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    message_id=331694668&mobile=61491570156&datetime=2026-09-15+10%3A30%3A00&status=delivered&user_id=54911&rate=10|987b8bf4684b03ae166ae9914200a5cd9b54bab9967f47d9f2d224b246f6b259
                    route=orders%2Feu&message_id=331694668&mobile=61491570156&datetime=2026-09-15+10%3A30%3A00&status=hard-bounce&user_id=54911&rate=10|e750e44125664568f61dfac373e61331e283e28cfd10d0aea1712de47034a624
                    """)
    void signatureOfTransmitSmsIsVerified(String query, String signature) throws Exception {
        Served served = serve("provider=transmitsms&apiKey=key&secretKey=s3cr3t-Example");
        Call call = Call.of("GET", served.path() + "?" + query).header("x-transmitsms-signature", signature);
        Call forged = Call.of("GET", served.path() + "?" + query.replace("54911", "54912"))
                .header("x-transmitsms-signature", signature);

        assertThat(status(forged)).isEqualTo(403);
        assertThat(served.news()).isEmpty();
        assertThat(status(call)).isEqualTo(200);
        assertThat(served.news().element().messageId()).isEqualTo("331694668");
    }

    @ParameterizedTest
    @CsvSource({
        "callback-delivered.json, inU5q6Z7mFUf3LVjpn7ZVO/FyxG+as3x+YV4PFRnFqA=",
        "callback-unicode.json, BSDDd8o+GAYtfZbfVGe/GD2p+duoZHWpEsmHr50FBXo="
    })
    void signatureOfTelesignIsVerified(String file, String signature) throws Exception {
        Served served = serve("provider=telesign&customerId=FFFFFFFF-EEEE-DDDD-1234-AB1234567890&apiKey=RAW("
                + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==)");
        byte[] body;
        try (InputStream fixture = WebhookContract.class.getResourceAsStream("/telesign/" + file)) {
            body = fixture.readAllBytes();
        }
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        longer[body.length] = ' ';

        assertThat(status(telesign(served, signature, longer))).isEqualTo(403);
        assertThat(served.news()).isEmpty();
        assertThat(status(telesign(served, signature, body))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    private static Call telesign(Served served, String signature, byte[] body) {
        return Call.of("POST", served.path())
                .header("Content-Type", "application/json")
                .header("Authorization", "TSA FFFFFFFF-EEEE-DDDD-1234-AB1234567890:" + signature)
                .body(body);
    }

    // What is refused

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
    void otherMethodsAreToldWhichIsServed(String method) throws Exception {
        Served served = serve(NONE);

        Answer answer = call(Call.of(method, served.path()));

        assertThat(answer.status()).isEqualTo(405);
        // Spring adds all that it knows to the answer to OPTIONS, if it is quicker than we.
        assertThat(answer.header("Allow").orElseThrow()).contains("POST");
        assertThat(served.news()).isEmpty();
    }

    @Test
    void methodInAHeaderIsNotTheMethod() throws Exception {
        Served served = serve(NONE);

        assertThat(status(
                        Call.of("GET", served.path() + "?CamelHttpMethod=POST").header("CamelHttpMethod", "POST")))
                .isEqualTo(405);
    }

    @Test
    void bodyUpToTheLimitIsRead() throws Exception {
        Served served = serve(NONE + "&maxBodySize=1k");
        String json = receipt("65F1", "701");

        assertThat(status(Call.post(served.path(), json + " ".repeat(1024 - json.length()))))
                .isEqualTo(200);
    }

    @Test
    void bodyOverTheLimitIsRefused() throws Exception {
        Served served = serve(NONE + "&maxBodySize=1k");
        String json = receipt("65F1", "701");
        String large = json + " ".repeat(1025 - json.length());

        assertThat(status(Call.post(served.path(), large))).isEqualTo(413);
        assertThat(status(Call.post(served.path(), large).chunked())).isEqualTo(413);
        assertThat(served.news()).isEmpty();
    }

    @Test
    void chunkedBodyIsRead() throws Exception {
        Served served = serve(NONE);

        assertThat(status(delivered(served).chunked())).isEqualTo(200);
    }

    @Test
    void tokenIsAskedForOnce() throws Exception {
        Served served = serve("provider=2fa-link&verification=token&webhookVerifyToken=RAW(t+k/n)");
        String json = receipt("65F1", "701");

        assertThat(status(Call.post(served.path(), json))).isEqualTo(403);
        assertThat(status(Call.post(served.path() + "?token=", json))).isEqualTo(403);
        assertThat(status(Call.post(served.path() + "?token=" + CANARY, json))).isEqualTo(403);
        assertThat(status(Call.post(served.path() + "?token=t%2Bk%2Fn&token=t%2Bk%2Fn", json)))
                .isEqualTo(403);
        assertThat(status(Call.post(served.path(), json).header("token", "t+k/n")))
                .isEqualTo(403);
        assertThat(served.news()).isEmpty();
        assertThat(status(Call.post(served.path() + "?x=1&token=t%2bk/n", json)))
                .isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void addressThatIsNotListedIsRefused() throws Exception {
        Served served = serve("provider=2fa-link");

        assertThat(status(delivered(served))).isEqualTo(403);
        assertThat(status(delivered(served)
                        .header("X-Forwarded-For", "168.119.166.186")
                        .header("CamelVertxPlatformHttpRemoteAddress", "168.119.166.186")
                        .header("camelnettyremoteaddress", "168.119.166.186")))
                .isEqualTo(403);
        assertThat(served.news()).isEmpty();
    }

    @Test
    void addressThatIsListedIsServedWhereTheServerTellsIt() throws Exception {
        Served served = serve("provider=2fa-link&allowedAddresses=127.0.0.0/8,::1");

        assertThat(status(delivered(served))).isEqualTo(tellsPeer() ? 200 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.9",
                "6.6.6.6, 203.0.113.9",
                "203.0.113.9, 10.1.1.1",
                "203.0.113.9:4711,10.1.1.1",
                "::ffff:203.0.113.9",
                "[2001:db8::7]:4711",
                "2001:db8:0:0::7"
            })
    void rightmostAddressThatIsNoProxyCounts(String forwarded) throws Exception {
        Served served = serve("provider=2fa-link&allowedAddresses=203.0.113.9,2001:db8::/64"
                + "&trustedProxies=127.0.0.1,10.0.0.0/8");

        assertThat(status(delivered(served).header("X-Forwarded-For", forwarded)))
                .isEqualTo(tellsPeer() ? 200 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"203.0.113.9, 6.6.6.6", "203.0.113.9, unknown", "203.0.113.9,", "10.1.1.1", "", "::ffff:6.6.6.6"
            })
    void addressBehindAnUntrustedOneDoesNotCount(String forwarded) throws Exception {
        Served served = serve("provider=2fa-link&allowedAddresses=203.0.113.9&trustedProxies=127.0.0.1,10.0.0.0/8");

        assertThat(status(delivered(served).header("X-Forwarded-For", forwarded)))
                .isEqualTo(403);
    }

    @Test
    void callersOwnForwardedHeaderDoesNotPassForTheProxys() throws Exception {
        Served served = serve("provider=2fa-link&allowedAddresses=203.0.113.9&trustedProxies=127.0.0.1");

        assertThat(status(delivered(served)
                        .header("X-Forwarded-For", "203.0.113.9")
                        .header("X-Forwarded-For", "6.6.6.6")))
                .isEqualTo(403);
        Call inQuery = Call.post(served.path() + "?X-Forwarded-For=203.0.113.9", receipt("65F1", "701"));
        assertThat(status(inQuery.header("X-Forwarded-For", "6.6.6.6"))).isEqualTo(403);
        assertThat(status(Call.post(served.path() + "?X-Forwarded-For=203.0.113.9", receipt("65F1", "701"))))
                .isEqualTo(403);
        assertThat(status(delivered(served)
                        .header("X-Forwarded-For", "6.6.6.6")
                        .header("X-Forwarded-For", "203.0.113.9")))
                .isEqualTo(tellsPeer() ? 200 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"request_id\":\"65F1\",\"statuscode\":\"7",
                "[]",
                "null",
                "{}{}",
                "{\"request_id\":\"65F1\"}",
                "request_id=65F1&statuscode=701",
                "<c4n4ry/>"
            })
    void unreadableBodyIsRefused(String body) throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.post(served.path(), body))).isEqualTo(400);
        assertThat(served.news()).isEmpty();
    }

    @Test
    void deeplyNestedBodyIsRefused() throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.post(served.path(), "{\"a\":".repeat(8000)))).isEqualTo(400);
        assertThat(status(Call.post(served.path(), "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}")))
                .isEqualTo(400);
    }

    @Test
    void bytesOfAnotherCharsetAreRefused() throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.of("POST", served.path())
                        .header("Content-Type", "application/json; charset=ISO-8859-1")
                        .body(receipt("65F1-ü", "701").getBytes(ISO_8859_1))))
                .isEqualTo(400);
    }

    @Test
    void lastOfARepeatedMemberCounts() throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.post(
                        served.path(), "{\"request_id\":\"A\",\"statuscode\":\"704\",\"statuscode\":\"701\"}")))
                .isEqualTo(200);
        assertThat(served.news().element().status()).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz&b=%", "c4n4ry", "&&=&", "a&b"})
    void brokenFormIsRefused(String body) throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.of("POST", served.path())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(body)))
                .isEqualTo(400);
        assertThat(served.news()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=%zz", "?%", "?a=%C3", "?c4n4ry=%00"})
    void brokenQueryIsNoServerError(String query) throws Exception {
        Served served = serve(NONE);

        assertThat(status(Call.post(served.path() + query, receipt("65F1", "701"))))
                .isIn(200, 400);
    }

    @Test
    void multipartIsRefused() throws Exception {
        Served served = serve(NONE);

        assertThat(
                        status(
                                Call.of("POST", served.path())
                                        .header("Content-Type", "multipart/form-data; boundary=x")
                                        .body(
                                                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"c4n4ry\"\r\n\r\nhi\r\n--x--\r\n")))
                .isEqualTo(400);
    }

    @Test
    void compressedBodyIsNotUnpacked() throws Exception {
        Served served = serve(NONE);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(receipt("65F1", "701").getBytes(UTF_8));
        }

        Call call = Call.of("POST", served.path()).header("Content-Encoding", "gzip");
        assertThat(status(call.header("Content-Type", "application/json").body(packed.toByteArray())))
                .isEqualTo(400);
    }

    // Stray percent signs, and worse

    /** Signatures over what PHP's urldecode makes of the fields: a percent sign that begins no escape stands for itself. */
    @ParameterizedTest
    @ValueSource(strings = {"100%+sure", "%", "50%-60%25+%zz%", "%C3%A9t%C3%A9+100%", "a%+1%2"})
    void replyWithAStrayPercentSignReachesTheRoute(String response) throws Exception {
        Queue<String> texts = new ConcurrentLinkedQueue<>();
        String path = replies(texts);
        String fields = "message_id=331694668&mobile=61491570156&response=" + response + "&response_id=1&is_optout=no";
        String text = FormField.parse("response=" + response).get(0).value();
        String signature = hmac("{\"message_id\":\"331694668\",\"mobile\":\"61491570156\",\"response\":\""
                + text.replace("\u00e9", "\\u00e9") + "\",\"response_id\":\"1\",\"is_optout\":\"no\"}");

        try (LogCapture log = LogCapture.open()) {
            assertThat(Call.of("GET", path + "?" + fields)
                            .header("x-transmitsms-signature", signature)
                            .to(engine.port())
                            .status())
                    .isEqualTo(refusesStrayPercentSigns() ? 400 : 200);
            assertThat(Call.of("POST", path)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("x-transmitsms-signature", signature)
                            .body(fields)
                            .to(engine.port())
                            .status())
                    .isEqualTo(200);
            assertThat(log.warnings()).isEmpty();
        }
        assertThat(texts).containsExactly(text);
    }

    private String replies(Queue<String> texts) throws Exception {
        String id = "replies" + COUNT.incrementAndGet();
        engine.context().getRegistry().bind(id, MemoryIdempotentRepository.memoryIdempotentRepository());
        engine.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:inbound?provider=transmitsms&apiKey=key&secretKey=" + SECRET + "&path=/hooks/" + id
                                + "&idempotentRepository=#" + id + "&webhookComponent=" + engine.component())
                        .routeId(id)
                        .process(reply -> texts.add(
                                reply.getMessage().getBody(InboundSms.class).text()));
            }
        });
        open.add(new Served(
                engine.context(),
                id,
                engine.prefix() + "/hooks/" + id,
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>()));
        return engine.prefix() + "/hooks/" + id;
    }

    private static String hmac(String json) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%ZZ",
                "%",
                "%C3%=1&c4n4ry",
                "a=1&%2=447700900123",
                "message_id=1&%u0041=c4n4ry&mobile=447700900123",
                "token=c4n4ry&%-1"
            })
    void nonsenseInTheQueryIsRefusedInOneLine(String query) throws Exception {
        Served served = serve("provider=transmitsms&apiKey=key&secretKey=" + SECRET);
        int calls = 50;

        try (LogCapture log = LogCapture.open()) {
            for (int i = 0; i < calls; i++) {
                assertThat(status(Call.of("GET", served.path() + "?" + query))).isEqualTo(400);
            }
            assertThat(log.warnings())
                    .hasSize(refusesStrayPercentSigns() ? 0 : calls)
                    .allSatisfy(WebhookContract::isOneWarningWithoutContent);
            assertThat(log.entries()).noneMatch(WebhookContract::isLoud);
            assertThat(log.bytes()).isLessThan(500L * calls);
        }
        assertThat(served.news()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ZZ", "a=%zz&b=%", "%C3%=1&c4n4ry", "message_id=1&response=100%+c4n4ry"})
    void nonsenseInAFormIsRefusedInOneLine(String form) throws Exception {
        Served signed = serve("provider=transmitsms&apiKey=key&secretKey=" + SECRET);
        Served open = serve("provider=transmitsms&apiKey=key&verification=none");

        try (LogCapture log = LogCapture.open()) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                boolean post = method.equals("POST");
                assertThat(status(form(method, signed, form))).isEqualTo(post ? 403 : 405);
                assertThat(status(form(method, open, form))).isEqualTo(post ? 400 : 405);
            }
            assertThat(log.warnings()).hasSize(8).allSatisfy(WebhookContract::isOneWarningWithoutContent);
            assertThat(log.bytes()).isLessThan(500L * 8);
        }
    }

    private static Call form(String method, Served served, String form) {
        return Call.of(method, served.path())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form);
    }

    private static void isOneWarningWithoutContent(String entry) {
        assertThat(entry)
                .contains(" WARN ", "io.github.camelsms.")
                .doesNotContainIgnoringCase(CANARY)
                .doesNotContain("447700900123", "%", "Exception", "\tat ")
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
    }

    @Test
    void someHundredsOfBrokenRequestsAreRefusedQuietly() throws Exception {
        fuzz(300);
    }

    /** A sixth of 100,000, since there are six servers. */
    @Test
    @Tag("slow")
    void thousandsOfBrokenRequestsAreRefusedQuietly() throws Exception {
        fuzz(Integer.getInteger("fuzz.requests", 16_667));
    }

    private void fuzz(int requests) throws Exception {
        List<String> paths = List.of(
                serve(NONE).path(),
                serve("provider=transmitsms&apiKey=key&secretKey=" + SECRET).path(),
                serve("provider=raw").path(),
                replies(new ConcurrentLinkedQueue<>()));
        long start = System.nanoTime();
        AtomicInteger left = new AtomicInteger(requests);
        AtomicInteger made = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (LogCapture log = LogCapture.open()) {
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(SEED + caller);
                callers.add(CompletableFuture.runAsync(
                        () -> {
                            while (left.decrementAndGet() >= 0) {
                                FuzzedCall call = FuzzedCall.make(random, paths, statusOfUnknownCharset() == 200);
                                String fault = faultOf(call, refused);
                                if (fault != null) {
                                    wrong.add(fault);
                                }
                                made.incrementAndGet();
                            }
                        },
                        THREADS));
            }
            for (CompletableFuture<Void> caller : callers) {
                caller.get(30, TimeUnit.MINUTES);
            }
            System.out.printf(
                    "%s: %d requests, %d refused, %d bytes logged in %.1f s%n",
                    getClass().getSimpleName(),
                    made.get(),
                    refused.get(),
                    log.bytes(),
                    (System.nanoTime() - start) / 1e9);
            assertAll(
                    () -> assertThat(made.get()).as("requests made").isEqualTo(requests),
                    () -> assertThat(wrong.stream().limit(5)).isEmpty(),
                    () -> assertThat(log.entries().stream()
                                    .filter(WebhookContract::isLoud)
                                    .limit(5))
                            .isEmpty(),
                    () -> assertThat(log.bytes()).isLessThan(500L * refused.get()));
        }
    }

    private @Nullable String faultOf(FuzzedCall call, AtomicInteger refused) {
        try {
            Answer answer = call.to(engine.port());
            if (answer.status() != 200) {
                refused.incrementAndGet();
            }
            boolean echoes =
                    (answer.head() + answer.body()).toLowerCase(Locale.ROOT).contains(CANARY);
            return answer.status() == 0 || answer.status() >= 500 || echoes ? answer.head() + "\n" + call : null;
        } catch (IOException failed) {
            return failed + "\n" + call;
        }
    }

    private static boolean isLoud(String entry) {
        String lower = entry.toLowerCase(Locale.ROOT);
        return lower.contains(CANARY)
                || lower.contains("447700900123")
                || entry.contains(" ERROR ")
                || entry.contains("\tat ");
    }

    // How it arrives

    @Test
    void clientOfHttp10IsServed() throws Exception {
        Served served = serve(NONE);

        assertThat(status(delivered(served).version("HTTP/1.0"))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void slowClientIsServed() throws Exception {
        Served served = serve(NONE);

        assertThat(status(delivered(served).inPiecesOf(1))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void callThatBreaksOffReachesNoRoute() throws Exception {
        Served served = serve(NONE);

        assertThat(status(delivered(served).cutAt(40))).isNotEqualTo(200);
        assertThat(served.news()).isEmpty();
        assertThat(status(delivered(served))).isEqualTo(200);
    }

    // What the provider is told

    @Test
    void repeatIsProcessedAfterAFailure() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        Served served = serve(NONE, exchange -> {
            if (failing.get()) {
                throw new IllegalStateException(CANARY);
            }
        });

        Answer failed = call(delivered(served));
        failing.set(false);

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body()).isEmpty();
        assertThat(status(delivered(served))).isEqualTo(200);
        assertThat(served.news()).hasSize(2);
    }

    @Test
    void duplicateIsDropped() throws Exception {
        Served served = serve(NONE);

        assertThat(status(delivered(served))).isEqualTo(200);
        assertThat(status(delivered(served))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void repeatWhileTheFirstRunsIsPutOff() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Served served = serve(NONE, exchange -> release.await(30, TimeUnit.SECONDS));
        CompletableFuture<Answer> first = inBackground(delivered(served));
        await().until(() -> !served.news().isEmpty());

        int repeat = status(delivered(served));
        release.countDown();

        assertThat(repeat).isEqualTo(503);
        assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    private CompletableFuture<Answer> inBackground(Call call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(call);
                    } catch (IOException failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                THREADS);
    }

    @Test
    void acknowledgedOnReceiptBeforeTheRouteEnds() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Served served = serve(NONE + "&acknowledge=onReceive", exchange -> release.await(30, TimeUnit.SECONDS));

        int status = status(delivered(served));
        boolean running = release.getCount() == 1;
        await().until(() -> !served.news().isEmpty());
        release.countDown();

        assertThat(status).isEqualTo(200);
        assertThat(running).isTrue();
    }

    @Test
    void statesAreKeptInOrder() throws Exception {
        Served served = serve(NONE);

        for (String code : List.of("700", "704", "701", "702", "700", "701")) {
            assertThat(status(Call.post(served.path(), receipt("S1", code)))).isEqualTo(200);
        }

        assertThat(served.news())
                .extracting(DeliveryReceipt::status)
                .containsExactly(
                        DeliveryStatus.SENT,
                        DeliveryStatus.EXPIRED,
                        DeliveryStatus.DELIVERED,
                        DeliveryStatus.UNDELIVERED);
        assertThat(served.headers())
                .extracting(headers -> headers.get("CamelSmsStale"))
                .containsExactly(null, null, null, true);
    }

    @Test
    void staleReceiptIsDropped() throws Exception {
        Served served = serve(NONE + "&staleReceipts=drop");

        for (String code : List.of("701", "704", "700")) {
            assertThat(status(Call.post(served.path(), receipt("S1", code)))).isEqualTo(200);
        }

        assertThat(served.news()).extracting(DeliveryReceipt::status).containsExactly(DeliveryStatus.DELIVERED);
    }

    // Nothing foreign goes in, nothing goes back

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded"})
    void nothingOfTheCallEntersTheRouteOrTheAnswer(String type) throws Exception {
        Served served = serve("provider=raw&verification=none");
        String fields =
                "CamelFileName=c4n4ry&camelhttpuri=c4n4ry&CAMELHTTPURI=c4n4ry&CamelSmsAccount=c4n4ry&from=c4n4ry"
                        + "&Content-Type=c4n4ry&CamelHttpResponseCode=201";

        Answer answer = call(Call.of("POST", served.path() + "?" + fields)
                .header("Content-Type", type)
                .header("CamelFileName", CANARY)
                .header("camelhttpuri", CANARY)
                .header("CAMELHTTPURI", CANARY)
                .header("org.apache.camel.x", CANARY)
                .header("CamelSmsAccount", CANARY)
                .header("breadcrumbId", CANARY)
                .header("Cookie", "a=" + CANARY)
                .body(fields));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).doesNotContain("json", "form");
        assertThat(served.headers().element()).doesNotContainKey("CamelSmsAccount");
        assertThat(served.headers().element().keySet()).allMatch(name -> name.startsWith("CamelSms"));
    }

    // While it runs

    @Test
    void suspendedRouteIsBusyAndResumes() throws Exception {
        Served served = serve(NONE);

        engine.context().getRouteController().suspendRoute(served.id());
        int suspended = status(delivered(served));
        engine.context().getRouteController().resumeRoute(served.id());

        assertThat(suspended).isEqualTo(503);
        assertThat(status(delivered(served))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void stoppedRouteAcknowledgesNothing() throws Exception {
        serve(NONE); // keeps the server's port open
        Served served = serve(NONE + "&acknowledge=onReceive");

        engine.context().getRouteController().stopRoute(served.id());

        assertThat(status(delivered(served))).isIn(404, 503);
    }

    @Test
    void stoppedRouteIsGoneAndStartsAgain() throws Exception {
        Served other = serve(NONE);
        Served served = serve(NONE);

        engine.context().getRouteController().stopRoute(served.id());
        int stopped = status(delivered(served));
        int beside = status(delivered(other));
        engine.context().getRouteController().startRoute(served.id());

        assertThat(stopped).isIn(404, 503);
        assertThat(beside).isEqualTo(200);
        assertThat(status(Call.post(served.path(), receipt("S2", "701")))).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }

    @Test
    void stopWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Served beside = serve(NONE);
        Served served = serve(NONE, exchange -> release.await(30, TimeUnit.SECONDS));
        CompletableFuture<Answer> underWay = inBackground(delivered(served));
        await().until(() -> !served.news().isEmpty());
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop(served), THREADS);
        await().until(() -> status(Call.post(served.path(), receipt("late", "701"))) != 200);

        boolean stoppedEarly = stop.isDone();
        release.countDown();

        assertThat(stoppedEarly).isFalse();
        assertThat(underWay.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        stop.get(60, TimeUnit.SECONDS);
        assertThat(served.news()).hasSize(1);
        assertThat(status(Call.post(beside.path(), receipt("beside", "701")))).isEqualTo(200);
    }

    @Test
    void stopWaitsForWhatWasAcknowledgedOnReceipt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Served served = serve(NONE + "&acknowledge=onReceive", exchange -> release.await(30, TimeUnit.SECONDS));
        int moreThanRunAtOnce = 25;
        for (int i = 0; i < moreThanRunAtOnce; i++) {
            assertThat(status(Call.post(served.path(), receipt("S" + i, "701"))))
                    .isEqualTo(200);
        }

        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop(served), THREADS);
        await().until(() -> status(Call.post(served.path(), receipt("late", "701"))) != 200);
        release.countDown();
        stop.get(60, TimeUnit.SECONDS);

        assertThat(served.news()).hasSize(moreThanRunAtOnce);
    }

    private void stop(Served served) {
        try {
            engine.context().getRouteController().stopRoute(served.id(), 60, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void pathsOfOneServerAreKeptApart() throws Exception {
        Served one = serve(NONE);
        Served two = serve(NONE);

        assertThat(status(Call.post(one.path(), receipt("one", "701")))).isEqualTo(200);
        assertThat(status(Call.post(two.path(), receipt("two", "701")))).isEqualTo(200);

        assertThat(one.news()).extracting(DeliveryReceipt::messageId).containsExactly("one");
        assertThat(two.news()).extracting(DeliveryReceipt::messageId).containsExactly("two");
    }

    @Test
    void pathThatIsTakenFailsTheSecondRouteAndNotTheFirst() throws Exception {
        Served first = serve("first", "/hooks/taken", NONE, exchange -> {});

        assertThatThrownBy(() -> Served.start(engine, "second", "/hooks/taken", NONE + "&maxBodySize=2k", e -> {}))
                .hasStackTraceContaining("/hooks/taken")
                .hasStackTraceContaining("route first")
                .hasStackTraceContaining("route second");
        engine.context().removeRoute("second");

        assertThat(status(delivered(first))).isEqualTo(200);
        assertThatThrownBy(() -> Served.start(engine, "third", "/hooks/taken", NONE + "&maxBodySize=3k", e -> {}))
                .hasStackTraceContaining("route first");
        engine.context().removeRoute("third");
    }
}
