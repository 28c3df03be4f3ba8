package io.github.camelsms.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to a provider: the request, and what the links of the chain need to know of it.
 *
 * @param expiresAt the call must not leave at or after this time; null when it may leave at any time
 * @param onCallersThread whether the call must complete on the thread that begins it, which then blocks
 * @param source the exchange for which the call is made, opaque here; null for none
 * @param progress learns how far the call has come; null when nobody wants to know
 */
public record HttpCall(
        HttpRequest request,
        @Nullable Instant expiresAt,
        boolean onCallersThread,
        @Nullable Object source,
        @Nullable Progress progress) {

    /** Learns how far a call has come, on the thread that carries it on. */
    public interface Progress {
        /** Its turn under the rate limit came, or there is no limit. */
        void turnCame();

        /** It is handed to the network. */
        void leaves();
    }

    /** A call that nobody watches. */
    public HttpCall(
            HttpRequest request, @Nullable Instant expiresAt, boolean onCallersThread, @Nullable Object source) {
        this(request, expiresAt, onCallersThread, source, null);
    }

    /** A call that may leave at any time and complete on any thread. */
    public static HttpCall of(HttpRequest request) {
        return new HttpCall(request, null, false, null);
    }
}
