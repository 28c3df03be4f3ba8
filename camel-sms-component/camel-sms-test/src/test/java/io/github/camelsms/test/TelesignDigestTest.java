package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TeleSign wire specification, section 2.2: signatures over real sockets, with vectors checked against the vendor's code. */
class TelesignDigestTest {

    private final MovableClock clock = new MovableClock();
    private final SmsSimulator simulator = SmsSimulator.builder().clock(clock).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    static Stream<Arguments> vectors() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                TelesignDigestTest.class.getResourceAsStream("/fixtures/telesign/auth-vectors.json"))) {
            JsonNode vectors = new ObjectMapper().readTree(file).get("digest");
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> Arguments.of(vector.get("name").textValue(), vector));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void takesTheVector(String name, JsonNode vector) {
        Wire.Answer answer = call(signed(vector), vector);

        boolean send = vector.get("method").textValue().equals("POST");
        assertThat(answer.status()).as(answer.body()).isEqualTo(send ? 200 : 404); // signed, and then: no such id
        assertThat(simulator.messages()).hasSize(send ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void refusesTheVectorWithAnotherSignature(String name, JsonNode vector) {
        String authorization = vector.get("Authorization").textValue();
        int start = authorization.indexOf(':') + 1;
        String other = authorization.substring(0, start)
                + (authorization.charAt(start) == 'A' ? 'B' : 'A')
                + authorization.substring(start + 1);

        assertThat(code(call(signed(vector).with("Authorization", other), vector)))
                .isEqualTo(-30006);
    }

    @Test
    void theContentTypeIsPartOfTheSignature() {
        JsonNode vector = vector("post-x-ts-date");

        Wire.Answer answer = call(signed(vector).with("Content-Type", Wire.FORM + "; charset=UTF-8"), vector);

        assertThat(code(answer)).isEqualTo(-30006);
        assertThat(answer.json().get("signature_string").textValue())
                .startsWith("POST\n" + Wire.FORM + "; charset=UTF-8\n\nx-ts-auth-method:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"; charset=UTF-8", "; charset=utf-8", ";charset=UTF-8", ";charset=utf-8", ";x=Y"})
    void theContentTypeIsSignedAsSent(String parameter) throws GeneralSecurityException {
        JsonNode vector = vector("post-x-ts-date");
        String type = Wire.FORM + parameter;
        Credentials credentials = simulator.credentials("telesign");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(credentials.apiKey()), "HmacSHA256"));
        String toSign = vector.get("stringToSign").textValue().replace(Wire.FORM, type);
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));

        Wire.Answer answer = call(
                signed(vector)
                        .with("Content-Type", type)
                        .with("Authorization", "TSA " + credentials.customer() + ":" + signature),
                vector);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void echoesWhatItSigned() {
        JsonNode vector = vector("post-x-ts-date");

        Wire.Answer answer =
                signed(vector).post("/v1/verify/sms", vector.get("body").textValue() + "&ucid=TRVF");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo(-30006);
        assertThat(answer.json().at("/status/code").intValue()).isEqualTo(501);
        assertThat(answer.json().get("signature_string").textValue())
                .isEqualTo(vector.get("stringToSign").textValue().replace("\n/v1", "&ucid=TRVF\n/v1"));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void otherHeadersOfTheFamilyAreSignedToo() {
        JsonNode vector = vector("post-x-ts-date");

        assertThat(code(call(signed(vector).with("X-TS-Extra", "1"), vector))).isEqualTo(-30006);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, , -30004, 501",
        "Authorization, TSA, -30005, 501",
        "Authorization, TSA onlyone, -30005, 501",
        "Authorization, TSA OTHER:AAAA, -30000, 501",
        "x-ts-auth-method, HMAC-MD5, -30008, 500",
        "x-ts-date, , -30007, 501",
        "x-ts-date, 2026-09-15T10:30:00Z, -30009, 501",
        "x-ts-date, 'Tue, 15 Sep 2026 10:14:59 GMT', -30010, 501",
        "x-ts-date, 'Tue, 15 Sep 2026 10:45:01 GMT', -30010, 501",
        "x-ts-nonce, short, -30011, 501",
        "x-ts-nonce, 12345678901234567890123456789012345678901234567890123456789012345, -30011, 501",
        "x-ts-nonce, , -30006, 501",
        "x-ts-auth-method, , -30006, 501"
    })
    void refusesHeaders(String header, String value, int code, int statusCode) {
        JsonNode vector = vector("post-x-ts-date");
        Wire wire = signed(vector);

        Wire.Answer answer = call(value == null ? wire.without(header) : wire.with(header, value), vector);

        assertThat(code(answer)).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/status/code").intValue()).isEqualTo(statusCode);
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void aNonceServesOnce() {
        JsonNode vector = vector("post-x-ts-date");

        assertThat(call(signed(vector), vector).status()).isEqualTo(200);
        assertThat(code(call(signed(vector), vector))).isEqualTo(-30012);
        assertThat(simulator.messages()).hasSize(1);
    }

    @Test
    void aBadSignatureDoesNotUseUpTheNonce() {
        JsonNode vector = vector("post-x-ts-date");

        signed(vector).post("/v1/verify/sms", "phone_number=15555550199");

        assertThat(call(signed(vector), vector).status()).isEqualTo(200);
    }

    @Test
    void oldDatesAreRefusedByTheClock() {
        clock.move(Duration.ofMinutes(16));
        JsonNode vector = vector("post-date");

        assertThat(code(call(signed(vector), vector))).isEqualTo(-30010);
    }

    @Test
    void resetForgetsNonces() {
        JsonNode vector = vector("post-x-ts-date");
        call(signed(vector), vector);

        simulator.reset();

        assertThat(call(signed(vector), vector).status()).isEqualTo(200);
    }

    private static JsonNode vector(String name) {
        try {
            return vectors()
                    .filter(vector -> vector.get()[0].equals(name))
                    .map(vector -> (JsonNode) vector.get()[1])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Wire signed(JsonNode vector) {
        Wire wire = Wire.to(simulator.baseUrl("telesign"))
                .with("Authorization", vector.get("Authorization").textValue());
        if (!vector.get("contentType").textValue().isEmpty()) {
            wire = wire.with("Content-Type", vector.get("contentType").textValue());
        }
        if (!vector.get("date").textValue().isEmpty()) {
            wire = wire.with("Date", vector.get("date").textValue());
        }
        for (var header : vector.get("tsHeaders").properties()) {
            wire = wire.with(header.getKey(), header.getValue().textValue());
        }
        return wire;
    }

    private static Wire.Answer call(Wire wire, JsonNode vector) {
        return wire.call(
                vector.get("method").textValue(),
                vector.get("pathAndQuery").textValue(),
                vector.get("body").textValue());
    }

    private static int code(Wire.Answer answer) {
        JsonNode json = answer.json();
        return (json.has("errors") ? json.at("/errors/0/code") : json.get("code")).intValue();
    }
}
