package io.github.camelsms;

/** The operations of an {@code sms:} endpoint, spelled as in its URI. */
public enum SmsOperation {
    send,
    query,
    feedback,
    verify,
    check,
    call,
    dlr,
    inbound;

    /** Whether a route begins with it. */
    boolean isConsumer() {
        return this == dlr || this == inbound;
    }
}
