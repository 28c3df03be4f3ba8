package io.github.camelsms.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to call a webhook and what came of it.
 *
 * @param provider  provider id
 * @param kind      what the call is about
 * @param messageId id of the message, null for a reply that answers none
 * @param to        handset, E.164 with {@code +}
 * @param state     state that a receipt tells, else null
 * @param number    1 for the first attempt
 * @param waited    span that the gateway waited before it, zero for the first; not divided by the retry speed
 * @param call      what was sent
 * @param status    HTTP status of the reply, null when there was none
 * @param reply     the first 2,000 bytes of its body as UTF-8, null when there was none
 * @param failure   why there was no reply: {@code unreachable}, {@code timeout}, or {@code not called} for a target that is not
 *                  on the loopback address; null when there was one
 * @param at        when it ended, by the simulator's clock
 */
public record CallbackAttempt(
        String provider,
        CallbackKind kind,
        @Nullable String messageId,
        String to,
        @Nullable MessageState state,
        int number,
        Duration waited,
        WebhookCall call,
        @Nullable Integer status,
        @Nullable String reply,
        @Nullable String failure,
        Instant at) {

    /** {@link #status()}, 0 when there was no reply. */
    public int statusOrZero() {
        return Optional.ofNullable(status).orElse(0);
    }

    @Override
    public String toString() {
        return "CallbackAttempt[provider=" + provider + ", kind=" + kind + ", messageId=" + messageId + ", to="
                + Mask.number(to) + ", state=" + state + ", number=" + number + ", waited=" + waited + ", status="
                + status + ", failure=" + failure + "]";
    }
}
