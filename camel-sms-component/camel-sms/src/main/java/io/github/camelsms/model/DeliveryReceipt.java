package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports what became of a message.
 *
 * @param provider provider id
 * @param account name of the account; null for one without a name
 * @param messageId the provider's id of the send
 * @param status what became of it
 * @param statusFinal whether nothing else is expected to follow
 * @param to recipient
 * @param from sender that was used
 * @param segments short messages that were sent
 * @param price what it cost, positive for a charge
 * @param currency ISO 4217
 * @param providerCode the provider's code, scrubbed
 * @param providerText the provider's text, scrubbed
 * @param codeState state of a verification code; null where none is involved
 * @param submittedAt when the provider took the message
 * @param at when the status was reached
 * @param source webhook or query
 * @param details the provider's documented fields that have no common name, by the provider's names: text, numbers, booleans, lists and
 *     maps of these; prints without values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryReceipt(
        String provider,
        @Nullable String account,
        String messageId,
        DeliveryStatus status,
        boolean statusFinal,
        @Nullable Msisdn to,
        @Nullable SenderId from,
        @Nullable Integer segments,
        @Nullable BigDecimal price,
        @Nullable String currency,
        @Nullable String providerCode,
        @Nullable String providerText,
        @Nullable CodeState codeState,
        @IsoText.Time @Nullable Instant submittedAt,
        @IsoText.Time @Nullable Instant at,
        ReceiptSource source,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> details)
        implements SmsRecord {

    public DeliveryReceipt {
        providerCode = OneLine.ofNullable(providerCode, OneLine.CODE);
        providerText = OneLine.ofNullable(providerText, OneLine.TEXT);
        details = Details.of(details);
    }

    public static Builder of(String provider, String messageId, DeliveryStatus status, ReceiptSource source) {
        return new Builder(provider, messageId, status, source);
    }

    /** The same receipt, of the account of that name. */
    public DeliveryReceipt withAccount(@Nullable String name) {
        return new DeliveryReceipt(
                provider,
                name,
                messageId,
                status,
                statusFinal,
                to,
                from,
                segments,
                price,
                currency,
                providerCode,
                providerText,
                codeState,
                submittedAt,
                at,
                source,
                details);
    }

    /** Gathers what a provider says of a message's fate; every part may be null or left out. */
    public static final class Builder {
        private final String provider;
        private final String messageId;
        private final DeliveryStatus status;
        private final ReceiptSource source;
        private boolean statusFinal;
        private @Nullable Msisdn to;
        private @Nullable SenderId from;
        private @Nullable Integer segments;
        private @Nullable BigDecimal price;
        private @Nullable String currency;
        private @Nullable String providerCode;
        private @Nullable String providerText;
        private @Nullable CodeState codeState;
        private @Nullable Instant submittedAt;
        private @Nullable Instant at;
        private final Map<String, Object> details = new LinkedHashMap<>();

        private Builder(String provider, String messageId, DeliveryStatus status, ReceiptSource source) {
            this.provider = provider;
            this.messageId = messageId;
            this.status = status;
            this.statusFinal = status.isFinal();
            this.source = source;
        }

        /** Overrides {@link DeliveryStatus#isFinal()} where the provider says so of one of its codes. */
        public Builder statusFinal(boolean last) {
            this.statusFinal = last;
            return this;
        }

        public Builder to(@Nullable Msisdn recipient) {
            this.to = recipient;
            return this;
        }

        public Builder from(@Nullable SenderId sender) {
            this.from = sender;
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

        public Builder codeState(@Nullable CodeState state) {
            this.codeState = state;
            return this;
        }

        public Builder submittedAt(@Nullable Instant time) {
            this.submittedAt = time;
            return this;
        }

        public Builder at(@Nullable Instant time) {
            this.at = time;
            return this;
        }

        /** @param value as in {@link DeliveryReceipt#details()}; null to leave it out */
        public Builder detail(String name, @Nullable Object value) {
            if (value != null) {
                details.put(name, value);
            }
            return this;
        }

        public DeliveryReceipt build() {
            return new DeliveryReceipt(
                    provider,
                    null,
                    messageId,
                    status,
                    statusFinal,
                    to,
                    from,
                    segments,
                    price,
                    currency,
                    providerCode,
                    providerText,
                    codeState,
                    submittedAt,
                    at,
                    source,
                    details);
        }
    }
}
