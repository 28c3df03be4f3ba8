package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.HttpStatus;

/** What a call that gets no reply ends with: it was not sent, or nobody knows. */
final class CallFailures {

    private final String provider;

    /** @param provider provider id */
    CallFailures(String provider) {
        this.provider = provider;
    }

    SmsException notSent(String detail) {
        return HttpErrors.notSent(provider, detail, null);
    }

    SmsException noConnection(String why) {
        return notSent("no connection (" + why + ")");
    }

    SmsException noConnection(Throwable cause) {
        return HttpErrors.notSent(provider, "no connection (" + cause.getClass().getSimpleName() + ")", cause);
    }

    SmsException expired() {
        return new SmsRefusedException(SmsFault.of(ErrorClass.EXPIRED, provider, "expired before it could leave"));
    }

    /** The proxy passes nothing on: the fault is the account's or the network's, not the message's. */
    SmsException refusedByProxy() {
        return new SmsRefusedException(
                SmsFault.of(ErrorClass.AUTHENTICATION, provider, "the proxy does not accept the credentials set for it")
                        .withHttpStatus(HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED));
    }

    SmsException broken(String why) {
        return HttpErrors.broken(provider, "the call broke (" + why + ")", null);
    }

    /** Messages of the HTTP client quote the reply, which may repeat what was sent: only their place is kept. */
    SmsException broken(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        IOException scrubbed = new IOException(kind);
        scrubbed.setStackTrace(cause.getStackTrace());
        return HttpErrors.broken(provider, "the call broke (" + kind + ")", scrubbed);
    }

    /** @param option names the time-out */
    static String reached(String option, Duration time) {
        return option + " of " + (time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms")
                + " was reached";
    }
}
