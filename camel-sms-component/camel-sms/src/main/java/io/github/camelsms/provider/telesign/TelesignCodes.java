package io.github.camelsms.provider.telesign;

import static java.util.Map.entry;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.Scrubber;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** TeleSign's two tables: error codes and status codes. The codes decide, never the texts. */
final class TelesignCodes {

    /** What a reply answers to; the same error may be repeated after one and not after another. */
    enum Answered {
        SEND,
        QUERY,
        /** A query that checks a verification code, which counts as an attempt. */
        CODE_CHECK,
        FEEDBACK;

        boolean isRepeatable() {
            return this == QUERY || this == FEEDBACK;
        }
    }

    private static final String NOT_ATTEMPTED = "500";
    private static final String NOT_AUTHORIZED = "501";
    private static final String STATUS_UNAVAILABLE = "-40001";
    private static final String INVALID_OR_NOT_FOUND = "-10001";
    private static final String OUT_OF_TIME = "-30010";
    /** Of a feedback that was recorded. */
    static final String RECORDED = "1900";

    private static final int MOST_SHOWN = 3;

    private static final Map<String, ErrorClass> ERRORS = Map.ofEntries(
            entry(INVALID_OR_NOT_FOUND, ErrorClass.INVALID_REQUEST),
            entry("-10004", ErrorClass.NOT_FOUND),
            entry("-10009", ErrorClass.AUTHENTICATION),
            entry("-10030", ErrorClass.INSUFFICIENT_CREDIT),
            entry("-10033", ErrorClass.ACCOUNT),
            entry("-20001", ErrorClass.AUTHENTICATION),
            entry("-20002", ErrorClass.ACCOUNT),
            entry("-20003", ErrorClass.ACCOUNT),
            entry("-20004", ErrorClass.ACCOUNT),
            entry("-30000", ErrorClass.AUTHENTICATION),
            entry("-30001", ErrorClass.ACCOUNT),
            entry("-30002", ErrorClass.ACCOUNT),
            entry("-30003", ErrorClass.ACCOUNT),
            entry("-30004", ErrorClass.AUTHENTICATION),
            entry("-30005", ErrorClass.AUTHENTICATION),
            entry("-30006", ErrorClass.AUTHENTICATION),
            entry("-30007", ErrorClass.AUTHENTICATION),
            entry("-30008", ErrorClass.AUTHENTICATION),
            entry("-30009", ErrorClass.AUTHENTICATION),
            entry(OUT_OF_TIME, ErrorClass.AUTHENTICATION),
            entry("-30011", ErrorClass.AUTHENTICATION),
            entry("-30012", ErrorClass.AUTHENTICATION),
            entry("-30013", ErrorClass.NOT_FOUND),
            entry("-30015", ErrorClass.AUTHENTICATION),
            entry(STATUS_UNAVAILABLE, ErrorClass.TEMPORARY),
            entry("-40002", ErrorClass.AUTHENTICATION),
            entry("-40004", ErrorClass.INVALID_REQUEST),
            entry("-40005", ErrorClass.INVALID_REQUEST),
            entry("-40006", ErrorClass.INVALID_REQUEST),
            entry("-40007", ErrorClass.RATE_LIMIT),
            entry("-40008", ErrorClass.RATE_LIMIT),
            entry("-40009", ErrorClass.REJECTED),
            entry("-40024", ErrorClass.REJECTED),
            entry("-40025", ErrorClass.REJECTED),
            entry("-90001", ErrorClass.TEMPORARY));

    /** A nonce used before (a repeat gets a fresh one), too many calls per second, system unavailable; not the account's hard cap. */
    private static final Set<String> RETRYABLE = Set.of("-30012", "-40007", "-90001");

