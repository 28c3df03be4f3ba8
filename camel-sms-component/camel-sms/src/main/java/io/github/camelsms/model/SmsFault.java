package io.github.camelsms.model;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call that failed.
 *
 * @param errorClass why
 * @param provider provider id, such as {@code 2fa-link}
 * @param detail a sentence for humans, free of message text, codes, credentials and full phone numbers
 * @param providerCode the provider's own code as it came; null when the reply had none
 * @param httpStatus status of the reply; null when there was no reply
 * @param messageId the id the provider gave in spite of the failure; mostly null
 * @param retryAfter how long the provider asks to wait; null when it did not say
 */
public record SmsFault(
        ErrorClass errorClass,
        String provider,
        String detail,
        @Nullable String providerCode,
        @Nullable Integer httpStatus,
        @Nullable String messageId,
        @Nullable Duration retryAfter)
        implements Serializable {

    /** A fault found before any call, or one of which only the sentence is known. */
    public static SmsFault of(ErrorClass errorClass, String provider, String detail) {
        return new SmsFault(errorClass, provider, detail, null, null, null, null);
    }

    public SmsFault withProviderCode(@Nullable String code) {
        return new SmsFault(errorClass, provider, detail, code, httpStatus, messageId, retryAfter);
    }

    public SmsFault withHttpStatus(int status) {
        return new SmsFault(errorClass, provider, detail, providerCode, status, messageId, retryAfter);
    }

    public SmsFault withMessageId(@Nullable String id) {
        return new SmsFault(errorClass, provider, detail, providerCode, httpStatus, id, retryAfter);
    }

    public SmsFault withRetryAfter(@Nullable Duration wait) {
        return new SmsFault(errorClass, provider, detail, providerCode, httpStatus, messageId, wait);
    }

    String describe(String fate) {
        StringBuilder text = new StringBuilder(provider)
                .append(": ")
                .append(fate)
                .append(": ")
                .append(detail);
        text.append(" (").append(errorClass);
        if (providerCode != null) {
            text.append(", code ").append(providerCode);
        }
        if (httpStatus != null) {
            text.append(", HTTP ").append(httpStatus);
        }
        return text.append(')').toString();
    }
}
