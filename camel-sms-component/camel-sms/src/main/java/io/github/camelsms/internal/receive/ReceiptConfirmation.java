package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.state.EventKey;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.WebhookException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Asks the provider's status API whether a receipt is true, for providers that do not sign. */
final class ReceiptConfirmation implements WebhookProcessor.Confirmation<DeliveryReceipt> {

    private final AccountClient<SmsQuery, DeliveryReceipt> client;
    private final Supplier<Exchange> exchanges;
    private final ConfirmationShare share;

    ReceiptConfirmation(
            AccountClient<SmsQuery, DeliveryReceipt> client, Supplier<Exchange> exchanges, ConfirmationShare share) {
        this.client = client;
        this.exchanges = exchanges;
        this.share = share;
    }

    @Override
    public CompletionStage<Void> confirm(DeliveryReceipt receipt, ServerThread thread) {
        return share.ask(() -> check(receipt), thread);
    }

    /**
     * The message may have moved on since; what it cannot do is move back, end twice in different ways, or have gone to somebody else.
     */
    private void check(DeliveryReceipt receipt) {
        DeliveryReceipt known = ask(receipt);
        boolean further = EventKey.rank(known) >= EventKey.rank(receipt);
        boolean differentEnd = known.statusFinal() && receipt.statusFinal() && known.status() != receipt.status();
        boolean differentRecipient =
                known.to() != null && receipt.to() != null && !known.to().equals(receipt.to());
        if (known.status() == DeliveryStatus.NOT_FOUND || !further || differentEnd || differentRecipient) {
            throw WebhookException.forbidden("the provider does not confirm the receipt");
        }
    }

    private DeliveryReceipt ask(DeliveryReceipt receipt) {
        try {
            return client.call(exchanges.get(), new SmsQuery(receipt.messageId(), receipt.to(), null));
        } catch (SmsRefusedException refused) {
            throw refused.httpStatus().isPresent()
                    ? unanswered(refused)
                    : WebhookException.forbidden("the receipt's message id is not one of the provider's");
        } catch (SmsException failed) {
            throw unanswered(failed);
        }
    }

    private static WebhookException unanswered(SmsException failure) {
        return new WebhookException(503, "the provider cannot be asked: " + failure.getMessage());
    }
}