    private static final Map<String, DeliveryStatus> STATUSES = Map.ofEntries(
            entry("200", DeliveryStatus.DELIVERED),
            entry("201", DeliveryStatus.SENT),
            entry("203", DeliveryStatus.SENT),
            entry("207", DeliveryStatus.UNDELIVERED),
            entry("210", DeliveryStatus.UNDELIVERED),
            entry("211", DeliveryStatus.UNDELIVERED),
            entry("220", DeliveryStatus.UNDELIVERED),
            entry("221", DeliveryStatus.EXPIRED),
            entry("222", DeliveryStatus.UNDELIVERED),
            entry("229", DeliveryStatus.REJECTED),
            entry("230", DeliveryStatus.REJECTED),
            entry("231", DeliveryStatus.REJECTED),
            entry("232", DeliveryStatus.REJECTED),
            entry("233", DeliveryStatus.REJECTED),
            entry("237", DeliveryStatus.REJECTED),
            entry("238", DeliveryStatus.REJECTED),
            entry("250", DeliveryStatus.UNKNOWN),
            entry("251", DeliveryStatus.SENT),
            entry("286", DeliveryStatus.REJECTED),
            entry("290", DeliveryStatus.ACCEPTED),
            entry("291", DeliveryStatus.ACCEPTED),
            entry("292", DeliveryStatus.SENT),
            entry("293", DeliveryStatus.ACCEPTED),
            entry("295", DeliveryStatus.UNKNOWN),
            entry(NOT_ATTEMPTED, DeliveryStatus.REJECTED),
            entry(NOT_AUTHORIZED, DeliveryStatus.REJECTED),
            entry("502", DeliveryStatus.REJECTED),
            entry("503", DeliveryStatus.REJECTED),
            entry("504", DeliveryStatus.REJECTED),
            entry("505", DeliveryStatus.REJECTED),
            entry("506", DeliveryStatus.REJECTED),
            entry("507", DeliveryStatus.REJECTED),
            entry("508", DeliveryStatus.REJECTED),
            entry("509", DeliveryStatus.REJECTED),
            entry("510", DeliveryStatus.REJECTED),
            entry("511", DeliveryStatus.UNDELIVERED),
            entry("512", DeliveryStatus.UNDELIVERED),
            entry("513", DeliveryStatus.UNDELIVERED),
            entry("514", DeliveryStatus.UNDELIVERED),
            entry("515", DeliveryStatus.REJECTED),
            entry("516", DeliveryStatus.UNDELIVERED),
            entry("517", DeliveryStatus.REJECTED),
            entry("518", DeliveryStatus.REJECTED),
            entry("519", DeliveryStatus.REJECTED),
            entry("520", DeliveryStatus.REJECTED),
            entry("521", DeliveryStatus.REJECTED),
            entry("599", DeliveryStatus.UNKNOWN));

    /** The last word although the status itself would not be: final status unknown, and no confirmation within 12 hours. */
    private static final Set<String> FINAL_TOO = Set.of("250", "251");

    private static final Pattern TAKEN = Pattern.compile("2[0-9]{2}");
    private static final Pattern BLOCKED = Pattern.compile("229|23[0-8]|286|5[0-9]{2}");

    private TelesignCodes() {}

    /** The state of a message; a code that is absent or not listed is UNKNOWN. */
    static DeliveryStatus status(@Nullable String code) {
        return code == null ? DeliveryStatus.UNKNOWN : STATUSES.getOrDefault(code, DeliveryStatus.UNKNOWN);
    }

    /** Whether nothing is expected after that code. */
    static boolean isFinal(@Nullable String code) {
        return status(code).isFinal() || (code != null && FINAL_TOO.contains(code));
    }

    /** A code as it is shown: one that is not documented may be anything that was sent. */
    static @Nullable String shown(@Nullable String code, Scrubber scrubber) {
        boolean listed = code == null
                || STATUSES.containsKey(code)
                || ERRORS.containsKey(code)
                || RECORDED.equals(code)
                || TelesignMessagingCodes.isListed(code);
        return listed ? code : scrubber.code(code);
    }

    /**
     * What the reply to a send means; the code decides, whatever the HTTP status.
     *
     * @throws SmsException when it is not a success; with the id, if the reply has one
     */
    static DeliveryStatus statusOfSend(TelesignReply reply, HttpResponse response) {
        String code = reply.code();
        if (!reply.errors().isEmpty() || code == null || isRefusal(code)) {
            throw error(reply, response, Answered.SEND);
        }
        if (BLOCKED.matcher(code).matches()) {
            throw failure(reply, response, code).refused(ErrorClass.REJECTED);
        }
        if (!TAKEN.matcher(code).matches()) {
            throw byStatus(reply, response, Answered.SEND);
        }
        return status(code);
    }

    /** Whether the reply to a query reports a status; one that reports an error has none. */
    static boolean hasStatus(TelesignReply reply) {
        String code = reply.code();
        return reply.errors().isEmpty()
                && code != null
                && (reply.isHttpSuccess() || (STATUSES.containsKey(code) && !isRefusal(code)));
    }

    /** Whether the reply to a feedback says, without an error, something else than that it was recorded. */
    static boolean declines(TelesignReply reply) {
        String code = reply.code();
        return reply.isHttpSuccess() && reply.errors().isEmpty() && code != null && !isRefusal(code);
    }

    private static boolean isRefusal(String statusCode) {
        return statusCode.equals(NOT_ATTEMPTED) || statusCode.equals(NOT_AUTHORIZED);
    }

