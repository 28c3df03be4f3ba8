package io.github.camelsms.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handset shows at this moment: a message that was sent to it, or one that was written on it. A later state is in a
 * later copy.
 *
 * @param number   counts from 1 in order of arrival; never given twice by one simulator
 * @param revision {@link Inbox#revision()} of its last change
 * @param provider provider id
 * @param handset  number of the handset, E.164 with {@code +}
 * @param message  the message to the handset; for one written on it that which it answers, or null when it answers none
 * @param written  what was written on the handset, null for a message to it
 * @param exchange the submission, null for what was written on the handset
 * @param history  states in the order in which they were reached, empty for what was written on the handset
 * @param callbacks calls to the customer about it, oldest first, the newest fifty
 */
public record InboxItem(
        long number,
        long revision,
        String provider,
        String handset,
        @Nullable SimulatedMessage message,
        @Nullable HandsetReply written,
        @Nullable SubmissionExchange exchange,
        List<MessageStep> history,
        List<Callback> callbacks) {

    public InboxItem {
        history = List.copyOf(history);
        callbacks = List.copyOf(callbacks);
    }

    /** Whether it was written on the handset. */
    public boolean fromHandset() {
        return written != null;
    }

    /** What the handset shows. */
    public String text() {
        return written == null ? shown().text() : written.text();
    }

    /** Sender ID of the conversation that it belongs to, null when the gateway's default applies. */
    public @Nullable String from() {
        return Optional.ofNullable(message).map(SimulatedMessage::from).orElse(null);
    }

    /** When it came or was written, by the simulator's clock. */
    public Instant at() {
        return written == null ? shown().acceptedAt() : written.at();
    }

    private SimulatedMessage shown() {
        return Optional.ofNullable(message).orElseThrow();
    }

    @Override
    public String toString() {
        return "InboxItem[number=" + number + ", provider=" + provider + ", handset=" + Mask.number(handset)
                + ", fromHandset=" + fromHandset() + "]";
    }
}
