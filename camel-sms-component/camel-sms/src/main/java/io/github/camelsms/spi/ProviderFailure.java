package io.github.camelsms.spi;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import org.jspecify.annotations.Nullable;

/** A reply that reports a failure. Gathers what the reply says; its last methods make the exception. */
public final class ProviderFailure {

    /** The detail where a provider should have sent JSON and did not. */
    private static final String NO_OBJECT = "the reply is not a JSON object";

    private final String provider;
    private final HttpResponse response;
    private @Nullable String text;
    private @Nullable String code;
    private @Nullable String status;
    private @Nullable String messageId;

    private ProviderFailure(String provider, HttpResponse response) {
        this.provider = provider;
        this.response = response;
    }

    public static ProviderFailure of(String provider, HttpResponse response) {
        return new ProviderFailure(provider, response);
    }

    /** A body that is not a JSON object: the HTTP status decides. */
    public static SmsException notAnObject(String provider, HttpResponse response) {
        return of(provider, response).text(NO_OBJECT).byHttpStatus();
    }

    /** @param scrubbed the provider's text, or a sentence about the reply; null for none */
    public ProviderFailure text(@Nullable String scrubbed) {
        this.text = scrubbed;
        return this;
    }

    /** @param scrubbed the provider's code; null for none */
    public ProviderFailure code(@Nullable String scrubbed) {
        this.code = scrubbed;
        return this;
    }

    /** @param scrubbed the provider's status beside the code; null for none */
    public ProviderFailure status(@Nullable String scrubbed) {
        this.status = scrubbed;
        return this;
    }

    /** @param id that the provider gave in spite of the failure; null for none */
    public ProviderFailure messageId(@Nullable String id) {
        this.messageId = id;
        return this;
    }

    /** Not sent, and a repeat is pointless. */
    public SmsRefusedException refused(ErrorClass why) {
        return new SmsRefusedException(fault(why));
    }

    /** Not sent, and a repeat is safe. */
    public SmsRetryableException retryable(ErrorClass why) {
        return new SmsRetryableException(fault(why));
    }

    /** May have been sent. */
    public SmsOutcomeUnknownException unknown(ErrorClass why) {
        return new SmsOutcomeUnknownException(fault(why));
    }

    /** What the HTTP status means ({@link HttpErrors#byStatus}), for a reply without a code that decides. */
    public SmsException byHttpStatus() {
        SmsException known = HttpErrors.byStatus(provider, response, detail());
        return known instanceof SmsRetryableException ? retryable(known.errorClass()) : neverRetryable(known);
    }

    /** The same for a code that is not documented: nobody knows what it asks for, so it is never retryable. */
    public SmsException unlisted() {
        return neverRetryable(HttpErrors.byStatus(provider, response, detail()));
    }

    private SmsException neverRetryable(SmsException known) {
        return known instanceof SmsOutcomeUnknownException ? unknown(known.errorClass()) : refused(known.errorClass());
    }

    private String detail() {
        return text == null ? "no text" : text;
    }

    private SmsFault fault(ErrorClass why) {
        return SmsFault.of(why, provider, detail())
                .withProviderCode(code)
                .withProviderStatus(status)
                .withHttpStatus(response.status())
                .withMessageId(messageId)
                .withRetryAfter(response.retryAfter().orElse(null));
    }
}
