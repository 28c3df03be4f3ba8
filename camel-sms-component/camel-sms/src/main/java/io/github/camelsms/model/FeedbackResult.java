package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the provider to a feedback.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param messageId id that the feedback was about
 * @param accepted whether the provider recorded it
 * @param providerCode the provider's code, scrubbed
 * @param providerText the provider's text, scrubbed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeedbackResult(
        String provider,
        @Nullable String account,
        String messageId,
        boolean accepted,
        @Nullable String providerCode,
        @Nullable String providerText)
        implements SmsRecord {

    public FeedbackResult {
        providerCode = OneLine.ofNullable(providerCode, OneLine.CODE);
        providerText = OneLine.ofNullable(providerText, OneLine.TEXT);
    }

    public FeedbackResult withAccount(@Nullable String name) {
        return new FeedbackResult(provider, name, messageId, accepted, providerCode, providerText);
    }
}
