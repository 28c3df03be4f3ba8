package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/** Not sent, and a repeat is pointless: the message, the account or the key must be mended first. */
public final class SmsRefusedException extends SmsException {

    private static final long serialVersionUID = 1L;

    public SmsRefusedException(SmsFault fault) {
        this(fault, null);
    }

    public SmsRefusedException(SmsFault fault, @Nullable Throwable cause) {
        super("refused", fault, cause);
    }
}
