package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/** Not sent, and a repeat is safe: redeliver it, or try another account. */
public final class SmsRetryableException extends SmsException {

    private static final long serialVersionUID = 1L;

    public SmsRetryableException(SmsFault fault) {
        this(fault, null);
    }

    public SmsRetryableException(SmsFault fault, @Nullable Throwable cause) {
        super("failed, may be repeated", fault, cause);
    }
}
