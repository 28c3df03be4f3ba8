package io.github.camelsms;

/** The operations of an {@code sms:} endpoint, spelled as in its URI. */
public enum SmsOperation {
    send,
    query,
    feedback
}
