package io.github.camelsms.provider.telesign;

import static java.util.Map.entry;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The error codes of the Messaging API (section 6): numbers from 10000 on that stand where a status would. */
final class TelesignMessagingCodes {

    private static final Map<Integer, ErrorClass> ERRORS = Map.ofEntries(
            entry(10000, ErrorClass.TEMPORARY),
            entry(10010, ErrorClass.ACCOUNT),
            entry(10011, ErrorClass.ACCOUNT),
            entry(10014, ErrorClass.AUTHENTICATION),
            entry(10015, ErrorClass.AUTHENTICATION),
            entry(10017, ErrorClass.NOT_FOUND),
            entry(10019, ErrorClass.RATE_LIMIT),
            entry(10020, ErrorClass.RATE_LIMIT),
            entry(10022, ErrorClass.AUTHENTICATION),
            entry(10028, ErrorClass.AUTHENTICATION),
            entry(10030, ErrorClass.INSUFFICIENT_CREDIT),
            entry(10031, ErrorClass.AUTHENTICATION),
            entry(10032, ErrorClass.REJECTED),
            entry(10033, ErrorClass.ACCOUNT),
            entry(10035, ErrorClass.AUTHENTICATION),
            entry(10036, ErrorClass.NOT_FOUND),
            entry(12000, ErrorClass.INVALID_REQUEST),
            entry(12009, ErrorClass.INVALID_REQUEST),
            entry(12017, ErrorClass.INVALID_REQUEST));

    /** System unavailable, too many calls a second; not the account's hard cap. */
    private static final Set<String> RETRYABLE = Set.of("10000", "10019");

    private static final int FIRST_ERROR = 10000;

    private TelesignMessagingCodes() {}

    /** Whether a code says what went wrong, and not what became of a message. */
    static boolean isError(@Nullable String code) {
        return code != null
                && code.length() == 5
                && code.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(code) >= FIRST_ERROR;
    }

    /** What an error means. One that is not listed is known not to be sent where the HTTP status says so, and never retryable. */
    static SmsException error(TelesignReply reply, String code) {
        ErrorClass listed = listed(Integer.parseInt(code));
        String said = reply.text() == null ? "no text" : reply.text();
        if (listed == null) {
            return HttpErrors.unlisted(TelesignProvider.ID, code, reply.http(), said);
        }
        SmsFault fault = SmsFault.of(listed, TelesignProvider.ID, said)
                .withProviderCode(code)
                .withHttpStatus(reply.http().status())
                .withMessageId(reply.id())
                .withRetryAfter(reply.http().retryAfter().orElse(null));
        return RETRYABLE.contains(code) ? new SmsRetryableException(fault) : new SmsRefusedException(fault);
    }

    private static @Nullable ErrorClass listed(int code) {
        if (code >= 10002 && code <= 10009) {
            return ErrorClass.AUTHENTICATION;
        }
        if (code >= 11000 && code <= 11035) {
            return ErrorClass.INVALID_REQUEST;
        }
        return ERRORS.get(code);
    }
}
