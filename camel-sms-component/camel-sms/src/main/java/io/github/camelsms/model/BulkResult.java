package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message of a bulk send.
 *
 * @param outcome whether the provider took it
 * @param account name of the account that it went through, of several the last that decided; null for one without a name
 * @param submission the provider's answer; null when there was none, or none that is about this message
 * @param to recipient; null when the message has none that can be read
 * @param errorClass why it was not taken, or why nobody knows; null when it was taken, or the provider counts without saying which
 * @param providerCode the provider's code, scrubbed; null when it gave none
 * @param detail a sentence for humans, free of message text, codes, credentials and full phone numbers; null when it was taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkResult(
        Outcome outcome,
        @Nullable String account,
        @Nullable SmsSubmission submission,
        @Nullable Msisdn to,
        @Nullable ErrorClass errorClass,
        @Nullable String providerCode,
        @Nullable String detail)
        implements SmsRecord {

    public BulkResult {
        providerCode = OneLine.ofNullable(providerCode, OneLine.CODE);
        detail = OneLine.ofNullable(detail, OneLine.TEXT);
    }

    /** What is known of a message's fate. */
    public enum Outcome {
        /** The provider took it. */
        ACCEPTED,
        /** It was not sent, and a repeat is pointless: as {@link SmsRefusedException}. */
        REFUSED,
        /** It was not sent, and a repeat is safe: as {@link SmsRetryableException}. */
        RETRYABLE,
        /** It may have been sent, never repeat it blindly: as {@link SmsOutcomeUnknownException}. */
        UNKNOWN;

        /** What a failure says of its message. */
        public static Outcome of(SmsException failure) {
            if (failure instanceof SmsOutcomeUnknownException) {
                return UNKNOWN;
            }
            return failure instanceof SmsRetryableException ? RETRYABLE : REFUSED;
        }
    }

    public static BulkResult accepted(SmsSubmission submission) {
        return new BulkResult(
                Outcome.ACCEPTED, null, submission, submission.to(), null, submission.providerCode(), null);
    }

    /** A message that the provider refused among others that it took. */
    public static BulkResult refused(SmsMessage message, ErrorClass errorClass, @Nullable String code, String detail) {
        return new BulkResult(Outcome.REFUSED, null, null, message.to(), errorClass, code, detail);
    }

    /**
     * A message that may be one of those that the provider took.
     *
     * @param submission with the id under which the provider may be asked
     */
    public static BulkResult unknown(SmsSubmission submission, String detail) {
        return new BulkResult(
                Outcome.UNKNOWN, null, submission, submission.to(), null, submission.providerCode(), detail);
    }

    /** A message whose call failed. @param to null when the message has none that can be read */
    public static BulkResult failed(SmsException failure, @Nullable Msisdn to) {
        return new BulkResult(
                Outcome.of(failure),
                null,
                null,
                to,
                failure.errorClass(),
                failure.providerCode().orElse(null),
                failure.fault().detail());
    }

    /** The same with an answer that says more. */
    public BulkResult withSubmission(SmsSubmission answer) {
        return new BulkResult(outcome, account, answer, answer.to(), errorClass, providerCode, detail);
    }

    /** The same with the account that it went through. */
    public BulkResult withAccount(@Nullable String name) {
        return new BulkResult(outcome, name, submission, to, errorClass, providerCode, detail);
    }
}
