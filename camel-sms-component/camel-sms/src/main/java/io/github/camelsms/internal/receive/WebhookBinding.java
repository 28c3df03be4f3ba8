package io.github.camelsms.internal.receive;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.server.ServerRequest;
import io.github.camelsms.model.WebhookException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;

/**
 * Reads a call as it arrived out of what each of Camel's HTTP servers makes of it, and writes the answer.
 */
final class WebhookBinding {

    /** A percent sign that begins no escape, in a name: values hold what people write, names hold what providers document. */
    private static final Pattern BROKEN_NAME =
            Pattern.compile("(?:^|&)(?:[^=&%]|%[0-9A-Fa-f]{2})*+%(?![0-9A-Fa-f]{2})");

    private final int maxBodySize;

    /** @param maxBodySize in bytes */
    WebhookBinding(int maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    /** @throws WebhookException 413 when the body is too large, 400 when it breaks off or the query is broken */
    WebhookRequest read(Exchange exchange) {
        ServerRequest call = ServerRequest.of(exchange.getMessage());
        if (BROKEN_NAME.matcher(call.rawQuery()).find()) {
            throw WebhookException.unreadable("a name in the query is broken");
        }
        List<FormField> form = call.form();
        return new WebhookRequest(
                call.method().toUpperCase(Locale.ROOT),
                call.rawQuery(),
                call.headers(),
                form == null ? bytes(call) : new byte[0],
                form,
                call.peer());
    }

    private byte[] bytes(ServerRequest call) {
        try {
            InputStream body = call.body();
            // What is here and the end after it: a buffer of Java's own would have 8 KiB.
            byte[] first = new byte[Math.min(body.available(), maxBodySize) + 1];
            int length = body.readNBytes(first, 0, first.length);
            if (length < first.length) {
                return Arrays.copyOf(first, length);
            }
            byte[] rest = body.readNBytes(maxBodySize + 1 - length);
            if (length + rest.length > maxBodySize) {
                throw new WebhookException(413, "the body is larger than maxBodySize");
            }
            return ByteBuffer.allocate(length + rest.length)
                    .put(first)
                    .put(rest)
                    .array();
        } catch (IOException broken) {
            throw WebhookException.unreadable("the body broke off");
        }
    }

    /** Answers with a status and nothing else; no header of the request may go back, nor the charset that it named. */
    static void reply(Exchange exchange, int status) {
        exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
        Message out = exchange.getMessage();
        out.removeHeaders("*");
        out.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        out.setHeader(Exchange.CONTENT_TYPE, "text/plain");
        out.setBody(new byte[0]);
    }

    /** Answers 405 and says which methods are served. */
    static void replyMethodNotAllowed(Exchange exchange, Iterable<String> methods) {
        reply(exchange, 405);
        exchange.getMessage().setHeader("Allow", String.join(", ", methods));
    }
}
