package io.github.camelsms.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {

    private static HttpResponse with(Map<String, String> headers) {
        return new HttpResponse(429, headers, new byte[0]);
    }

    @Test
    void retryAfterInSeconds() {
        assertThat(with(Map.of("retry-after", "7")).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void retryAfterAsADateCountsFromTheReplysOwnDate() {
        Map<String, String> headers = Map.of(
                "Date", "Tue, 15 Sep 2026 10:30:00 GMT",
                "Retry-After", "Tue, 15 Sep 2026 10:31:30 GMT");

        assertThat(with(headers).retryAfter()).contains(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "9999999999", "Tue, 15 Sep 2026 10:31:30 GMT", "0", " 000 "})
    void anUnreadableRetryAfterIsNone(String value) {
        assertThat(with(Map.of("Retry-After", value)).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tue, 15 Sep 2026 10:30:00 GMT", "Tue, 15 Sep 2026 10:29:00 GMT"})
    void aRetryAfterThatHasComeIsNone(String value) {
        Map<String, String> headers = Map.of("Date", "Tue, 15 Sep 2026 10:30:00 GMT", "Retry-After", value);

        assertThat(with(headers).retryAfter()).isEmpty();
    }

    @Test
    void printsNoContent() {
        HttpResponse response = HttpResponse.of(200, "secret text");

        assertThat(response).hasToString("HTTP 200 [] 11 bytes");
    }
}
