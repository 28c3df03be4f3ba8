package io.github.camelsms.simulator;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to become of a message; null where nothing is said.
 *
 * @param fate     refused at once, or how it ends
 * @param reply    span until the gateway answers the submission, {@link #NEVER} for no answer at all
 * @param receipts what becomes of its receipts
 * @param answer   what the handset writes back once it has the message
 */
record Wishes(
        @Nullable Fate fate,
        @Nullable Duration reply,
        @Nullable Receipts receipts,
        @Nullable String answer) {

    static final Wishes NONE = new Wishes(null, null, null, null);
    static final Duration NEVER = ChronoUnit.FOREVER.getDuration();
    /** What a number that asks for it waits. */
    static final Duration LATE = Duration.ofSeconds(5);

    /**
     * Refused, or accepted with an end to come.
     *
     * @param refused whether the gateway refuses the submission
     * @param code    code of the refusal or of the end; null for the gateway's usual refusal
     * @param outcome the end; null for a refusal, and where the code is to name it
     */
    record Fate(
            boolean refused,
            @Nullable String code,
            @Nullable Outcome outcome) {

        static Fate ends(Outcome outcome) {
            return new Fate(false, null, outcome);
        }

        /** @param code null for the gateway's usual one */
        static Fate refused(@Nullable String code) {
            return new Fate(true, code, null);
        }

        /** An end where the code is a final status of the gateway, else a refusal. */
        static Fate coded(String code) {
            return new Fate(false, code, null);
        }

        /** The same in the words of one gateway: an end, or a refusal with a code; empty when it has no such code. */
        Optional<Fate> at(ProviderDouble gateway) {
            if (outcome != null) {
                return Optional.of(this);
            }
            if (code == null) {
                return gateway.refusalCode().map(Fate::refused);
            }
            Optional<Fate> end =
                    refused ? Optional.empty() : gateway.outcomeOf(code).map(Fate::ends);
            return end.isPresent() || !gateway.refusesWith(code) ? end : Optional.of(refused(code));
        }
    }

    /** @param copies of the last receipt, 0 for no receipt at all @param late span by which each of them comes late */
    record Receipts(int copies, Duration late) {

        static final Receipts USUAL = new Receipts(1, Duration.ZERO);
    }

    Wishes withFate(Fate wanted) {
        return new Wishes(wanted, reply, receipts, answer);
    }

    Wishes withReply(Duration after) {
        return new Wishes(fate, after, receipts, answer);
    }

    Wishes withReceiptCopies(int copies) {
        return new Wishes(fate, reply, new Receipts(copies, usualReceipts().late()), answer);
    }

    Wishes withReceiptsLate(Duration late) {
        return new Wishes(fate, reply, new Receipts(usualReceipts().copies(), late), answer);
    }

    Wishes withAnswer(String text) {
        return new Wishes(fate, reply, receipts, text);
    }

    /** The same in the words of one gateway, without a fate that it has no code for. */
    Wishes at(ProviderDouble gateway) {
        Fate meant =
                Optional.ofNullable(fate).flatMap(wanted -> wanted.at(gateway)).orElse(null);
        return new Wishes(meant, reply, receipts, answer);
    }

    /** These, and the other's where these say nothing. */
    Wishes orElse(Wishes other) {
        return new Wishes(
                fate == null ? other.fate : fate,
                reply == null ? other.reply : reply,
                receipts == null ? other.receipts : receipts,
                answer == null ? other.answer : answer);
    }

    /** Whether they are about what follows once the gateway has the message. */
    boolean concernTheHandset() {
        return fate != null && !fate.refused() || receipts != null || answer != null;
    }

    private Receipts usualReceipts() {
        return receipts == null ? Receipts.USUAL : receipts;
    }
}
