package io.github.camelsms.internal.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.MessageSupport;

/** What counts in the head of a reply, and how large it may be. */
final class ReplyHead {

    /** The largest head, in bytes. */
    static final int MAX_BYTES = 64 * 1024;

    /** Bounds lines and headers; a head is also bounded as a whole. */
    static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(4096)
            .setMaxLineLength(MAX_BYTES)
            .setMaxHeaderCount(1000)
            .setInitialWindowSize(Integer.MAX_VALUE)
            .build();

    /** What the body is read with: no provider sends trailers, and the longest accepted ones fit the bound of a reply. */
    static final Http1Config BODY_LIMITS =
            Http1Config.copy(LIMITS).setMaxHeaderCount(16).build();

    /** For Apache's classic client, which bounds no head as a whole. */
    static final Http1Config CLASSIC_LIMITS = Http1Config.copy(LIMITS)
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(200)
            .build();

    /** As Apache's client keeps a connection whose server does not say how long it may be kept. */
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private static final String RETRY_AFTER = "Retry-After";

    private ReplyHead() {}

    /** When to come again, and from when that counts; empty when the reply does not say when. */
    static Map<String, String> kept(HttpResponse reply) {
        Header retryAfter = reply.getFirstHeader(RETRY_AFTER);
        if (retryAfter == null) {
            return Map.of();
        }
        Map<String, String> kept = new HashMap<>(4);
        kept.put(RETRY_AFTER, retryAfter.getValue());
        Header date = reply.getFirstHeader("Date"); // from when a Retry-After counts that is a date
        if (date != null) {
            kept.put("Date", date.getValue());
        }
        return kept;
    }

    /**
     * How long the connection may be idle, in nanoseconds: one second less than the server says that it keeps it, so that its end and a
     * send do not cross.
     */
    static long keepAlive(HttpResponse reply) {
        Header header = reply.getFirstHeader("Keep-Alive");
        if (header == null) {
            return IDLE_NANOS;
        }
        long[] nanos = {IDLE_NANOS};
        MessageSupport.parseElements(header, element -> {
            if ("timeout".equalsIgnoreCase(element.getName()) && element.getValue() != null) {
                try {
                    long seconds = Long.parseLong(element.getValue());
                    nanos[0] = Math.min(IDLE_NANOS, TimeUnit.SECONDS.toNanos(Math.max(0, seconds - 1)));
                } catch (NumberFormatException unreadable) {
                    nanos[0] = IDLE_NANOS;
                }
            }
        });
        return nanos[0];
    }
}
