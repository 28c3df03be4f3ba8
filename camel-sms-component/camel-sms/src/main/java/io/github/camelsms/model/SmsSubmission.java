package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider's answer to a send: it took the message.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param messageId the provider's handle, up to 255 characters without control characters; null when it accepted the message without
 *     one
 * @param status mostly {@code ACCEPTED}
 * @param to recipient
 * @param segments short messages it takes: the provider's figure, else the component's; null without a text
 * @param encoding of the text as the component computed it; null without a text
 * @param forcedAt index into the text of the first character that forces UCS-2; null in GSM-7 or without a text
 * @param price what it costs, positive for a charge; null when the provider does not say
 * @param currency ISO 4217; null when the provider does not say
 * @param providerCode the provider's code, scrubbed
 * @param providerText the provider's text, scrubbed
 * @param at when it was taken: the provider's time, else the component's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SmsSubmission(
        String provider,
        @Nullable String account,
        @Nullable String messageId,
        DeliveryStatus status,
        @Nullable Msisdn to,
        @Nullable Integer segments,
        @Nullable Encoding encoding,
        @Nullable Integer forcedAt,
        @Nullable BigDecimal price,
        @Nullable String currency,
        @Nullable String providerCode,
        @Nullable String providerText,
        @IsoText.Time @Nullable Instant at)
        implements SmsRecord {

    public SmsSubmission {
        messageId = OneLine.idOrNull(messageId);
        providerCode = OneLine.ofNullable(providerCode, OneLine.CODE);
        providerText = OneLine.ofNullable(providerText, OneLine.TEXT);
    }

    /** An accepted message. @param messageId null when the provider gave none */
    public static Builder accepted(String provider, @Nullable String messageId) {
        return new Builder(provider, messageId);
    }

    /**
     * Completes what the provider said with what the component knows; what the provider said stands.
     *
     * @param counted the component's own segment count; null without a text
     */
    public SmsSubmission completed(
            @Nullable String accountName, @Nullable Msisdn recipient, @Nullable Segments counted, Instant now) {
        return new SmsSubmission(
                provider,
                accountName,
                messageId,
                status,
                to != null ? to : recipient,
                segments != null || counted == null ? segments : (Integer) counted.count(),
                encoding != null || counted == null ? encoding : counted.encoding(),
                counted == null || counted.forcedAt() < 0 ? forcedAt : (Integer) counted.forcedAt(),
                price,
                currency,
                providerCode,
                providerText,
                at != null ? at : now);
    }

    /** Gathers what a provider says of a message it took. */
    public static final class Builder {
        private final String provider;
        private final @Nullable String messageId;
        private DeliveryStatus status = DeliveryStatus.ACCEPTED;
        private @Nullable Msisdn to;
        private @Nullable Integer segments;
        private @Nullable BigDecimal price;
        private @Nullable String currency;
        private @Nullable String providerCode;
        private @Nullable String providerText;
        private @Nullable Instant at;

        private Builder(String provider, @Nullable String messageId) {
            this.provider = provider;
            this.messageId = messageId;
        }

        public Builder status(DeliveryStatus value) {
            this.status = value;
            return this;
        }

        public Builder to(@Nullable Msisdn recipient) {
            this.to = recipient;
            return this;
        }

        public Builder segments(@Nullable Integer count) {
            this.segments = count;
            return this;
        }

        public Builder price(@Nullable BigDecimal charge, @Nullable String currencyCode) {
            this.price = charge;
            this.currency = currencyCode;
            return this;
        }

        /** @param code scrubbed already */
        public Builder providerCode(@Nullable String code) {
            this.providerCode = code;
            return this;
        }

        /** @param text scrubbed already */
        public Builder providerText(@Nullable String text) {
            this.providerText = text;
            return this;
        }

        public Builder at(@Nullable Instant time) {
            this.at = time;
            return this;
        }

        public SmsSubmission build() {
            return new SmsSubmission(
                    provider,
                    null,
                    messageId,
                    status,
                    to,
                    segments,
                    null,
                    null,
                    price,
                    currency,
                    providerCode,
                    providerText,
                    at);
        }
    }
}
