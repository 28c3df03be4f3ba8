package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The question what became of a message.
 *
 * @param messageId the provider's id of the send
 * @param to the recipient, where one id covers several; null when not said
 * @param verifyCode a verification code to be checked on the way, which counts as an attempt; null for a plain query
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SmsQuery(
        String messageId, @Nullable Msisdn to, @Nullable String verifyCode) {

    /** White space at the ends of the code does not count; a blank one is none. */
    public SmsQuery {
        verifyCode = Blank.strip(verifyCode);
    }

    @Override
    public String toString() {
        return "SmsQuery[messageId=" + messageId + ", to=" + to + "]";
    }
}
