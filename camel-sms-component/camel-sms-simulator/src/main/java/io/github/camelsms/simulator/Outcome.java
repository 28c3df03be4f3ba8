package io.github.camelsms.simulator;

import java.util.Arrays;
import java.util.Optional;

/**
 * What becomes of a message to a handset, by {@link SmsSimulator#outcome} or by the last four digits of its number. The
 * suffixes echo the status codes of 2FA.link and fit the numbers that the United Kingdom reserves for fiction
 * ({@code +44 7700 900xxx}).
 */
public enum Outcome {
    /** Delivered; so is everything that nobody said anything about. */
    DELIVERED(MessageState.DELIVERED, "0901"),
    UNDELIVERED(MessageState.UNDELIVERED, "0902"),
    REJECTED(MessageState.REJECTED, "0903"),
    EXPIRED(MessageState.EXPIRED, "0904"),
    UNKNOWN(MessageState.UNKNOWN, "0905"),
    /** No receipt ever comes: the message stays {@link MessageState#SENT}. */
    PENDING(MessageState.SENT, "0900");

    private final MessageState state;
    private final String suffix;

    Outcome(MessageState state, String suffix) {
        this.state = state;
        this.suffix = suffix;
    }

    /** The state in which such a message ends. */
    public MessageState state() {
        return state;
    }

    /** Last four digits of the numbers that fare so without being told. */
    public String suffix() {
        return suffix;
    }

    static Optional<Outcome> find(String msisdn) {
        return Arrays.stream(values())
                .filter(outcome -> msisdn.endsWith(outcome.suffix))
                .findFirst();
    }
}
