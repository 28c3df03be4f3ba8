package io.github.camelsms.simulator;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it arrived.
 *
 * @param method  in upper case
 * @param path    raw, still percent-encoded
 * @param query   raw query without the question mark, empty when there is none
 * @param headers values by name; lookup ignores case
 * @param body    raw bytes, empty when there are none
 * @param at      when it arrived, by the clock of the machine
 */
public record ReceivedRequest(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body, Instant at) {

    public ReceivedRequest {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(Shared.text(name), Shared.list(values)));
        headers = Collections.unmodifiableMap(copy);
        body = body.clone();
    }

    static ReceivedRequest of(Request request, Instant at) {
        String url = request.getUrl();
        int mark = url.indexOf('?');
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HttpHeader header : request.getHeaders().all()) {
            headers.computeIfAbsent(header.key(), name -> new ArrayList<>()).addAll(header.values());
        }
        byte[] body = request.getBody();
        return new ReceivedRequest(
                request.getMethod().getName(),
                mark < 0 ? url : url.substring(0, mark),
                mark < 0 ? "" : url.substring(mark + 1),
                headers,
                body == null ? new byte[0] : body,
                at);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** First value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** The body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body's form fields, decoded as UTF-8, in order; of a repeated name the last value counts, a stray percent sign
     * stands for itself.
     */
    public Map<String, String> form() {
        return Escapes.pairs(text());
    }

    /** The query's parameters, decoded likewise. */
    public Map<String, String> queryParameters() {
        return Escapes.pairs(query);
    }

    /** The body's members when it is one JSON object and nothing else; numbers, strings, maps, lists, nulls. */
    public Optional<Map<String, @Nullable Object>> json() {
        return Json.object(body);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReceivedRequest that
                && method.equals(that.method)
                && path.equals(that.path)
                && query.equals(that.query)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body)
                && at.equals(that.at);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, path, query, headers, Arrays.hashCode(body), at);
    }

    @Override
    public String toString() {
        return "ReceivedRequest[" + method + " " + Mask.numbersIn(path) + ", body=" + body.length + " bytes, at=" + at
                + "]";
    }
}
