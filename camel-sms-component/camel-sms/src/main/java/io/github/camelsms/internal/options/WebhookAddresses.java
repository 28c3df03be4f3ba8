package io.github.camelsms.internal.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Where the webhooks that run want to be called, so that sends of the same account can say so. Of several the first to start counts. */
public final class WebhookAddresses {

    private final List<Running> running = new CopyOnWriteArrayList<>();

    /**
     * A webhook that runs.
     *
     * @param settings of its account
     * @param parameter parameter of a send that carries the address
     * @param address may hold the URL token, a secret
     * @param receipts whether receipts are reported there
     */
    private record Running(AccountSettings settings, String parameter, String address, boolean receipts) {

        @Override
        public String toString() {
            return "Running[parameter=" + parameter + "]";
        }
    }

    /**
     * Notes a webhook that runs.
     *
     * @param receipts whether it takes receipts
     * @return ends it
     */
    public AutoCloseable open(AccountSettings settings, String parameter, String address, boolean receipts) {
        Running webhook = new Running(settings, parameter, address, receipts);
        running.add(webhook);
        return () -> running.remove(webhook);
    }

    /**
     * The addresses that sends of an account name.
     *
     * @param callback option {@code callbackUrl}; null when not set
     */
    public SendAddresses forSender(AccountSettings sender, @Nullable ReceiptAddress callback) {
        return new SendAddresses(this, sender, callback);
    }

    /** Where receipts of that account are reported; null when no webhook for them runs. */
    @Nullable
    ReceiptAddress receipts(AccountSettings sender) {
        for (Running webhook : running) {
            if (webhook.receipts() && webhook.settings().isAccountOf(sender)) {
                return new ReceiptAddress(webhook.parameter(), webhook.address());
            }
        }
        return null;
    }

    /** The parameters of a send of that account. */
    Map<String, String> of(AccountSettings sender) {
        if (running.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>(4);
        running.stream()
                .filter(webhook -> webhook.settings().isAccountOf(sender))
                .forEach(webhook -> parameters.putIfAbsent(webhook.parameter(), webhook.address()));
        return parameters;
    }
}
