package io.github.camelsms.benchmarks;

import java.io.IOException;

/** One way to send an SMS. Many threads call {@link #send} at once; each waits for its reply. */
interface Variant extends AutoCloseable {

    /**
     * Sends one message, waits for the reply and parses it.
     *
     * @return the message id of the reply
     * @throws Exception the message was not accepted
     */
    String send(Sms sms) throws Exception;

    @Override
    void close() throws IOException;
}
