package io.github.camelsms.model;

/** Why a call failed; the type of the {@link SmsException} says what to do about it. */
public enum ErrorClass {
    /** The message or the call is malformed: a field, a number, an option. */
    INVALID_REQUEST,
    /** The credentials are missing, wrong or not allowed from here. */
    AUTHENTICATION,
    /** The account is suspended, not enabled for this, or unknown. */
    ACCOUNT,
    /** The account has run out of money or credits. */
    INSUFFICIENT_CREDIT,
    /** The provider understood the message and refuses to carry it. */
    REJECTED,
    /** The recipient wants no more SMS. */
    OPTED_OUT,
    /** Too many calls. */
    RATE_LIMIT,
    /** A fault that is expected to pass: no connection, a time-out, a 5xx. */
    TEMPORARY,
    /** Its time, {@code CamelSmsExpiresAt}, had come before it was sent. */
    EXPIRED,
    /** What the call names does not exist. */
    NOT_FOUND,
    /** The provider answered something that its documentation does not list. */
    UNKNOWN
}
