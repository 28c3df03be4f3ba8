package io.github.camelsms.benchmarks;

/** A way to send that returns before the reply is there. */
non-sealed interface CallbackVariant extends Variant {

    /** Sends one message. The reply is called exactly once, on any thread, perhaps before this method returns. */
    void send(Sms sms, Reply reply);

    /** Takes the outcome of one message. */
    interface Reply {

        void accepted(String messageId);

        void failed(Throwable failure);
    }
}
