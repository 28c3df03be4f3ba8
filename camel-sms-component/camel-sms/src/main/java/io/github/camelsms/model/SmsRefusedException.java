package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/** Not sent, and a repeat is pointless: the message, the account or the key must be mended first. */
public final class SmsRefusedException extends SmsException {

    private static final long serialVersionUID = 1L;

    /** A message that the provider would not take, refused before any call. @param detail names what is wrong and what is accepted */
    public static SmsRefusedException invalidRequest(String provider, String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, provider, detail));
    }

    public SmsRefusedException(SmsFault fault) {
        this(fault, null);
    }

    public SmsRefusedException(SmsFault fault, @Nullable Throwable cause) {
        super("refused", fault, cause);
    }
}
