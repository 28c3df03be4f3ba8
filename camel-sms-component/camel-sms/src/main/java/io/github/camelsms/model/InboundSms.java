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
 * @param optOut whether the sender wants no more SMS: the provider says so, or the text is one of the account's keywords
 * @param optIn whether the sender wants SMS again: the text is one of the account's keywords
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
        boolean optIn,
        @IsoText.Time @Nullable Instant at)
        implements SmsRecord {

    /** As a provider reports it. @param optedOut whether the provider takes it as an opt-out */
    public static InboundSms of(
            String provider,
            @Nullable String messageId,
            @Nullable String inReplyTo,
            @Nullable Msisdn from,
            @Nullable SenderId to,
            String text,
            boolean optedOut,
            @Nullable Instant at) {
        return new InboundSms(provider, null, messageId, inReplyTo, from, to, text, optedOut, false, at);
    }

    public InboundSms withAccount(@Nullable String name) {
        return new InboundSms(provider, name, messageId, inReplyTo, from, to, text, optOut, optIn, at);
    }

    /** The same with what the account's keywords say. What the provider takes as an opt-out stays one. */
    public InboundSms read(Keywords out, Keywords in) {
        boolean leaves = optOut || out.match(text);
        boolean returns = !leaves && in.match(text);
        return new InboundSms(provider, account, messageId, inReplyTo, from, to, text, leaves, returns, at);
    }

    @Override
    public String toString() {
        return "InboundSms[provider=" + provider + ", account=" + account + ", messageId=" + messageId + ", from="
                + from + ", to=" + to + ", optOut=" + optOut + ", optIn=" + optIn + "]";
    }
}
