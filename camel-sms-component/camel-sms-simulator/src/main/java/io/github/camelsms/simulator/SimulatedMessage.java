package io.github.camelsms.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to one handset as the simulator sees it at this moment; a later state is in a later copy.
 *
 * @param provider   provider id, such as {@code 2fa-link}
 * @param messageId  id that the gateway gave out; recipients of one Transmit SMS call share it
 * @param to         recipient, E.164 with {@code +}
 * @param from       sender ID as received, null when the gateway's default applies
 * @param text       what the handset shows: decoded, placeholders filled in; empty when none was sent
 * @param udh        user data header as received, else null
 * @param verifyCode code of a verification message, given or made up, else null
 * @param fields     every parameter of the request as received, by its name on the wire
 * @param segments   SMs that the text takes
 * @param price      charge for all segments, positive
 * @param state      how far it has come
 * @param acceptedAt when the gateway took it
 * @param sendAt     when it is due; later than {@code acceptedAt} for a scheduled one
 * @param finalAt    when it reached its final state, else null
 */
public record SimulatedMessage(
        String provider,
        String messageId,
        String to,
        @Nullable String from,
        String text,
        @Nullable String udh,
        @Nullable String verifyCode,
        Map<String, String> fields,
        int segments,
        BigDecimal price,
        MessageState state,
        Instant acceptedAt,
        Instant sendAt,
        @Nullable Instant finalAt) {

    public SimulatedMessage {
        fields = Map.copyOf(fields);
    }

    /** {@link #to()} without the {@code +}. */
    public String msisdn() {
        return to.substring(1);
    }

    /** The same message in another state. @param at when it got there */
    SimulatedMessage in(MessageState other, Instant at) {
        return new SimulatedMessage(
                provider,
                messageId,
                to,
                from,
                text,
                udh,
                verifyCode,
                fields,
                segments,
                price,
                other,
                acceptedAt,
                sendAt,
                other.isFinal() ? at : null);
    }

    @Override
    public String toString() {
        return "SimulatedMessage[provider=" + provider + ", messageId=" + messageId + ", to=" + Mask.number(to)
                + ", text=" + Mask.text(text) + ", segments=" + segments + ", state=" + state + "]";
    }
}