    /**
     * What a reply that is not a success means. The first listed entry decides; without one, the first decides by the HTTP status, and is
     * never retryable.
     */
    static SmsException error(TelesignReply reply, HttpResponse response, Answered answered) {
        List<String> codes = reply.errors().stream()
                .map(TelesignReply.Fault::code)
                .filter(Objects::nonNull)
                .toList();
        if (codes.isEmpty()) {
            return withoutErrorCode(reply, response, answered);
        }
        String code = codes.stream().filter(ERRORS::containsKey).findFirst().orElse(codes.get(0));
        ProviderFailure failure = failure(reply, response, code);
        ErrorClass listed = errorClass(code, response.status());
        if (listed == null) {
            return unlisted(reply, response, code, answered);
        }
        boolean retryable = RETRYABLE.contains(code)
                || (code.equals(STATUS_UNAVAILABLE) && (answered == Answered.QUERY || answered == Answered.CODE_CHECK));
        if (!retryable) {
            return failure.refused(listed);
        }
        // A fault inside TeleSign may have come after the attempt was counted.
        boolean mayHaveCounted = answered == Answered.CODE_CHECK && listed == ErrorClass.TEMPORARY;
        return mayHaveCounted ? failure.unknown(listed) : failure.retryable(listed);
    }

    private static @Nullable ErrorClass errorClass(String code, int httpStatus) {
        boolean notFound = code.equals(INVALID_OR_NOT_FOUND) && httpStatus == 404;
        return notFound ? ErrorClass.NOT_FOUND : ERRORS.get(code);
    }

    /** A code that is not in the list of errors. */
    private static SmsException unlisted(TelesignReply reply, HttpResponse response, String code, Answered answered) {
        if (response.status() >= 300 && response.status() < 500) {
            return neverRetryable(reply, response, code, answered);
        }
        ProviderFailure failure = failure(reply, response, code);
        String status = reply.code();
        boolean knownNotSent = status != null && isRefusal(status);
        return knownNotSent ? failure.refused(ErrorClass.UNKNOWN) : failure.unknown(ErrorClass.UNKNOWN);
    }

    /** No error code, but perhaps a status that says nothing was attempted. */
    private static SmsException withoutErrorCode(TelesignReply reply, HttpResponse response, Answered answered) {
        String status = reply.code();
        if (NOT_AUTHORIZED.equals(status)) {
            return failure(reply, response, NOT_AUTHORIZED).refused(ErrorClass.AUTHENTICATION);
        }
        if (NOT_ATTEMPTED.equals(status) && (answered == Answered.SEND || response.isSuccess())) {
            return failure(reply, response, NOT_ATTEMPTED).refused(ErrorClass.UNKNOWN);
        }
        return byStatus(reply, response, answered);
    }

    /** What the HTTP status says by itself, with the status code that the reply has. */
    private static SmsException byStatus(TelesignReply reply, HttpResponse response, Answered answered) {
        String code = reply.code();
        if (code == null || code.equals(NOT_ATTEMPTED)) {
            return ProviderFailure.of(TelesignProvider.ID, response)
                    .text(text(reply))
                    .byHttpStatus();
        }
        return neverRetryable(reply, response, code, answered);
    }

    /** By the HTTP status, but no code that is not listed makes a repeat safe. */
    private static SmsException neverRetryable(
            TelesignReply reply, HttpResponse response, String code, Answered answered) {
        ProviderFailure failure = failure(reply, response, code);
        SmsException known = failure.unlisted();
        // After a repeatable call an unknown outcome of a passing fault would be repeated.
        boolean wouldBeRepeated = answered.isRepeatable() && known.errorClass() == ErrorClass.TEMPORARY;
        return wouldBeRepeated ? failure.refused(known.errorClass()) : known;
    }

    /** @param code that decides; the status stands beside it where it is not that code itself */
    private static ProviderFailure failure(TelesignReply reply, HttpResponse response, String code) {
        String status = code.equals(reply.code()) ? null : reply.code();
        String statusText = status == null || reply.text() == null ? "" : "; status " + reply.text();
        String hint = code.equals(OUT_OF_TIME) ? "; check the clock of this machine" : "";
        return ProviderFailure.of(TelesignProvider.ID, response)
                .text(text(reply) + hint + statusText)
                .code(shown(code, reply.scrubber()))
                .status(shown(status, reply.scrubber()))
                .messageId(reply.id());
    }

    /** The texts of the reply, with the codes where there are several. */
    private static String text(TelesignReply reply) {
        List<TelesignReply.Fault> errors = reply.errors();
        if (errors.size() > 1) {
            String shown = errors.stream()
                    .limit(MOST_SHOWN)
                    .map(error -> (error.code() == null ? "no code" : shown(error.code(), reply.scrubber())) + " "
                            + (error.text() == null ? "no text" : error.text()))
                    .collect(Collectors.joining("; "));
            return errors.size() > MOST_SHOWN ? shown + "; " + (errors.size() - MOST_SHOWN) + " more" : shown;
        }
        String text = errors.isEmpty() ? reply.text() : errors.get(0).text();
        return text == null ? "no text" : text;
    }
}
