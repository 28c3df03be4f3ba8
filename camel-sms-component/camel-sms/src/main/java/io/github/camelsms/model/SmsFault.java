package io.github.camelsms.model;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call that failed. Texts and codes are kept on one line: the detail up to 2,000 characters, each code up to 64.
 *
 * @param errorClass why
 * @param provider provider id, such as {@code 2fa-link}
 * @param detail a sentence for humans, free of message text, codes, credentials and full phone numbers; made one line of at most 300
 *     characters
 * @param providerCode the provider's own code, scrubbed; null when the reply had none
 * @param providerStatus the provider's status beside an error code of its own, such as TeleSign's 500; mostly null
 * @param httpStatus status of the reply; null when there was no reply
 * @param messageId the id the provider gave in spite of the failure, up to 255 characters without control characters; mostly null
 * @param retryAfter how long the provider asks to wait; null when it did not say
 */
public record SmsFault(
        ErrorClass errorClass,
        String provider,
        String detail,
        @Nullable String providerCode,
        @Nullable String providerStatus,
        @Nullable Integer httpStatus,
        @Nullable String messageId,
        @Nullable Duration retryAfter)
        implements Serializable {

    private static final int MAX_CODE = 60;

    public SmsFault {
        messageId = OneLine.idOrNull(messageId);
        detail = OneLine.of(detail, OneLine.MAX_MESSAGE);
        providerCode = OneLine.ofNullable(providerCode, OneLine.CODE);
        providerStatus = OneLine.ofNullable(providerStatus, OneLine.CODE);
    }

    /** A fault found before any call, or one of which only the sentence is known. */
    public static SmsFault of(ErrorClass errorClass, String provider, String detail) {
        return new SmsFault(errorClass, provider, detail, null, null, null, null, null);
    }

    public SmsFault withErrorClass(ErrorClass why) {
        return new SmsFault(why, provider, detail, providerCode, providerStatus, httpStatus, messageId, retryAfter);
    }

    public SmsFault withProviderCode(@Nullable String code) {
        return new SmsFault(errorClass, provider, detail, code, providerStatus, httpStatus, messageId, retryAfter);
    }

    public SmsFault withProviderStatus(@Nullable String status) {
        return new SmsFault(errorClass, provider, detail, providerCode, status, httpStatus, messageId, retryAfter);
    }

    public SmsFault withHttpStatus(int status) {
        return new SmsFault(errorClass, provider, detail, providerCode, providerStatus, status, messageId, retryAfter);
    }

    public SmsFault withMessageId(@Nullable String id) {
        return new SmsFault(errorClass, provider, detail, providerCode, providerStatus, httpStatus, id, retryAfter);
    }

    public SmsFault withRetryAfter(@Nullable Duration wait) {
        return new SmsFault(errorClass, provider, detail, providerCode, providerStatus, httpStatus, messageId, wait);
    }

    /** One line of at most 300 characters; of a long one the detail is cut. */
    String describe(String fate) {
        String begin = OneLine.of(provider, MAX_CODE) + ": " + fate + ": ";
        StringBuilder end = new StringBuilder(" (").append(errorClass);
        if (providerCode != null) {
            end.append(", code ").append(OneLine.of(providerCode, MAX_CODE));
        }
        if (providerStatus != null) {
            end.append(", status ").append(providerStatus);
        }
        if (httpStatus != null) {
            end.append(", HTTP ").append(httpStatus);
        }
        end.append(')');
        return begin + OneLine.of(detail, OneLine.MAX_MESSAGE - begin.length() - end.length()) + end;
    }
}
