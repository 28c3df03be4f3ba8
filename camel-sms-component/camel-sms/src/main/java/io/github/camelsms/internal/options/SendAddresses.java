package io.github.camelsms.internal.options;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The addresses that the sends of one account name: option {@code callbackUrl}, and the webhooks that run here. */
public final class SendAddresses {

    private final WebhookAddresses running;
    private final AccountSettings sender;
    private final @Nullable ReceiptAddress callback;

    SendAddresses(WebhookAddresses running, AccountSettings sender, @Nullable ReceiptAddress callback) {
        this.running = running;
        this.sender = sender;
        this.callback = callback;
    }

    /** The parameters of a send. */
    public Map<String, String> parameters() {
        Map<String, String> webhooks = running.of(sender);
        if (callback == null) {
            return webhooks;
        }
        Map<String, String> parameters = new LinkedHashMap<>(webhooks);
        parameters.put(callback.parameter(), callback.address());
        return parameters;
    }

    /** Where receipts are to be reported; null when sends do not say. */
    public @Nullable ReceiptAddress receipts() {
        return callback != null ? callback : running.receipts(sender);
    }
}
