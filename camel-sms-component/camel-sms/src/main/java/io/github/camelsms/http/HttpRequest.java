package io.github.camelsms.http;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call to a provider, relative to the provider's base URI. Prints without query, header values and body.
 *
 * @param method HTTP method
 * @param path begins with {@code /}, percent-encoded where needed
 * @param query percent-encoded; null for none
 * @param headers name to value, each name once
 * @param body bytes as they go out; empty for none
 */
public record HttpRequest(
        Method method, String path, @Nullable String query, Map<String, String> headers, byte[] body) {

    /** The methods that SMS gateways use. */
    public enum Method {
        GET,
        POST,
        PUT
    }

    private static final byte[] NO_BODY = {};

    public HttpRequest {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with /");
        }
        headers = Map.copyOf(headers);
    }

    public static HttpRequest get(String path, @Nullable String query, Map<String, String> headers) {
        return new HttpRequest(Method.GET, path, query, headers, NO_BODY);
    }

    /** @param headers with the {@code Content-Type} of the body, which is sent exactly as it stands */
    public static HttpRequest post(String path, Map<String, String> headers, byte[] body) {
        return new HttpRequest(Method.POST, path, null, headers, body);
    }

    /** A PUT without a body. */
    public static HttpRequest put(String path, Map<String, String> headers) {
        return new HttpRequest(Method.PUT, path, null, headers, NO_BODY);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpRequest that
                && method == that.method
                && path.equals(that.path)
                && Objects.equals(query, that.query)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, path, query, headers, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return method + " " + path + " " + headers.keySet() + " " + body.length + " bytes";
    }
}
