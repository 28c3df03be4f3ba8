package io.github.camelsms.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider's reply. Prints without header values and body.
 *
 * @param status HTTP status
 * @param headers name to first value; names compare without case
 * @param body whole body; empty for none
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {

    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    public static HttpResponse of(int status, String body) {
        return new HttpResponse(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<String> header(String name) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * {@code Retry-After} as a time to wait (RFC 9110, 10.2.3). A date counts from the reply's own {@code Date}; without that, and for
     * anything unreadable, there is none. A wait of 0 is none: it is not a reason to give up one's own.
     */
    public Optional<Duration> retryAfter() {
        return header("Retry-After").flatMap(this::wait).filter(wait -> !wait.isZero() && !wait.isNegative());
    }

    private Optional<Duration> wait(String value) {
        try {
            String text = value.strip();
            if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            return header("Date").map(date -> Duration.between(httpDate(date), httpDate(text)));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime httpDate(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpResponse that
                && status == that.status
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, headers, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return "HTTP " + status + " " + headers.keySet() + " " + body.length + " bytes";
    }
}
