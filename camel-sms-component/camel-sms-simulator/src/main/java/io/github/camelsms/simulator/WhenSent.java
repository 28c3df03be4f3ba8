package io.github.camelsms.simulator;

import io.github.camelsms.simulator.Wishes.Fate;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What is to become of messages that fit a condition, for those submitted from now on.
 *
 * <pre>{@code
 * simulator.whenSentTo("+447700900123").deliver().thenReply("STOP");
 * simulator.whenSent().by("2fa-link").containing("offer").reject("703");
 * simulator.whenSentTo("+447700900124").refuse("103").times(1);      // the second try is taken
 * }</pre>
 *
 * <p>It holds from the first thing that it says until {@link SmsSimulator#reset()}. Of several that fit a message, the one
 * made last goes first; where it says nothing, the one before does, and then the number ({@link Outcome}). A message
 * about whose way to the handset or back something is said goes that way by itself, as soon as its submission is answered;
 * under {@link SmsSimulatorBuilder#statesByClock} the clock keeps moving it. Thread-safe.
 */
public final class WhenSent {

    private final Script script;
    private final SmsSimulator simulator;
    private Predicate<SimulatedMessage> condition;
    private Wishes wishes = Wishes.NONE;
    private long left = Long.MAX_VALUE;
    private boolean moves = true;

    WhenSent(Script script, SmsSimulator simulator, Predicate<SimulatedMessage> condition) {
        this.script = script;
        this.simulator = simulator;
        this.condition = condition;
    }

    /** Only at that gateway. @throws IllegalArgumentException unknown provider */
    public WhenSent by(String provider) {
        simulator.baseUrl(provider);
        return and(message -> message.provider().equals(provider));
    }

    /** Only under that sender ID, as written on the wire. */
    public WhenSent from(String senderId) {
        return and(message -> Objects.equals(message.from(), senderId));
    }

    /** Only with that piece of text. */
    public WhenSent containing(String text) {
        return and(message -> message.text().contains(text));
    }

    /** Only the next so many messages that fit. */
    public WhenSent times(int count) {
        synchronized (script) {
            left = count;
            return this;
        }
    }

    /** The handset gets it. */
    public WhenSent deliver() {
        return outcome(Outcome.DELIVERED);
    }

    /** It can not be delivered. */
    public WhenSent fail() {
        return outcome(Outcome.UNDELIVERED);
    }

    /** Its validity runs out. */
    public WhenSent expire() {
        return outcome(Outcome.EXPIRED);
    }

    /** The gateway takes it, the network refuses it. */
    public WhenSent reject() {
        return outcome(Outcome.REJECTED);
    }

    /**
     * Rejects it by a code of the gateway. A final status, such as 703 of 2FA.link, ends the message; any other code
     * refuses the submission like {@link #refuse(String)}.
     *
     * @throws IllegalArgumentException when no gateway has such a code
     */
    public WhenSent reject(String code) {
        simulator.checkCode(code, true);
        return say(said -> said.withFate(Fate.coded(code)));
    }

    /** Any end. */
    public WhenSent outcome(Outcome outcome) {
        return say(said -> said.withFate(Fate.ends(outcome)));
    }

    /** The end of a message that goes there only as enquiries or the clock move it. */
    void decide(Outcome outcome) {
        synchronized (script) {
            moves = false;
            outcome(outcome);
        }
    }

    /** The gateway refuses the submission with the code it has for a number that it does not serve. */
    public WhenSent refuse() {
        return say(said -> said.withFate(Fate.refused(null)));
    }

    /** The gateway refuses the submission with that code, see {@link SmsSimulator#refuse}. */
    public WhenSent refuse(String code) {
        simulator.checkCode(code, false);
        return say(said -> said.withFate(Fate.refused(code)));
    }

    /** The gateway keeps the message and never answers the submission: the client waits until its own limit. */
    public WhenSent noReply() {
        return say(said -> said.withReply(Wishes.NEVER));
    }

    /** The gateway answers the submission after that span. */
    public WhenSent delay(Duration span) {
        return say(said -> said.withReply(span));
    }

    /** No receipt about it arrives. */
    public WhenSent loseReceipt() {
        return say(said -> said.withReceiptCopies(0));
    }

    /** The receipt of its end comes twice, byte for byte, one after the other. */
    public WhenSent receiptTwice() {
        return say(said -> said.withReceiptCopies(2));
    }

    /** Its receipts come so much later. */
    public WhenSent receiptLate(Duration span) {
        return say(said -> said.withReceiptsLate(span));
    }

    /**
     * Once the handset has the message and its receipt was sent, it answers through the gateway's webhook for replies
     * ({@link SmsSimulator#replyWebhook}). A gateway that passes no replies on, or knows no URL, stays silent.
     */
    public WhenSent thenReply(String text) {
        return say(said -> said.withAnswer(text));
    }

    /** Whether it is about that message; counts it when it is. Under the lock of the script. */
    boolean takes(SimulatedMessage submitted) {
        if (left == 0 || !condition.test(submitted)) {
            return false;
        }
        left--;
        return true;
    }

    /** Whether messages go by themselves where its wishes send them. Under the lock of the script. */
    boolean moves() {
        return moves;
    }

    /** Under the lock of the script. */
    Wishes wishes() {
        return wishes;
    }

    private WhenSent and(Predicate<SimulatedMessage> further) {
        synchronized (script) {
            condition = condition.and(further);
            return this;
        }
    }

    private WhenSent say(UnaryOperator<Wishes> change) {
        synchronized (script) {
            wishes = change.apply(wishes);
            script.say(this);
            return this;
        }
    }
}
