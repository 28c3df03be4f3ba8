package io.github.camelsms.internal.observe;

import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import org.jspecify.annotations.Nullable;

/** The meters of one operation of one account. No method throws, and none may block. */
public interface CallMetrics {

    /** How a call ended, as its tag says it. */
    enum Outcome {
        /** The provider took it. */
        ACCEPTED,
        /** The provider refused it; a repeat is pointless. */
        REFUSED,
        /** It failed and may be repeated. */
        RETRYABLE,
        /** It may have been carried out. */
        UNKNOWN,
        /** It never left: refused by the component, expired, or without a turn or a place in time. */
        NOT_SENT
    }

    /**
     * A call ended.
     *
     * @param nanos how long the provider took; for one that never left, how long it waited
     * @param failure why it failed; null when it did not
     */
    void ended(Outcome outcome, long nanos, @Nullable SmsException failure);

    /** The provider took a message, by a call of its own or with others. @param submission complete with what the component knows */
    void sent(SmsSubmission submission);

    /** A call waited for its turn under the rate limit. */
    void waitedForTurn(long nanos);

    /** A call waited for a place among those in flight. */
    void waitedForPlace(long nanos);
}
