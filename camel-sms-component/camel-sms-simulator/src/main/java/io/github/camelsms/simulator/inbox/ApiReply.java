package io.github.camelsms.simulator.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelsms.simulator.Members;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.http.HttpServletResponse;

/** What the inbox answers: no browser keeps it, guesses its type or shows it in another page. */
record ApiReply(int status, String type, byte[] body, Map<String, String> headers) {

    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    ApiReply(int status, String type, byte[] body) {
        this(status, type, body, ALWAYS);
    }

    static ApiReply json(int status, Members members) {
        try {
            return new ApiReply(status, "application/json", InboxJson.bytes(members));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ApiReply error(int status, @Nullable String why) {
        return json(status, new Members().with("error", why));
    }

    ApiReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, type, body, more);
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setHeader("Content-Type", type);
        headers.forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
