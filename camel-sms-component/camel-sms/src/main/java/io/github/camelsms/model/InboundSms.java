package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An SMS that a handset sent (MO). Prints without its text.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param messageId the provider's id of this message; null when it gave none
 * @param inReplyTo id of the message that it answers; null when it answers none
 * @param from who wrote it; null when the provider did not say, or not as a number
 * @param to our number
 * @param text what was written
 * @param optOut whether the provider takes it as an opt-out
 * @param at when it was received
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InboundSms(
        String provider,
        @Nullable String account,
        @Nullable String messageId,
        @Nullable String inReplyTo,
        @Nullable Msisdn from,
        @Nullable SenderId to,
        String text,
        boolean optOut,
        @IsoText.Time @Nullable Instant at)
        implements SmsRecord {

    public InboundSms withAccount(@Nullable String name) {
        return new InboundSms(provider, name, messageId, inReplyTo, from, to, text, optOut, at);
    }

    @Override
    public String toString() {
        return "InboundSms[provider=" + provider + ", account=" + account + ", messageId=" + messageId + ", from="
                + from + ", to=" + to + ", optOut=" + optOut + "]";
    }
}
