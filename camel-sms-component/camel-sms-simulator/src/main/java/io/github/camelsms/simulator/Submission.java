package io.github.camelsms.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a double read from a send request that it accepts.
 *
 * @param messageId  id that the double gives out; several submissions may share it
 * @param msisdn     recipient, digits only
 * @param from       sender ID as received, null when absent
 * @param text       what the handset is to show
 * @param udh        user data header as received, else null
 * @param verifyCode code of a verification message, else null
 * @param sendAt     when it is due, null for at once
 * @param fields     every parameter of the request as received
 */
public record Submission(
        String messageId,
        String msisdn,
        @Nullable String from,
        String text,
        @Nullable String udh,
        @Nullable String verifyCode,
        @Nullable Instant sendAt,
        Map<String, String> fields) {

    public Submission {
        fields = Map.copyOf(fields);
    }

    /** A plain text message, due at once. */
    public static Submission of(
            String messageId, String msisdn, @Nullable String from, String text, Map<String, String> fields) {
        return new Submission(messageId, msisdn, from, text, null, null, null, fields);
    }

    @Override
    public String toString() {
        return "Submission[messageId=" + messageId + ", to=" + Mask.number(msisdn) + ", text=" + Mask.text(text) + "]";
    }
}
