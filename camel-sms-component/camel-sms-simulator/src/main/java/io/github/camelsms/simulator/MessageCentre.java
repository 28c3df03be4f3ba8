package io.github.camelsms.simulator;

import io.github.camelsms.model.Segments;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The network behind the doubles: keeps the newest messages and moves them from accepted over sent to their outcome, one
 * step for each enquiry or as the clock goes, and tells the inbox of each. Thread-safe.
 */
final class MessageCentre {

    /** How long after it is due a message is sent, and how long until its fate is decided. */
    record Timetable(Duration sent, Duration decided) {

        /** Moments at which a message moves. */
        List<Instant> moments(Instant sendAt) {
            return List.of(sendAt.plus(sent), sendAt.plus(decided));
        }

        int stepsBy(Duration sinceDue) {
            if (sinceDue.compareTo(decided) >= 0) {
                return 2;
            }
            return sinceDue.compareTo(sent) >= 0 ? 1 : 0;
        }
    }

    private record Key(String provider, String messageId) {}

    private static final class Entry {
        private final Submission submission;
        private final String provider;
        private final int segments;
        private final BigDecimal price;
        private final Instant acceptedAt;
        private final Instant sendAt;
        private MessageState state = MessageState.ACCEPTED;
        private @Nullable Instant finalAt;
        private MessagePlan plan;

        Entry(String provider, Submission submission, BigDecimal pricePerSegment, Instant now, MessagePlan plan) {
            this.plan = plan;
            this.provider = provider;
            this.submission = submission;
            segments = submission.udh() == null ? Segments.of(submission.text()).count() : 1;
            price = pricePerSegment.multiply(BigDecimal.valueOf(segments));
            acceptedAt = now;
            sendAt = submission.sendAt() == null ? now : submission.sendAt();
        }

        /** One that a store kept. */
        Entry(SimulatedMessage stored, MessagePlan plan) {
            this.plan = plan;
            provider = stored.provider();
            submission = new Submission(
                    stored.messageId(),
                    stored.msisdn(),
                    stored.from(),
                    stored.text(),
                    stored.udh(),
                    stored.verifyCode(),
                    stored.sendAt(),
                    stored.fields());
            segments = stored.segments();
            price = stored.price();
            acceptedAt = stored.acceptedAt();
            sendAt = stored.sendAt();
            state = stored.state();
            finalAt = stored.finalAt();
        }

        void end(MessageState last, Instant at) {
            state = last;
            finalAt = last.isFinal() ? at : null;
        }

        SimulatedMessage snapshot() {
            return new SimulatedMessage(
                    provider,
                    submission.messageId(),
                    "+" + submission.msisdn(),
                    submission.from(),
                    submission.text(),
                    submission.udh(),
                    submission.verifyCode(),
                    submission.fields(),
                    segments,
                    price,
                    state,
                    acceptedAt,
                    sendAt,
                    finalAt);
        }
    }

    private final Clock clock;
    private final Ids ids;
    private final @Nullable Timetable timetable;
    private final @Nullable BigDecimal fixedPrice;
    private final Map<String, Set<String>> senderIds;
    private final Predicate<URI> callable;
    private final InboxLog inbox;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Key, List<Entry>> byId = new HashMap<>();
    private final Deque<SimulatedFeedback> feedbacks = new ArrayDeque<>();
    private final Map<String, BigDecimal> spent = new HashMap<>();
    private long accepted;
    private Consumer<SimulatedMessage> observer = reached -> {};

    MessageCentre(
            Clock clock,
            Ids ids,
            @Nullable Timetable timetable,
            @Nullable BigDecimal fixedPrice,
            Map<String, Set<String>> senderIds,
            Predicate<URI> callable,
            InboxLog inbox) {
        this.callable = callable;
        this.clock = clock;
        this.ids = ids;
        this.timetable = timetable;
        this.fixedPrice = fixedPrice;
        this.senderIds = Map.copyOf(senderIds);
        this.inbox = inbox;
    }

    Clock clock() {
        return clock;
    }

    Ids ids() {
        return ids;
    }

    /** Who is told of each state that a message reaches, in order; it must return at once. */
    synchronized void observe(Consumer<SimulatedMessage> observer) {
        this.observer = observer;
    }

    boolean mayCall(URI target) {
        return callable.test(target);
    }

    boolean maySendFrom(String provider, String senderId) {
        Set<String> allowed = senderIds.get(provider);
        return allowed == null || allowed.contains(senderId);
    }

    /** Decides the end of messages to a number that are under way. */
    synchronized void outcome(String msisdn, Outcome outcome) {
        entries.stream()
                .filter(entry -> entry.submission.msisdn().equals(msisdn))
                .forEach(entry -> entry.plan = entry.plan.withOutcome(outcome));
    }

