package io.github.camelsms.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call to a webhook as it arrived. Prints without query, header values and body.
 *
 * @param method upper case
 * @param rawQuery the query string as it arrived; empty for none
 * @param headers name to value, those of a repeated header joined by a comma; names compare without case
 * @param body the bytes as they arrived; empty when the server has read a form and kept only its fields
 * @param form those fields; null where the body is kept
 * @param peer address of the caller as the server saw it; null when the server does not expose it
 */
public record WebhookRequest(
        String method,
        String rawQuery,
        Map<String, String> headers,
        byte[] body,
        @Nullable List<FormField> form,
        @Nullable String peer) {

    public WebhookRequest {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
        form = form == null ? null : List.copyOf(form);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The query string's fields in order of arrival. */
    public List<FormField> query() {
        return FormField.parse(rawQuery);
    }

    /** The body's fields in order of arrival, where the body is a form. */
    public List<FormField> formFields() {
        if (form != null) {
            return form;
        }
        return FormField.parse(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return method + " " + headers.keySet();
    }
}
