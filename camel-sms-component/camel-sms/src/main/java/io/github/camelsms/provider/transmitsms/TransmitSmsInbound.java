package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reply to a message, or an SMS to one of our numbers that answers none. */
final class TransmitSmsInbound implements Webhook<InboundSms> {

    private final ProviderOptions options;

    TransmitSmsInbound(ProviderOptions options) {
        this.options = options;
    }

    @Override
    public Set<String> methods() {
        return TransmitSmsCallback.METHODS;
    }

    @Override
    public Optional<String> addressParameter() {
        return Optional.of("reply_callback");
    }

    @Override
    public Verification verification() {
        return Verification.SIGNATURE;
    }

    @Override
    public Signature signature() {
        return TransmitSmsSignature.of(options);
    }

    @Override
    public List<InboundSms> decode(WebhookRequest request) {
        TransmitSmsCallback callback = TransmitSmsCallback.of(request);
        callback.require(TransmitSmsCallback.Kind.REPLY);
        String text = callback.value("response");
        if (text == null) {
            throw WebhookException.unreadable("response is missing");
        }
        return List.of(InboundSms.of(
                TransmitSmsProvider.ID,
                callback.text("response_id"),
                answered(callback.text("message_id")),
                Lenient.msisdn(callback.text("mobile")),
                Lenient.ours(callback.text("longcode")),
                text,
                "yes".equalsIgnoreCase(callback.text("is_optout")),
                Lenient.utc(callback.text("datetime_entry"))));
    }

    /** An SMS that answers nothing has no id there, or 0. */
    private static @Nullable String answered(@Nullable String messageId) {
        return "0".equals(messageId) ? null : messageId;
    }
}
