package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.SimulatedMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a handset wrote to one of the account's numbers.
 *
 * @param answered the message it answers, null when it answers none
 * @param keyword  the open keyword with which it begins, null when with none
 * @param optOut   whether it ends all messages to the handset
 */
record Answer(
        int id,
        @Nullable SimulatedMessage answered,
        String msisdn,
        String longcode,
        String text,
        @Nullable String keyword,
        boolean optOut,
        Instant receivedAt) {

    boolean isTo(String messageId) {
        return answered != null && answered.messageId().equals(messageId);
    }

    /** A row of {@code responses}. */
    Members members(boolean withOriginal, @Nullable ContactList list) {
        Contact contact = list == null ? null : list.find(msisdn).orElse(null);
        Members members = new Members()
                .with("id", id)
                .with("message_id", answered == null ? 0 : Integer.valueOf(answered.messageId()))
                .with("list_id", list == null ? 0 : list.id())
                .with("received_at", Parameters.time(receivedAt))
                .with("first_name", contact == null ? null : contact.firstName())
                .with("last_name", contact == null ? null : contact.lastName())
                .with("msisdn", Long.valueOf(msisdn))
                .with("response", text)
                .with("longcode", NumberPlan.numberOrText(longcode));
        return withOriginal ? members.with("original_message", answered == null ? null : answered.text()) : members;
    }

    @Override
    public String toString() {
        return "Answer[id=" + id + "]";
    }
}
