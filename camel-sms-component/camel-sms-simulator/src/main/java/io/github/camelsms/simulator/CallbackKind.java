package io.github.camelsms.simulator;

/** What a gateway calls about. */
public enum CallbackKind {
    RECEIPT,
    REPLY,
    /** Somebody followed the link in a message. */
    LINK_HIT,
    /** A receipt that did not come from the gateway ({@link SmsSimulator#forge}); it is tried once. */
    FORGERY
}
