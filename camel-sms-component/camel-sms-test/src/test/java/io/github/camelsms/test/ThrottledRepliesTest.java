package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SmsSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each double answers a client that is too fast, beside the recorded replies. */
class ThrottledRepliesTest {

    @ParameterizedTest
    @CsvSource({
        "2fa-link, /sms, 200, 2fa-link/error-103.json",
        "2chat, /open/sms/send, 429, 2chat/error-429.json",
        "transmitsms, /send-sms.json, 429, transmitsms/error-over-limit.json",
        "transmitsms, /no-such-method.json, 429, transmitsms/error-over-limit.json",
        "telesign, /v1/verify/sms, 429, telesign/verify-sms-error-40007.json",
        "telesign, /v1/verify/0123456789ABCDEF0123456789ABCDEF, 429, telesign/status-error-429.json",
        "telesign, /v1/messaging, 429, telesign/messaging-error-10019.json"
    })
    void looksAsRecorded(String provider, String path, int status, String fixture) {
        Reply reply = throttled(provider, path);

        assertThat(reply.status()).isEqualTo(status);
        RecordedShapes.assertSameJson(
                RecordedShapes.fixture(fixture), new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void saysTheDocumentedCodes() {
        assertThat(json("2fa-link", "/sms").get("errorcode").intValue()).isEqualTo(103);
        assertThat(json("transmitsms", "/send-sms.json").at("/error/code").textValue())
                .isEqualTo("OVER_LIMIT");
        assertThat(json("telesign", "/v1/verify/sms").at("/errors/0/code").intValue())
                .isEqualTo(-40007);
        assertThat(json("telesign", "/v1/verify/completion/X").get("code").intValue())
                .isEqualTo(-40007);
        assertThat(json("telesign", "/v1/messaging").at("/status/code").intValue())
                .isEqualTo(10019);
    }

    @Test
    void speaksXmlToo() {
        Reply reply = throttled("transmitsms", "/send-sms.xml");

        assertThat(reply.headers()).containsEntry("Content-Type", "text/xml; charset=utf-8");
        RecordedShapes.assertSameXml(
                RecordedShapes.fixture("transmitsms/error-over-limit.xml"),
                new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void theThirdCallWithinASecondIsOverTheLimit() {
        MovableClock clock = new MovableClock();
        try (SmsSimulator simulator = SmsSimulator.builder()
                .clock(clock)
                .requestsPerSecond("transmitsms", 2)
                .start()) {
            Wire wire = Wire.to(simulator.baseUrl("transmitsms"))
                    .with("Content-Type", Wire.FORM)
                    .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"));
            String send = "message=Hi&to=61491570156";

            assertThat(wire.post("/send-sms.json", send).status()).isEqualTo(200);
            assertThat(wire.post("/send-sms.json", send).status()).isEqualTo(200);
            Wire.Answer third = wire.post("/send-sms.json", send);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.json().at("/error/code").textValue()).isEqualTo("OVER_LIMIT");
            assertThat(simulator.messages()).hasSize(2);
            clock.move(Duration.ofSeconds(2));
            assertThat(wire.post("/send-sms.json", send).status()).isEqualTo(200);
        }
    }

    private static JsonNode json(String provider, String path) {
        return Wire.json(new String(throttled(provider, path).body(), StandardCharsets.UTF_8));
    }

    private static Reply throttled(String provider, String path) {
        ReceivedRequest request =
                new ReceivedRequest("POST", path, "", Map.of("Host", List.of("localhost")), new byte[0], Instant.EPOCH);
        return ServiceLoader.load(ProviderDouble.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(gateway -> gateway.provider().equals(provider))
                .findFirst()
                .flatMap(gateway -> gateway.throttled(request))
                .orElseThrow();
    }
}
