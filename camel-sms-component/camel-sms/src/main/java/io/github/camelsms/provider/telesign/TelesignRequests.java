package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.model.SmsRefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds signed requests. What is signed is what is sent: each body is written once. */
final class TelesignRequests {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]+");
    private static final byte[] NO_BODY = {};

    private final TelesignAuth auth;

    TelesignRequests(TelesignAuth auth) {
        this.auth = auth;
    }

    HttpRequest post(String path, Form form) {
        byte[] body = form.bytes();
        Map<String, String> headers = headers(HttpRequest.Method.POST, FORM, body, path);
        headers.put("Content-Type", FORM);
        return HttpRequest.post(path, headers, body);
    }

    HttpRequest get(String path, @Nullable String query) {
        return HttpRequest.get(path, query, headers(HttpRequest.Method.GET, "", NO_BODY, path));
    }

    HttpRequest put(String path) {
        return HttpRequest.put(path, headers(HttpRequest.Method.PUT, "", NO_BODY, path));
    }

    private Map<String, String> headers(HttpRequest.Method method, String contentType, byte[] body, String path) {
        Map<String, String> proof = auth.headers(method, contentType, body, path);
        Map<String, String> headers = new HashMap<>(16);
        headers.putAll(proof);
        headers.put("Accept", "application/json");
        return headers;
    }

    /**
     * An id as part of a path; it needs no encoding.
     *
     * @throws SmsRefusedException when it cannot be an id of TeleSign's
     */
    static String inPath(String messageId) {
        if (!ID.matcher(messageId).matches()) {
            throw refused("CamelSmsMessageId is not an id of this provider; accepted: letters, digits and dashes");
        }
        return messageId;
    }

    /** A refusal before any call. @param detail names the header or parameter at fault and what is accepted */
    static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TelesignProvider.ID, detail);
    }
}
