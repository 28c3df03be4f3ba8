package io.github.camelsms.internal.receive;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.WebhookException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;

/** Asks the provider's status API whether a receipt is true, for providers that do not sign. */
public final class ReceiptConfirmation implements WebhookProcessor.Confirmation<DeliveryReceipt> {

    private final AccountClient<SmsQuery, DeliveryReceipt> client;

    public ReceiptConfirmation(AccountClient<SmsQuery, DeliveryReceipt> client) {
        this.client = client;
    }

    /**
     * The message may have moved on since; what it cannot do is move back, end twice in different ways, or have gone to somebody else.
     */
    @Override
    public void confirm(DeliveryReceipt receipt, Exchange call) {
        DeliveryReceipt known = ask(receipt, call);
        boolean further = ProcessedEvents.rank(known) >= ProcessedEvents.rank(receipt);
        boolean differentEnd = known.statusFinal() && receipt.statusFinal() && known.status() != receipt.status();
        boolean differentRecipient =
                known.to() != null && receipt.to() != null && !known.to().equals(receipt.to());
        if (known.status() == DeliveryStatus.NOT_FOUND || !further || differentEnd || differentRecipient) {
            throw WebhookException.forbidden("the provider does not confirm the receipt");
        }
    }

    private DeliveryReceipt ask(DeliveryReceipt receipt, Exchange call) {
        SmsQuery query = new SmsQuery(receipt.messageId(), receipt.to(), null);
        HttpRequest request = encoded(query);
        CompletableFuture<HttpOutcome> reply = new CompletableFuture<>();
        client.on(call, query).execute(request, (outcome, sync) -> reply.complete(outcome));
        try {
            return client.read(query, reply.join());
        } catch (SmsException unanswered) {
            throw new WebhookException(503, "the provider cannot be asked: " + unanswered.getMessage());
        }
    }

    private HttpRequest encoded(SmsQuery query) {
        try {
            return client.operation().encode(query);
        } catch (SmsException impossible) {
            throw WebhookException.forbidden("the receipt's message id is none of the provider's");
        }
    }
}
