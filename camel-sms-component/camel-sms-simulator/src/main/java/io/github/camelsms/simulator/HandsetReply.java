package io.github.camelsms.simulator;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote to us.
 *
 * @param answered the message it answers, null when it answers none
 * @param msisdn   who wrote, digits only
 * @param text     what
 * @param at       when, by the simulator's clock
 */
public record HandsetReply(@Nullable SimulatedMessage answered, String msisdn, String text, Instant at) {

    /** Whether it is the word that ends a subscription, in any case and with white space around it. */
    public boolean isOptOut() {
        return text.strip().toUpperCase(Locale.ROOT).equals("STOP");
    }

    @Override
    public String toString() {
        return "HandsetReply[from=" + Mask.number(msisdn) + ", text=" + Mask.text(text) + "]";
    }
}
