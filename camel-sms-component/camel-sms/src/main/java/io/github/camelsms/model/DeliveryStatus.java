package io.github.camelsms.model;

/** What is known about the way of one SMS to one handset. */
public enum DeliveryStatus {
    /** The provider took it (this is not SMPP's ACCEPTD). */
    ACCEPTED,
    /** Handed on to the network, no receipt yet (SMPP's ENROUTE). */
    SENT,
    /** On the handset. */
    DELIVERED,
    /** The network gave up. */
    UNDELIVERED,
    /** Refused by the provider, an operator or the subscriber. */
    REJECTED,
    /** Its validity ran out before it could be delivered. */
    EXPIRED,
    /** The provider does not know, or said something that is not in its list. */
    UNKNOWN,
    /** The provider knows no such message. */
    NOT_FOUND;

    /** Whether nothing else is expected to follow, unless the provider says otherwise of one of its own codes. */
    public boolean isFinal() {
        return switch (this) {
            case DELIVERED, UNDELIVERED, REJECTED, EXPIRED -> true;
            case ACCEPTED, SENT, UNKNOWN, NOT_FOUND -> false;
        };
    }
}
