package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a code says.
 *
 * @param id of the verification; null when it was asked for by recipient and there is none
 * @param attemptsLeft how many further attempts the code allows; null where the provider does not say, and where there is no code
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationResult(
        @Nullable String id, State state, @Nullable Integer attemptsLeft) implements SmsRecord {

    /** Whether a code is accepted, and why not. */
    public enum State {
        /** It is the code. It is accepted once. */
        VALID,
        /** It is another code. */
        INVALID,
        /** The time of the code is over. */
        EXPIRED,
        /** There were too many attempts: a new code must be sent. */
        TOO_MANY_ATTEMPTS,
        /** There is no such code, or it was accepted before. */
        NOT_FOUND
    }
}
