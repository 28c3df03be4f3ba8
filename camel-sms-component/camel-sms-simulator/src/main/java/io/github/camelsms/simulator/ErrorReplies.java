package io.github.camelsms.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.http.HttpField;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.http.HttpHeader;
import wiremock.org.eclipse.jetty.http.HttpStatus;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;

/** What the server refuses before a provider or the inbox sees it: {@code {"error": "Bad Request"}}, never HTML. */
final class ErrorReplies extends ErrorHandler {

    private static final String JSON = "application/json";

    private final @Nullable ErrorHandler notFound;

    /** @param notFound writes replies of status 404, null when they are like the others */
    ErrorReplies(@Nullable ErrorHandler notFound) {
        this.notFound = notFound;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (response.getStatus() == HttpServletResponse.SC_NOT_FOUND && notFound != null) {
            notFound.handle(target, base, request, response);
            return;
        }
        base.setHandled(true);
        response.setContentType(JSON);
        response.getOutputStream().write(body(response.getStatus()));
    }

    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        fields.put(new HttpField(HttpHeader.CONTENT_TYPE, JSON));
        return ByteBuffer.wrap(body(status));
    }

    static byte[] body(int status) {
        String text = Optional.ofNullable(HttpStatus.getMessage(status)).orElse("Refused");
        return ("{\"error\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
