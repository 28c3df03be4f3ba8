package io.github.camelsms.spi;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;

/**
 * One operation of a gateway as two functions.
 *
 * @param <I> what goes in
 * @param <O> what the gateway's reply means
 */
public interface Operation<I, O> {

    /**
     * Writes the request. The same input gives the same bytes, but for a nonce or a time that a signature needs.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the gateway would refuse it; the message names the header or field at
     *     fault and what is accepted
     */
    HttpRequest encode(I input);

    /**
     * Reads a reply of any HTTP status.
     *
     * @throws io.github.camelsms.model.SmsException when the gateway refused, or cannot be understood; the type says whether the SMS may
     *     have been sent
     */
    O decode(I input, HttpResponse response);

    /** Whether a repeat does no harm: true of a query or a feedback, false of a send and of a code check. */
    default boolean repeatable(I input) {
        return false;
    }
}
