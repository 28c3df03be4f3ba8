package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the handsets show, and what can be done there by hand: the Java side of the inbox page. Thread-safe.
 *
 * <p>Items are kept in a ring ({@link SmsSimulatorBuilder#keepMessages}). Looking moves no message. What decides a
 * message's fate does so for that message alone, whatever was said about its number, and works while it is not final.
 * Receipts go to the URL that the send or {@link SmsSimulator#webhook} named; with none the message moves all the same
 * and the list of callbacks is empty.
 */
public final class Inbox {

    private final InboxLog log;
    private final MessageCentre centre;
    private final Webhooks webhooks;
    private final CallbackJournal journal;

    Inbox(InboxLog log, MessageCentre centre, Webhooks webhooks, CallbackJournal journal) {
        this.log = log;
        this.centre = centre;
        this.webhooks = webhooks;
        this.journal = journal;
    }

    /** Grows with every change; while it stays, so does everything here. */
    public long revision() {
        return log.revision();
    }

    /** Runs a task after each change, under a lock: it must return at once and not look here itself. */
    public void onChange(Runnable task) {
        log.onChange(task);
    }

    /** Something about an item that is kept elsewhere, such as a tag, is another: its revision grows. */
    public void touch(long number) {
        log.touch(number);
    }

    /** What happened since the start. */
    public Counts counts() {
        return log.counts();
    }

    /** All items as they stand, in order of arrival. */
    public List<InboxItem> items() {
        return log.items();
    }

    /** Items that changed after a revision, in order of change. */
    public List<InboxItem> changedSince(long revision) {
        return log.changedSince(revision);
    }

    /**
     * Submissions that a gateway refused, in order of arrival: the newest thousand, or as many as messages are kept where that
     * is less.
     */
    public List<RefusedSubmission> refusals() {
        return log.refusals();
    }

    public Optional<InboxItem> find(long number) {
        return log.find(number);
    }

    /** How many items are kept at this moment. */
    public int size() {
        return log.size();
    }

    /** How many items are kept at most. */
    public int keep() {
        return log.keep();
    }

    /** How many items came since the start, those that are forgotten included. */
    public long total() {
        return log.total();
    }

    /** How many items went because the ring was full. */
    public long forgotten() {
        return log.forgotten();
    }

    /** How many callbacks are on the wire, waiting for a retry or held. */
    public int callbacksUnderWay() {
        return journal.underWay();
    }

    /**
     * Takes a message to a final state and sends the receipts on the way.
     *
     * @param state {@link MessageState#DELIVERED}, {@link MessageState#UNDELIVERED}, {@link MessageState#EXPIRED}, ...
     * @return the receipts under way
     * @throws NoSuchElementException no such item
     * @throws IllegalStateException when it is final already, or was written on the handset
     */
    public List<Callback> end(long number, MessageState state) {
        if (!state.isFinal()) {
            throw new IllegalArgumentException(state + " is not final");
        }
        return webhooks.tell(centre.finish(open(number), state, null));
    }

    /** Takes a message to its end and sends no receipt. @throws IllegalStateException as {@link #end} */
    public void loseReceipt(long number) {
        SimulatedMessage message = open(number);
        centre.finish(message, last(message), "receipt lost");
    }

    /**
     * Takes a message to its end, unless it is there, and sends its last receipt twice, byte for byte.
     *
     * @throws IllegalStateException when nobody named a URL, or it was written on the handset
     */
    public List<Callback> receiptTwice(long number) {
        SimulatedMessage message = message(number);
        return webhooks.tellTwice(centre.finish(message, last(message), "receipt sent twice"), centre.current(message));
    }

    /**
     * Takes a message to its end at once, unless it is there, and sends the receipts on the way, or that of its state, after
     * a span of real time.
     *
     * @throws IllegalStateException as {@link #receiptTwice}
     */
    public List<Callback> receiptLate(long number, Duration wait) {
        SimulatedMessage message = message(number);
        String note = "receipt held for " + wait.toMillis() / 1000.0 + " s";
        return webhooks.tellLate(centre.finish(message, last(message), note), centre.current(message), wait);
    }

    /**
     * Lets the handset answer: the message, or that which was answered before. Without a URL for replies the gateway keeps it
     * for an application that asks.
     *
     * @return the call under way; none without a URL, or when the gateway calls nobody
     * @throws IllegalArgumentException when handsets cannot write through the gateway
     */
    public List<Callback> reply(long number, String text) {
        InboxItem item = item(number);
        return webhooks.write(item.provider(), item.message(), item.handset().substring(1), text);
    }

    /**
     * Lets the handset follow the link in a message, see {@link SmsSimulator#followLink}.
     *
     * @throws IllegalStateException when it has none
     */
    public List<Callback> followLink(long number) {
        return webhooks.follow(message(number));
    }

    /**
     * Lets a handset write without having been written to; likewise.
     *
     * @param handset with or without {@code +}
     * @throws IllegalArgumentException unknown provider, or one through which handsets cannot write
     */
    public List<Callback> write(String provider, String handset, String text) {
        return webhooks.write(provider, null, handset.startsWith("+") ? handset.substring(1) : handset, text);
    }

    /** Forgets items, messages and what is on its way; what was said about numbers and where webhooks are stays. */
    public void clear() {
        webhooks.clear();
        centre.clear();
    }

    private InboxItem item(long number) {
        return find(number)
                .orElseThrow(() -> new NoSuchElementException("The inbox has no item " + number + ", or no more"));
    }

    private SimulatedMessage message(long number) {
        InboxItem item = item(number);
        if (item.message() == null || item.fromHandset()) {
            throw new IllegalStateException("Item " + number + " was written on the handset and has no receipts");
        }
        return centre.current(item.message());
    }

    private SimulatedMessage open(long number) {
        SimulatedMessage message = message(number);
        if (message.state().isFinal()) {
            throw new IllegalStateException("Message " + number + " is " + message.state() + " already");
        }
        return message;
    }

    /** One whose outcome is to stay without a receipt is delivered when somebody says so by hand. */
    private MessageState last(SimulatedMessage message) {
        MessageState last = centre.end(message);
        return last.isFinal() ? last : MessageState.DELIVERED;
    }
}
