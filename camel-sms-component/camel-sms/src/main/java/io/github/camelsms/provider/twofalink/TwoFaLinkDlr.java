package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Json;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.Set;

/** A receipt as JSON: every value a string, and names of its own for sender, recipient and time. */
final class TwoFaLinkDlr implements Webhook<DeliveryReceipt> {

    private final ProviderText providerText;

    TwoFaLinkDlr(ProviderText providerText) {
        this.providerText = providerText;
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public Verification verification() {
        return Verification.ADDRESS;
    }

    @Override
    public List<String> addresses() {
        return List.of("168.119.166.186");
    }

    @Override
    public List<DeliveryReceipt> decode(WebhookRequest request) {
        JsonNode body = Json.object(request.body())
                .orElseThrow(() -> WebhookException.unreadable("the body is not a JSON object"));
        String id = Json.text(body, "request_id");
        String code = Json.text(body, "statuscode");
        if (id == null || code == null) {
            throw WebhookException.unreadable("request_id or statuscode is missing");
        }
        return List.of(DeliveryReceipt.of(TwoFaLinkProvider.ID, id, TwoFaLinkCodes.status(code), ReceiptSource.WEBHOOK)
                .to(Lenient.msisdn(Json.text(body, "msisdn")))
                .from(Lenient.sender(Json.text(body, "sender")))
                .providerCode(providerText.unasked().code(code))
                .providerText(providerText.unasked().text(Json.text(body, "status")))
                .at(Lenient.time(Json.text(body, "timestamp")))
                .build());
    }
}
