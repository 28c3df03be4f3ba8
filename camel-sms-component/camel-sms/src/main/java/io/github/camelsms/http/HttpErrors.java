package io.github.camelsms.http;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import org.jspecify.annotations.Nullable;

/** What a failure means when the provider's own codes say nothing. */
public final class HttpErrors {

    private HttpErrors() {}

    /**
     * Classifies a reply without a usable code by its HTTP status. That is our choice: what RFC 9110 says of a status, where no provider's
     * document says what it means by one.
     *
     * @param detail the provider's text, scrubbed, or what was wrong with the reply
     */
    public static SmsException byStatus(String provider, HttpResponse response, String detail) {
        int status = response.status();
        SmsFault fault = SmsFault.of(errorClass(status), provider, detail)
                .withHttpStatus(status)
                .withRetryAfter(response.retryAfter().orElse(null));
        if (status == 429) {
            return new SmsRetryableException(fault);
        }
        boolean knownNotSent = status >= 300 && status < 500 && status != 408;
        return knownNotSent ? new SmsRefusedException(fault) : new SmsOutcomeUnknownException(fault);
    }

    private static ErrorClass errorClass(int status) {
        return switch (status) {
            // 407 comes from a proxy that wants credentials: nothing is wrong with the message.
            case 401, 403, 407 -> ErrorClass.AUTHENTICATION;
            case 402 -> ErrorClass.INSUFFICIENT_CREDIT;
            case 408 -> ErrorClass.TEMPORARY;
            case 429 -> ErrorClass.RATE_LIMIT;
            default -> {
                if (status >= 500) {
                    yield ErrorClass.TEMPORARY;
                }
                yield status >= 300 ? ErrorClass.INVALID_REQUEST : ErrorClass.UNKNOWN;
            }
        };
    }

    /** The request never left: no connection, no place in the pool, no trust. */
    public static SmsException notSent(String provider, String detail, @Nullable Throwable cause) {
        return new SmsRetryableException(SmsFault.of(ErrorClass.TEMPORARY, provider, detail), cause);
    }

    /** The request had gone out, or may have, when the call broke. */
    public static SmsException broken(String provider, String detail, @Nullable Throwable cause) {
        return new SmsOutcomeUnknownException(SmsFault.of(ErrorClass.TEMPORARY, provider, detail), cause);
    }

    /**
     * What the route gets to see of a failure after the call.
     *
     * @param repeatable whether a repeat does no harm: then a passing fault may be repeated although its outcome is unknown, unless the
     *     provider gave a code for it, which would be a retryable one if its documentation said so
     */
    public static SmsException of(Throwable failure, String provider, boolean repeatable) {
        if (failure instanceof SmsOutcomeUnknownException unknown
                && repeatable
                && unknown.errorClass() == ErrorClass.TEMPORARY
                && unknown.providerCode().isEmpty()) {
            return new SmsRetryableException(unknown.fault(), unknown.getCause());
        }
        if (failure instanceof SmsException known) {
            return known;
        }
        String detail = "the reply could not be read (" + failure.getClass().getSimpleName() + ")";
        return new SmsOutcomeUnknownException(SmsFault.of(ErrorClass.UNKNOWN, provider, detail));
    }
}
