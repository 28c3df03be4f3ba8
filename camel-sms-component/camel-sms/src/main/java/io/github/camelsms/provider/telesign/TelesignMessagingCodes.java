package io.github.camelsms.provider.telesign;

import static java.util.Map.entry;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.ProviderFailure;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The error codes of the Messaging API: numbers from 10000 on that stand where a status would. */
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
    static SmsException error(TelesignReply reply, String code, HttpResponse response) {
        ProviderFailure failure = ProviderFailure.of(TelesignProvider.ID, response)
                .text(reply.text())
                .code(TelesignCodes.shown(code, reply.scrubber()))
                .messageId(reply.id());
        ErrorClass listed = listed(Integer.parseInt(code));
        if (listed == null) {
            return failure.unlisted();
        }
        return RETRYABLE.contains(code) ? failure.retryable(listed) : failure.refused(listed);
    }

    /** Whether a code is a documented error of this API. */
    static boolean isListed(@Nullable String code) {
        return code != null && isError(code) && listed(Integer.parseInt(code)) != null;
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
