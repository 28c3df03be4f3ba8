package io.github.camelsms.simulator;

/** How a receipt that the gateway never sent differs from a real one. A gateway that does not sign knows no difference. */
public enum Forgery {
    /** Well formed, signed with another secret. */
    WRONG_KEY,
    /** The signature of a real receipt over another state. */
    TAMPERED,
    /** No signature at all. */
    UNSIGNED
}