    /** What {@link #accept} would make of a submission, without taking it. */
    SimulatedMessage draft(String provider, Submission submission, BigDecimal pricePerSegment) {
        return entry(provider, submission, pricePerSegment, MessagePlan.USUAL).snapshot();
    }

    /** @param exchange how it came, null when nobody knows */
    synchronized SimulatedMessage accept(
            String provider,
            Submission submission,
            BigDecimal pricePerSegment,
            MessagePlan plan,
            @Nullable SubmissionExchange exchange) {
        Entry entry = entry(provider, submission, pricePerSegment, plan);
        add(entry);
        spent.merge(provider, entry.price, BigDecimal::add);
        SimulatedMessage message = entry.snapshot();
        inbox.accepted(message, exchange);
        observer.accept(message);
        notifyAll();
        return message;
    }

    /**
     * Takes a message back that a store kept, before anything else comes; nobody is told.
     *
     * @param plan what is to become of it
     */
    synchronized void restore(SimulatedMessage stored, MessagePlan plan) {
        add(new Entry(stored, plan));
    }

    /** Takes back what all messages have cost. */
    synchronized void restoreSpent(Map<String, BigDecimal> costs) {
        spent.putAll(costs);
    }

    private void add(Entry entry) {
        entries.add(entry);
        accepted++;
        byId.computeIfAbsent(new Key(entry.provider, entry.submission.messageId()), key -> new ArrayList<>())
                .add(entry);
        if (entries.size() > inbox.keep()) {
            forget(entries.remove());
        }
    }

    /** Forgets messages and items that came before a moment. */
    synchronized void forgetBefore(Instant moment) {
        while (!entries.isEmpty() && entries.element().acceptedAt.isBefore(moment)) {
            forget(entries.remove());
        }
        inbox.forgetBefore(moment);
    }

    /** What is to become of a message; empty when it is unknown. */
    synchronized Optional<MessagePlan> findPlan(SimulatedMessage message) {
        return entriesOf(message.provider(), message.messageId()).stream()
                .filter(entry -> entry.submission.msisdn().equals(message.msisdn()))
                .map(entry -> entry.plan)
                .findFirst();
    }

    /** What is to become of a message. @throws IllegalArgumentException when it is unknown */
    synchronized MessagePlan planOf(SimulatedMessage message) {
        return entryOf(message).plan;
    }

    /** Takes a message to its end and tells the observer of each state on the way, unless the clock moves it or it is not due. */
    synchronized void settle(SimulatedMessage message) {
        if (timetable != null) {
            return;
        }
        Instant now = clock.instant();
        for (Entry entry : entriesOf(message.provider(), message.messageId())) { // none after a reset
            if (entry.submission.msisdn().equals(message.msisdn()) && !entry.sendAt.isAfter(now)) {
                step(entry);
                step(entry);
            }
        }
    }

    /** Waits for so many messages. @return whether they came in time */
    synchronized boolean awaitMessages(int count, Duration limit) {
        return Waiting.until(this, () -> accepted >= count, limit);
    }

    /** Waits until the clock has moved all messages to where they stay. @return whether that came in time */
    synchronized boolean awaitClock(Duration limit) {
        return Waiting.until(this, () -> timetable == null || entries.stream().allMatch(this::isAtItsEnd), limit);
    }

    synchronized List<SimulatedMessage> find(String provider, String messageId) {
        return snapshots(entriesOf(provider, messageId));
    }

    synchronized List<SimulatedMessage> poll(String provider, String messageId, Predicate<SimulatedMessage> concerned) {
        List<Entry> polled = entriesOf(provider, messageId).stream()
                .filter(entry -> concerned.test(entry.snapshot()))
                .toList();
        if (timetable == null) {
            polled.forEach(this::step);
        }
        return snapshots(polled);
    }

    synchronized void advance() {
        entries.forEach(this::step);
    }

    synchronized boolean cancel(String provider, String messageId) {
        Instant now = clock.instant();
        List<Entry> due = entriesOf(provider, messageId);
        boolean possible = due.stream().allMatch(entry -> entry.sendAt.isAfter(now) && !entry.state.isFinal());
        if (possible) {
            due.forEach(entry -> end(entry, MessageState.CANCELLED, now));
        }
        return possible;
    }

    /** Takes a message to where it stays, without word to the observer. @return the states on the way, in order */
    synchronized List<SimulatedMessage> finish(SimulatedMessage message) {
        return finish(message, entryOf(message).plan.outcome().state(), null);
    }

