package io.github.camelsms.model;

/** What a provider says of a verification code. */
public enum CodeState {
    VALID,
    INVALID,
    EXPIRED,
    MAX_ATTEMPTS_EXCEEDED,
    /** Nothing was checked yet, or the provider's word is not in its list. */
    UNKNOWN
}
