package io.github.camelsms.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one message.
 *
 * @param refusal  code with which its gateway refuses it, null when it takes it
 * @param outcome  where it ends once it is taken
 * @param reply    span until the gateway answers the submission, {@link Wishes#NEVER} for no answer
 * @param receipts what becomes of its receipts
 * @param answer   what the handset writes back, null for nothing
 * @param byItself whether it goes to its end without an enquiry
 */
record MessagePlan(
        @Nullable String refusal,
        Outcome outcome,
        Duration reply,
        Wishes.Receipts receipts,
        @Nullable String answer,
        boolean byItself) {

    static final MessagePlan USUAL =
            new MessagePlan(null, Outcome.DELIVERED, Duration.ZERO, Wishes.Receipts.USUAL, null, false);

    MessagePlan withOutcome(Outcome other) {
        return new MessagePlan(refusal, other, reply, receipts, answer, byItself);
    }

    @Override
    public String toString() {
        return "MessagePlan[refusal=" + refusal + ", outcome=" + outcome + ", reply=" + reply + ", receipts=" + receipts
                + "]";
    }
}
