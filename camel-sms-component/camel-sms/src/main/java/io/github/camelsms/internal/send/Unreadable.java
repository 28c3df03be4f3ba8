package io.github.camelsms.internal.send;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;

/** What it means when something fails before any call: bad input of any kind is one of our exceptions. */
final class Unreadable {

    private Unreadable() {}

    /** The failure itself where it is ours; else a refusal that names the type of the failure, not its text, which may quote the message. */
    static SmsException of(Throwable failure, String provider) {
        return failure instanceof SmsException known
                ? known
                : new SmsRefusedException(SmsFault.of(
                        ErrorClass.INVALID_REQUEST,
                        provider,
                        "the message cannot be read (" + failure.getClass().getSimpleName() + ")"));
    }
}
