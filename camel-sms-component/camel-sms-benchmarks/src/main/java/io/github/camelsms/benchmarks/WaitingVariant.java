package io.github.camelsms.benchmarks;

/** A way to send that keeps the calling thread until the reply is there. */
non-sealed interface WaitingVariant extends Variant {

    /**
     * Sends one message, waits for the reply and parses it.
     *
     * @return the message id of the reply
     * @throws Exception the message was not accepted
     */
    String send(Sms sms) throws Exception;
}
