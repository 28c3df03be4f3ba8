package io.github.camelsms.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request by which a gateway tells its customer something. Every attempt sends the same bytes.
 *
 * @param method  in upper case
 * @param target  where to, with the raw query as it is to be sent
 * @param headers by name
 * @param body    raw bytes, empty for a call without one
 */
public record WebhookCall(String method, URI target, Map<String, String> headers, byte[] body) {

    public WebhookCall {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** A {@code GET}, everything in the query. */
    public static WebhookCall get(URI target) {
        return new WebhookCall("GET", target, Map.of(), new byte[0]);
    }

    /** A {@code POST} of JSON in UTF-8, without white space. */
    public static WebhookCall postJson(URI target, Members members) {
        return new WebhookCall("POST", target, Map.of("Content-Type", "application/json"), Json.bytes(members.asMap()));
    }

    /** The same with one header more, or another value for it. */
    public WebhookCall withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebhookCall(method, target, more, body);
    }

    WebhookCall withHeaders(Map<String, String> others) {
        return new WebhookCall(method, target, others, body);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookCall that
                && method.equals(that.method)
                && target.equals(that.target)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, target, headers, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return "WebhookCall[" + method + " " + target.getRawPath() + ", body=" + body.length + " bytes]";
    }
}
