package io.github.camelsms.internal.client;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import java.time.Instant;
import java.time.InstantSource;

/** Refuses calls whose message has expired while it waited. */
final class ExpiryCheckTransport implements HttpTransport {

    private final HttpTransport next;
    private final String provider;
    private final InstantSource clock;

    ExpiryCheckTransport(HttpTransport next, String provider, InstantSource clock) {
        this.next = next;
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        Instant expiresAt = call.expiresAt();
        if (expiresAt == null || expiresAt.isAfter(clock.instant())) {
            return next.execute(call, completion);
        }
        completion.done(
                HttpOutcome.of(new SmsRefusedException(SmsFault.of(
                        ErrorClass.EXPIRED,
                        provider,
                        SmsConstants.EXPIRES_AT + " has passed: the message is not sent any more"))),
                true);
        return true;
    }
}
