package io.github.camelsms.simulator;

/** How far a simulated message has come. Each double writes it in its gateway's own codes. */
public enum MessageState {
    /** Taken by the gateway. */
    ACCEPTED,
    /** Handed to the network, no receipt yet. */
    SENT,
    /** On the handset. */
    DELIVERED,
    /** Not deliverable. */
    UNDELIVERED,
    /** Refused by the network. */
    REJECTED,
    /** Its validity ran out. */
    EXPIRED,
    /** The network does not say. */
    UNKNOWN,
    /** Called back before it was due (Transmit SMS, {@code cancel-sms}). */
    CANCELLED;

    /** Whether it stays so. */
    public boolean isFinal() {
        return this != ACCEPTED && this != SENT;
    }
}
