package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A delivery receipt. Its {@code rate} is a detail and not the price: no document says in which unit it is. */
final class TransmitSmsDlr implements Webhook<DeliveryReceipt> {

    private final ProviderOptions options;
    private final ProviderText providerText;

    TransmitSmsDlr(ProviderOptions options, ProviderText providerText) {
        this.options = options;
        this.providerText = providerText;
    }

    @Override
    public Set<String> methods() {
        return TransmitSmsCallback.METHODS;
    }

    @Override
    public Optional<String> addressParameter() {
        return Optional.of("dlr_callback");
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
    public List<DeliveryReceipt> decode(WebhookRequest request) {
        TransmitSmsCallback callback = TransmitSmsCallback.of(request);
        callback.require(TransmitSmsCallback.Kind.RECEIPT);
        String id = callback.text("message_id");
        String state = callback.text("status");
        if (id == null || state == null) {
            throw WebhookException.unreadable("message_id or status is missing");
        }
        return List.of(
                DeliveryReceipt.of(TransmitSmsProvider.ID, id, TransmitSmsCodes.status(state), ReceiptSource.WEBHOOK)
                        .to(Lenient.msisdn(callback.text("mobile")))
                        .providerCode(TransmitSmsCodes.shownState(state, providerText.unasked()))
                        .at(Lenient.utc(callback.text("datetime")))
                        .detail("user_id", providerText.unasked().code(callback.text("user_id")))
                        .detail("rate", providerText.unasked().code(callback.text("rate")))
                        .build());
    }
}