    /** The same with an outcome for this message alone. @param note for its history, may be null */
    synchronized List<SimulatedMessage> finish(SimulatedMessage message, MessageState last, @Nullable String note) {
        List<SimulatedMessage> passed = new ArrayList<>();
        Entry entry = entryOf(message);
        if (entry.state == MessageState.ACCEPTED) {
            entry.state = MessageState.SENT;
            passed.add(reached(entry, clock.instant(), null));
        }
        if (entry.state == MessageState.SENT && last != MessageState.SENT) {
            entry.end(last, clock.instant());
            passed.add(reached(entry, clock.instant(), note));
        }
        return passed;
    }

    /** Where a message would end now. */
    synchronized MessageState end(SimulatedMessage message) {
        return entryOf(message).plan.outcome().state();
    }

    /** A message as it stands. @throws IllegalArgumentException when it is unknown, for example since a reset */
    synchronized SimulatedMessage current(SimulatedMessage message) {
        Entry entry = entryOf(message);
        catchUp(entry);
        return entry.snapshot();
    }

    synchronized void feedback(String provider, String messageId) {
        feedbacks.add(new SimulatedFeedback(provider, messageId, clock.instant()));
        if (feedbacks.size() > inbox.keep()) {
            feedbacks.remove();
        }
    }

    /** A request was to submit messages, and none was taken. */
    void refused(String provider, SubmissionExchange exchange) {
        inbox.refused(provider, clock.instant(), exchange);
    }

    /** A handset wrote, and nobody is called about it. */
    void written(String provider, HandsetReply reply) {
        inbox.written(provider, reply, null);
    }

    synchronized List<SimulatedMessage> messages() {
        return snapshots(entries);
    }

    /** What all messages through a gateway have cost, also those that the ring let go of. */
    synchronized BigDecimal spent(String provider) {
        return spent.getOrDefault(provider, BigDecimal.ZERO);
    }

    /** The same for all gateways. */
    synchronized Map<String, BigDecimal> spent() {
        return Map.copyOf(spent);
    }

    synchronized List<SimulatedFeedback> feedbacks() {
        return List.copyOf(feedbacks);
    }

    /** Forgets messages, but not what was said about numbers. */
    synchronized void clear() {
        entries.clear();
        byId.clear();
        feedbacks.clear();
        spent.clear();
        accepted = 0;
        inbox.clear();
    }

    void forgetOptOuts() {
        inbox.forgetOptOuts();
    }

    private List<Entry> entriesOf(String provider, String messageId) {
        return byId.getOrDefault(new Key(provider, messageId), List.of());
    }

    private Entry entryOf(SimulatedMessage message) {
        return entriesOf(message.provider(), message.messageId()).stream()
                .filter(entry -> entry.submission.msisdn().equals(message.msisdn()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The simulator does not know " + message));
    }

    private void forget(Entry entry) {
        Key key = new Key(entry.provider, entry.submission.messageId());
        byId.computeIfPresent(key, (id, sharing) -> {
            sharing.remove(entry);
            return sharing.isEmpty() ? null : sharing;
        });
    }

    private List<SimulatedMessage> snapshots(Collection<Entry> shown) {
        shown.forEach(this::catchUp);
        return shown.stream().map(Entry::snapshot).toList();
    }

    private void step(Entry entry) {
        if (entry.sendAt.isAfter(clock.instant())) {
            return; // scheduled, and not due
        }
        if (entry.state == MessageState.ACCEPTED) {
            sent(entry);
        } else if (entry.state == MessageState.SENT) {
            end(entry, entry.plan.outcome().state(), clock.instant());
        }
    }

    private void sent(Entry entry) {
        entry.state = MessageState.SENT;
        observer.accept(reached(entry, clock.instant(), null));
        notifyAll();
    }

    private void end(Entry entry, MessageState last, Instant at) {
        boolean news = entry.state != last;
        entry.end(last, at);
        if (news) {
            observer.accept(reached(entry, at, null));
            notifyAll();
        }
    }

    private SimulatedMessage reached(Entry entry, Instant at, @Nullable String note) {
        SimulatedMessage message = entry.snapshot();
        inbox.reached(message, new MessageStep(message.state(), at, note));
        return message;
    }

    private void catchUp(Entry entry) {
        if (timetable == null || entry.state.isFinal()) {
            return;
        }
        int steps = timetable.stepsBy(Duration.between(entry.sendAt, clock.instant()));
        if (steps >= 1 && entry.state == MessageState.ACCEPTED) {
            sent(entry);
        }
        if (steps == 2) {
            end(entry, entry.plan.outcome().state(), entry.sendAt.plus(timetable.decided()));
        }
    }

    private boolean isAtItsEnd(Entry entry) {
        return entry.state.isFinal() || entry.state == entry.plan.outcome().state();
    }

    private Entry entry(String provider, Submission submission, BigDecimal pricePerSegment, MessagePlan plan) {
        BigDecimal price = fixedPrice == null ? pricePerSegment : fixedPrice;
        return new Entry(provider, submission, price, clock.instant(), plan);
    }
}
