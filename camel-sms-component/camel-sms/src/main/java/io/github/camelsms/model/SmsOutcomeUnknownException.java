package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/** May have been sent: query or park it, never send it again blindly. */
public final class SmsOutcomeUnknownException extends SmsException {

    private static final long serialVersionUID = 1L;

    public SmsOutcomeUnknownException(SmsFault fault) {
        this(fault, null);
    }

    public SmsOutcomeUnknownException(SmsFault fault, @Nullable Throwable cause) {
        super("outcome unknown", fault, cause);
    }
}
