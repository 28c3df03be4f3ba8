package io.github.camelsms.provider.telesign;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Json;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A transaction callback, which has the shape of a reply to a query. It does not say to which number the SMS went. */
final class TelesignDlr implements Webhook<DeliveryReceipt> {

    private final ProviderOptions options;
    private final ProviderText providerText;

    TelesignDlr(ProviderOptions options, ProviderText providerText) {
        this.options = options;
        this.providerText = providerText;
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public Optional<String> addressParameter() {
        return Optional.of("callback_url");
    }

    @Override
    public Verification verification() {
        return Verification.SIGNATURE;
    }

    @Override
    public Signature signature() {
        return TelesignSignature.of(options);
    }

    @Override
    public List<DeliveryReceipt> decode(WebhookRequest request) {
        JsonNode body = Json.object(request.body())
                .orElseThrow(() -> WebhookException.unreadable("the body is not a JSON object"));
        TelesignReply callback = TelesignReply.of(body, 200, providerText.unasked());
        String id = callback.id();
        if (id == null || callback.code() == null) {
            throw WebhookException.unreadable("reference_id or status.code is missing");
        }
        return List.of(callback.receipt(id, ReceiptSource.WEBHOOK));
    }
}
