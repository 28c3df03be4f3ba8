package io.github.camelsms.simulator;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the simulator was told about webhooks of its own.
 *
 * @param atStart    those that are there from the start
 * @param allowed    targets that may be called
 * @param retrySpeed divides the waits before retries
 */
public record MessageWebhookRules(List<MessageWebhook> atStart, Predicate<URI> allowed, double retrySpeed) {

    public MessageWebhookRules {
        atStart = List.copyOf(atStart);
    }
}
