package io.github.camelsms.http;

import io.github.camelsms.model.SmsException;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended: with a reply of any status, or without one.
 *
 * @param response the reply; null when there was none
 * @param failure why there was none, and whether the request had gone out; null when there was a reply
 */
public record HttpOutcome(
        @Nullable HttpResponse response, @Nullable SmsException failure) {

    public static HttpOutcome of(HttpResponse response) {
        return new HttpOutcome(response, null);
    }

    public static HttpOutcome of(SmsException failure) {
        return new HttpOutcome(null, failure);
    }

    /** @throws SmsException when there was no reply */
    public HttpResponse responseOrThrow() {
        if (response == null) {
            throw failure != null ? failure : new IllegalStateException("neither reply nor failure");
        }
        return response;
    }
}
