package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Members;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message on its way to one webhook. Guarded by {@link MessageWebhooks}. */
final class WebhookDelivery {

    private final String id = UUID.randomUUID().toString();
    private final RegisteredWebhook webhook;
    private final long number;
    private byte @Nullable [] body;
    private int attempts;
    private @Nullable Integer status;
    private @Nullable String failure;
    private @Nullable Instant at;
    private boolean over;

    /** @param number of the message */
    WebhookDelivery(RegisteredWebhook webhook, long number) {
        this.webhook = webhook;
        this.number = number;
    }

    String id() {
        return id;
    }

    RegisteredWebhook webhook() {
        return webhook;
    }

    long number() {
        return number;
    }

    int attempts() {
        return attempts;
    }

    boolean isOver() {
        return over;
    }

    /** Whether the webhook answered with a status of 2xx. */
    boolean isTaken() {
        return status != null && status / 100 == 2;
    }

    /** What the first attempt sent; null before that. */
    byte @Nullable [] body() {
        return body;
    }

    void sends(byte[] bytes) {
        body = bytes;
    }

    /** An attempt has ended. @param answered null when there was no reply @param why there was none, else null */
    void attempted(@Nullable Integer answered, @Nullable String why, Instant when) {
        attempts++;
        status = answered;
        failure = why;
        at = when;
    }

    /** No attempt follows. @param why there was no attempt that says it, null when there was one */
    void end(@Nullable String why) {
        over = true;
        body = null;
        if (why != null) {
            failure = why;
        }
    }

    Members members() {
        return new Members()
                .with("id", id)
                .with("number", number)
                .with("attempts", attempts)
                .with("status", status)
                .with("failure", failure)
                .with("at", at == null ? null : at.toString())
                .with("over", over);
    }
}
