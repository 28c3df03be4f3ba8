package io.github.camelsms.simulator;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * How one gateway calls its customer: a function from what happened to the request. Like {@link ProviderDouble} it is read
 * from the gateway's documentation alone and shares no code with the receiver it is to test.
 */
public interface WebhookDouble {

    RetryPlan retries();

    /** Where the receipts of a message go by the wish of the send that it came with; empty for the account's own URL. */
    default Optional<String> receiptUrl(SimulatedMessage message) {
        return Optional.empty();
    }

    /** Likewise for replies to a message. */
    default Optional<String> replyUrl(SimulatedMessage message) {
        return Optional.empty();
    }

    /**
     * Tells the state of a message, signed where the gateway signs.
     *
     * @param target where to, perhaps with parameters of the customer's own
     * @return empty when the gateway sends no receipt in that state
     */
    Optional<WebhookCall> receipt(SimulatedMessage message, URI target, SimulatedAccount account);

    /** Passes a message of a handset on; empty when the gateway has no such webhook. */
    default Optional<WebhookCall> reply(HandsetReply reply, URI target, SimulatedAccount account) {
        return Optional.empty();
    }

    /** Where a hit on the link of a message goes by the wish of its send; empty for where receipts go. */
    default Optional<String> linkHitUrl(SimulatedMessage message) {
        return Optional.empty();
    }

    /** Tells of the newest hit on the link in a message; empty when the gateway has no such webhook. */
    default Optional<WebhookCall> linkHit(SimulatedMessage message, URI target, SimulatedAccount account) {
        return Optional.empty();
    }

    /** Names of the headers that carry a signature; empty for a gateway that does not sign. */
    default Set<String> signatureHeaders() {
        return Set.of();
    }
}
