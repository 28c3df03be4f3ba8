package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One SMS to one handset. Prints without its text, code and header. White space at the ends of the code and of parameters does not count;
 * a blank one is none.
 *
 * @param to recipient; null only where a provider's parameter names the recipients instead
 * @param from sender; null for the provider's default
 * @param text message text; null where the provider has a standard text
 * @param udh user data header; null for none
 * @param verifyCode verification code to be sent; null for none, or for one made by the provider
 * @param sendAt when the provider is to send it; null for at once
 * @param validity how long the provider may try; null for its default
 * @param expiresAt from then on the component does not send it; null for never
 * @param idempotencyKey sends with the same key give one SMS; never leaves for the provider; null for none
 * @param params provider parameters, sent as they are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SmsMessage(
        @Nullable Msisdn to,
        @Nullable SenderId from,
        @Nullable String text,
        @Nullable Udh udh,
        @Nullable String verifyCode,
        @IsoText.Time @Nullable Instant sendAt,
        @IsoText.Span @Nullable Duration validity,
        @IsoText.Time @Nullable Instant expiresAt,
        @Nullable String idempotencyKey,
        Map<String, String> params)
        implements SmsRecord {

    /** @throws IllegalArgumentException when the idempotency key is blank */
    public SmsMessage {
        if (idempotencyKey != null && idempotencyKey.isBlank()) {
            throw new IllegalArgumentException("the idempotency key must not be blank");
        }
        verifyCode = Blank.strip(verifyCode);
        params = params == null || params.isEmpty() ? Map.of() : Blank.strip(params); // null: left out in JSON
    }

    /**
     * Begins a message.
     *
     * @param to recipient in E.164
     * @throws IllegalArgumentException when it is not a number in E.164
     */
    public static Builder to(String to) {
        return new Builder().to(Msisdn.parse(to));
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder copy = new Builder().to(to).from(from).text(text).udh(udh).verifyCode(verifyCode);
        return copy.sendAt(sendAt)
                .validity(validity)
                .expiresAt(expiresAt)
                .idempotencyKey(idempotencyKey)
                .params(params);
    }

    @Override
    public String toString() {
        return "SmsMessage[to=" + to + ", from=" + from + "]";
    }

    /** Gathers the parts of a message; each may be null or left out. */
    public static final class Builder {
        private @Nullable Msisdn to;
        private @Nullable SenderId from;
        private @Nullable String text;
        private @Nullable Udh udh;
        private @Nullable String verifyCode;
        private @Nullable Instant sendAt;
        private @Nullable Duration validity;
        private @Nullable Instant expiresAt;
        private @Nullable String idempotencyKey;
        private Map<String, String> params = Map.of();

        private Builder() {}

        public Builder to(@Nullable Msisdn recipient) {
            this.to = recipient;
            return this;
        }

        public Builder from(@Nullable SenderId sender) {
            this.from = sender;
            return this;
        }

        /** @throws IllegalArgumentException when it is not a sender ID */
        public Builder from(String sender) {
            return from(SenderId.parse(sender));
        }

        public Builder text(@Nullable String content) {
            this.text = content;
            return this;
        }

        public Builder udh(@Nullable Udh header) {
            this.udh = header;
            return this;
        }

        public Builder verifyCode(@Nullable String code) {
            this.verifyCode = code;
            return this;
        }

        public Builder sendAt(@Nullable Instant time) {
            this.sendAt = time;
            return this;
        }

        public Builder validity(@Nullable Duration time) {
            this.validity = time;
            return this;
        }

        public Builder expiresAt(@Nullable Instant time) {
            this.expiresAt = time;
            return this;
        }

        public Builder idempotencyKey(@Nullable String key) {
            this.idempotencyKey = key;
            return this;
        }

        public Builder params(Map<String, String> values) {
            this.params = values;
            return this;
        }

        public SmsMessage build() {
            return new SmsMessage(to, from, text, udh, verifyCode, sendAt, validity, expiresAt, idempotencyKey, params);
        }
    }
}
