package io.github.camelsms.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that failed. The subtype says what the route should do, {@link #errorClass()} says why. */
public abstract sealed class SmsException extends RuntimeException
        permits SmsRefusedException, SmsRetryableException, SmsOutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    private final SmsFault fault;

    SmsException(String fate, SmsFault fault, @Nullable Throwable cause) {
        super(fault.describe(fate), cause);
        this.fault = fault;
    }

    /** Everything that is known about the failure. */
    public SmsFault fault() {
        return fault;
    }

    public ErrorClass errorClass() {
        return fault.errorClass();
    }

    /** Provider id, such as {@code 2fa-link}. */
    public String provider() {
        return fault.provider();
    }

    /** The provider's own code, scrubbed. */
    public Optional<String> providerCode() {
        return Optional.ofNullable(fault.providerCode());
    }

    /** The provider's status beside an error code, such as TeleSign's 500 (not attempted) or 501 (not authorized). */
    public Optional<String> providerStatus() {
        return Optional.ofNullable(fault.providerStatus());
    }

    /** HTTP status of the reply; empty when there was none. */
    public Optional<Integer> httpStatus() {
        return Optional.ofNullable(fault.httpStatus());
    }

    /** Id that the provider gave in spite of the failure. */
    public Optional<String> messageId() {
        return Optional.ofNullable(fault.messageId());
    }

    /** How long the provider asks to wait before a repeat. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(fault.retryAfter());
    }
}
