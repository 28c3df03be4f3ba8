package io.github.camelsms.simulator;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a simulator is told about callbacks before it starts. */
final class WebhookOptions {

    final Map<String, URI> receiptUrls = new HashMap<>();
    final Map<String, URI> replyUrls = new HashMap<>();
    final Map<String, RetryPlan> plans = new HashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    boolean automatic = true;
    boolean anyHost;
    double retrySpeed = 1;

    @Nullable
    RetryTimer retryTimer;

    boolean allows(URI target) {
        return WebAddress.isValid(target.toString()) && (anyHost || WebAddress.isLoopback(target));
    }

    /** @throws IllegalArgumentException for what is no HTTP URL, or not one of this machine */
    URI checked(URI target) {
        if (!allows(target)) {
            throw new IllegalArgumentException("Webhook " + target.getScheme() + "://" + target.getHost()
                    + " is no HTTP address on the loopback interface; only callAnyHost() calls others");
        }
        return target;
    }
}
