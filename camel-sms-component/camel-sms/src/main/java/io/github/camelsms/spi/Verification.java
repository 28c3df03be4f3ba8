package io.github.camelsms.spi;

/** How a call to a webhook proves that it comes from the gateway. */
public enum Verification {
    /** The gateway's signature over what it sent. */
    SIGNATURE,
    /** A secret in the registered address, as URL parameter {@code token}. */
    TOKEN,
    /** The caller's address. */
    ADDRESS,
    /** The gateway confirms the event when it is asked. */
    QUERY,
    /** Nothing: anybody may call. */
    NONE
}
