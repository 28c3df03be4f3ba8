package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.SimulatedMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who followed the link in a message, the newest ten thousand. Thread-safe. */
final class LinkHits {

    private static final int MOST = 10_000;

    /**
     * One hit.
     *
     * @param count  how many hits this recipient has made on the link, this one included
     * @param listId of the list that the message was sent to, 0 for none
     */
    record Hit(
            String messageId,
            String msisdn,
            Instant at,
            int count,
            int listId,
            @Nullable String firstName,
            @Nullable String lastName) {

        @Override
        public String toString() {
            return "Hit[messageId=" + messageId + ", count=" + count + "]";
        }
    }

    private final Deque<Hit> hits = new ArrayDeque<>();

    synchronized void add(SimulatedMessage message, Instant at, @Nullable ContactList list) {
        Contact contact = list == null ? null : list.find(message.msisdn()).orElse(null);
        hits.addLast(new Hit(
                message.messageId(),
                message.msisdn(),
                at,
                of(message).size() + 1,
                list == null ? 0 : list.id(),
                contact == null ? null : contact.firstName(),
                contact == null ? null : contact.lastName()));
        if (hits.size() > MOST) {
            hits.removeFirst();
        }
    }

    /** On the link in a message of one recipient, oldest first. */
    synchronized List<Hit> of(SimulatedMessage message) {
        return of(message.messageId()).stream()
                .filter(hit -> hit.msisdn().equals(message.msisdn()))
                .toList();
    }

    /** On the links in all messages of a send, oldest first. */
    synchronized List<Hit> of(String messageId) {
        return hits.stream().filter(hit -> hit.messageId().equals(messageId)).toList();
    }

    synchronized void reset() {
        hits.clear();
    }
}
