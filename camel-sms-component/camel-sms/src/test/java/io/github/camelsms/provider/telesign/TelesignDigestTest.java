package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 2.2. */
class TelesignDigestTest {

    private static final byte[] NO_BODY = {};

    private static JsonNode vectors() throws IOException {
        try (InputStream file = TelesignDigestTest.class.getResourceAsStream("/telesign/auth-vectors.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    @TestFactory
    Stream<DynamicTest> signsEveryVector() throws IOException {
        byte[] key = TelesignDigest.decodeKey(vectors().path("apiKey").asText());
        JsonNode digest = vectors().path("digest");
        assertThat(digest).hasSize(8);
        return IntStream.range(0, digest.size())
                .mapToObj(digest::get)
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    SortedMap<String, String> headers = new TreeMap<>();
                    vector.path("tsHeaders")
                            .properties()
                            .forEach(header -> headers.put(
                                    header.getKey(), header.getValue().asText()));
                    String algorithm =
                            headers.getOrDefault("x-ts-auth-method", "").replace("HMAC-", "Hmac");
                    String pathAndQuery = vector.path("pathAndQuery").asText();
                    String signature = TelesignDigest.signature(
                            HmacKey.mac(algorithm, key),
                            vector.path("method").asText(),
                            vector.path("contentType").asText(),
                            vector.path("date").asText(),
                            headers,
                            vector.path("body").asText().getBytes(StandardCharsets.UTF_8),
                            pathAndQuery.split("\\?", 2)[0]);
                    assertThat(signature).isEqualTo(vector.path("signature").asText());
                }));
    }

    /** TeleSign's own unit tests, TeleSign/java_telesign, RestClientTest 4.1.1. */
    @ParameterizedTest
    @CsvSource({
        "POST, application/x-www-form-urlencoded, test=param, 2xVlmbrxLjYrrPun3G3WMNG6Jon4yKcTeOoK9DjXJ/Q=",
        "POST, application/x-www-form-urlencoded, test=%CF%BF, h8d4I0RTxErbxYXuzCOtNqb/f0w3Ck8e5SEkGNj01+8=",
        "GET, '', '', aUm7I+9GKl3ww7PNeeJntCT0iS7b+EmRKEE4LnRzChQ=",
    })
    void signsTheVectorsThatTelesignPublished(String method, String contentType, String body, String signature) {
        byte[] key = TelesignDigest.decodeKey(
                "EXAMPLE----TE8sTgg45yusumoN6BYsBVkh+yRJ5czgsnCehZaOYldPJdmFh6NeX8kunZ2zU1YWaUw/0wV6xfw==");
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("x-ts-auth-method", "HMAC-SHA256");
        headers.put("x-ts-nonce", "A1592C6F-E384-4CDB-BC42-C3AB970369E9");
        assertThat(TelesignDigest.signature(
                        HmacKey.mac("HmacSHA256", key),
                        method,
                        contentType,
                        "Wed, 14 Dec 2016 18:20:12 GMT",
                        headers,
                        body.getBytes(StandardCharsets.UTF_8),
                        "/v1/resource"))
                .isEqualTo(signature);
    }

    @Test
    void sendIsSignedAsItIsSent() {
        HttpRequest request = Telesign.digest()
                .send()
                .encode(SmsMessage.to("+15555550100")
                        .verifyCode("57244")
                        .text("Your code is $$CODE$$")
                        .build());
        assertThat(request.headers())
                .containsEntry(
                        "Authorization",
                        "TSA FFFFFFFF-EEEE-DDDD-1234-AB1234567890:4rn0ipbsDSCK5ILVIJrbAiGLNtSBdcLXCb22+GMRFjc=")
                .containsEntry("Content-Type", "application/x-www-form-urlencoded")
                .containsEntry("x-ts-auth-method", "HMAC-SHA256")
                .containsEntry("x-ts-date", "Tue, 15 Sep 2026 10:30:00 GMT")
                .containsEntry("x-ts-nonce", Telesign.NONCE)
                .doesNotContainKey("Date");
    }

    @Test
    void querySignsNeitherTheCodeNorAContentType() {
        HttpRequest request =
                Telesign.digest().query().orElseThrow().encode(new SmsQuery(Telesign.REFERENCE_ID, null, "57244"));
        assertThat(request.headers())
                .containsEntry(
                        "Authorization",
                        "TSA FFFFFFFF-EEEE-DDDD-1234-AB1234567890:V7yG4AqdYmSEpvYv/09h6jGC9cNlJL7G0/y+6saU73Y=")
                .doesNotContainKey("Content-Type");
    }

    @Test
    void feedbackSignsNoBody() {
        HttpRequest request = Telesign.digest().feedback().orElseThrow().encode(new SmsFeedback(Telesign.REFERENCE_ID));
        assertThat(request.headers())
                .containsEntry(
                        "Authorization",
                        "TSA FFFFFFFF-EEEE-DDDD-1234-AB1234567890:OpYmhqcSzxjNAwHlrlcHEtENjrt5Oa5FNwIFAstZ3yk=")
                .doesNotContainKey("Content-Type");
    }

    @Test
    void daysHaveTwoDigitsAndEachRequestANonceOfItsOwn() {
        AtomicInteger count = new AtomicInteger();
        TelesignDigest digest = new TelesignDigest(
                Telesign.CUSTOMER_ID,
                TelesignDigest.decodeKey(Telesign.API_KEY),
                () -> Instant.parse("2026-03-01T01:02:03.456Z"),
                () -> "nonce-" + count.incrementAndGet());
        assertThat(digest.headers(HttpRequest.Method.GET, "", NO_BODY, "/v1/verify/A"))
                .containsEntry("x-ts-date", "Sun, 01 Mar 2026 01:02:03 GMT")
                .containsEntry("x-ts-nonce", "nonce-1");
        assertThat(digest.headers(HttpRequest.Method.GET, "", NO_BODY, "/v1/verify/A"))
                .containsEntry("x-ts-nonce", "nonce-2");
    }

    @Test
    void keyIsReadStrictlyAndElseWithoutWhatIsOutsideTheAlphabet() {
        byte[] strict = Base64.getDecoder().decode(Telesign.API_KEY);
        assertThat(TelesignDigest.decodeKey(Telesign.API_KEY)).isEqualTo(strict);
        assertThat(TelesignDigest.decodeKey(Telesign.API_KEY.replace("==", ""))).isEqualTo(strict);
        assertThat(TelesignDigest.decodeKey("--" + Telesign.API_KEY.replace("ICQo", "I-CQ-o")))
                .isEqualTo(strict);
    }

    @Test
    void keyThatIsNoBase64IsRefusedWithoutBeingShown() {
        for (String key : new String[] {"abcde", "----", "="}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TelesignDigest.decodeKey(key))
                    .withMessageContaining("option apiKey of provider telesign is not base64")
                    .withNoCause()
                    .withMessageNotContaining(key + " ");
        }
    }
}
