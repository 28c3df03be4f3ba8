package io.github.camelsms.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.http.HttpRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a request says, whether in a form, a query or JSON. */
final class SentFields {

    private static final JsonMapper JSON = new JsonMapper();

    private SentFields() {}

    /** The values of a request's body and query, and what they are when read as base64. */
    static Set<String> values(HttpRequest request) {
        Set<String> values = new LinkedHashSet<>();
        if (isJson(request)) {
            values.addAll(JsonChanges.scalars(json(request)));
        } else {
            fields(request).forEach(field -> values.add(field[1]));
        }
        for (String value : List.copyOf(values)) {
            try {
                values.add(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notBase64) {
                // most values are not
                continue;
            }
        }
        return values;
    }

    static Set<String> names(HttpRequest request) {
        Set<String> names = new LinkedHashSet<>();
        if (isJson(request)) {
            json(request).fieldNames().forEachRemaining(names::add);
        } else {
            fields(request).forEach(field -> names.add(field[0]));
        }
        return names;
    }

    private static boolean isJson(HttpRequest request) {
        return request.headers().entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type")
                        && header.getValue().startsWith("application/json"));
    }

    private static JsonNode json(HttpRequest request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException unreadable) {
            throw new AssertionError("the body is no JSON", unreadable);
        }
    }

    /** The fields of a form or a query, decoded: name and value. */
    private static List<String[]> fields(HttpRequest request) {
        String form = request.body().length > 0
                ? new String(request.body(), StandardCharsets.UTF_8)
                : String.valueOf(request.query());
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .map(field -> new String[] {
                    URLDecoder.decode(field[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(field[1], StandardCharsets.UTF_8)
                })
                .toList();
    }
}
