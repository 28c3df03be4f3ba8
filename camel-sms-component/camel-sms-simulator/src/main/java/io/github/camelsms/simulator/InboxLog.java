package io.github.camelsms.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A ring of what came to the handsets and what was written on them, with all that became of each. Thread-safe; it calls
 * nobody, so it may be told under any lock.
 */
final class InboxLog {

    private static final int MOST_CALLBACKS = 50;
    private static final int MOST_REFUSALS = 1_000;

    private record Key(String provider, String messageId, String handset) {

        static Key of(SimulatedMessage message) {
            return new Key(message.provider(), message.messageId(), message.to());
        }
    }

    private final int keep;
    private final NavigableMap<Long, InboxItem> items = new TreeMap<>();
    private final NavigableMap<Long, Long> changes = new TreeMap<>();
    private final Map<Key, Long> byMessage = new HashMap<>();
    private final Map<Callback, Long> byReply = new IdentityHashMap<>();
    private final Deque<RefusedSubmission> refusals = new ArrayDeque<>();
    private final Map<List<String>, OptOutMark> optOuts = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Counts counts = new Counts();
    private long lastNumber;
    private long revision;
    private long forgotten;
    private long refused;

    /** @param keep how many items at most; the oldest goes first */
    InboxLog(int keep) {
        this.keep = keep;
    }

    synchronized void accepted(SimulatedMessage message, @Nullable SubmissionExchange exchange) {
        counts.add(Counts.Kind.MESSAGES, message.provider());
        long number = ++lastNumber;
        byMessage.put(Key.of(message), number);
        put(new InboxItem(
                number,
                ++revision,
                message.provider(),
                message.to(),
                message,
                null,
                exchange,
                List.of(new MessageStep(message.state(), message.acceptedAt(), null)),
                List.of()));
        if (items.size() > keep) {
            forgetOldest();
        }
    }

    /** @param step how it came to the state in which the message is */
    synchronized void reached(SimulatedMessage message, MessageStep step) {
        find(message).ifPresent(item -> {
            List<MessageStep> history = new ArrayList<>(item.history());
            history.add(step);
            put(changed(item, message, history, item.callbacks()));
        });
    }

    /** @param callback null when nobody is called about it */
    synchronized void written(String provider, HandsetReply reply, @Nullable Callback callback) {
        counts.add(Counts.Kind.REPLIES, provider);
        if (reply.isOptOut()) {
            mark(new OptOutMark(provider, "+" + reply.msisdn(), reply.at()));
        }
        long number = ++lastNumber;
        if (callback != null) {
            byReply.put(callback, number);
        }
        put(new InboxItem(
                number,
                ++revision,
                provider,
                "+" + reply.msisdn(),
                reply.answered(),
                reply,
                null,
                List.of(),
                callback == null ? List.of() : List.of(callback)));
        if (items.size() > keep) {
            forgetOldest();
        }
    }

    synchronized void refused(String provider, Instant at, SubmissionExchange exchange) {
        counts.add(Counts.Kind.REFUSALS, provider);
        refusals.add(new RefusedSubmission(++refused, provider, at, exchange));
        if (refusals.size() > Math.min(keep, MOST_REFUSALS)) {
            refusals.remove();
        }
        revision++;
    }

    /** A callback about a message is to go out. */
    synchronized void calling(Callback callback) {
        Optional.ofNullable(callback.message()).flatMap(this::find).ifPresent(item -> {
            List<Callback> callbacks = new ArrayList<>(item.callbacks());
            callbacks.add(callback);
            int surplus = Math.max(0, callbacks.size() - MOST_CALLBACKS);
            put(changed(item, item.message(), item.history(), callbacks.subList(surplus, callbacks.size())));
        });
    }

    /** An attempt has ended. */
    synchronized void called(Callback callback) {
        List<CallbackAttempt> attempts = callback.attempts();
        Integer status =
                attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).status();
        boolean taken = status != null && status / 100 == 2;
        counts.add(taken ? Counts.Kind.CALLBACKS_TAKEN : Counts.Kind.CALLBACKS_FAILED, callback.provider());
        Optional<InboxItem> reply = Optional.ofNullable(byReply.get(callback)).map(items::get);
        reply.or(() -> Optional.ofNullable(callback.message()).flatMap(this::find))
                .ifPresent(item -> put(changed(item, item.message(), item.history(), item.callbacks())));
    }

    /** Something about an item that is kept elsewhere is another: it counts as changed. */
    synchronized void touch(long number) {
        find(number).ifPresent(item -> put(changed(item, item.message(), item.history(), item.callbacks())));
    }

    /** Runs after each change, under the lock: it must not wait for anything. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    Counts counts() {
        return counts;
    }

    synchronized List<InboxItem> items() {
        return List.copyOf(items.values());
    }

    /** Items that changed after a revision, in order of change. */
    synchronized List<InboxItem> changedSince(long since) {
        return changes.tailMap(since, false).values().stream().map(items::get).toList();
    }

    /** What a store is to write that has written everything up to a revision. */
    synchronized InboxChanges changesSince(long since) {
        return new InboxChanges(
                revision,
                items.isEmpty() ? lastNumber + 1 : items.firstKey(),
                lastNumber,
                forgotten,
                optOuts(),
                changedSince(since));
    }

    /** Takes back what a store kept, before anything else comes. @param stored oldest first */
    synchronized void restore(InboxChanges stored) {
        lastNumber = stored.total();
        forgotten = stored.forgotten();
        revision = stored.revision();
        stored.optOuts().forEach(this::mark);
        for (InboxItem item : stored.items()) {
            if (item.written() == null) {
                byMessage.put(Key.of(Optional.ofNullable(item.message()).orElseThrow()), item.number());
            } else {
                item.callbacks().forEach(callback -> byReply.put(callback, item.number()));
            }
            put(changed(item, item.message(), item.history(), item.callbacks()));
            if (items.size() > keep) {
                forgetOldest();
            }
        }
    }

    private void mark(OptOutMark mark) {
        optOuts.putIfAbsent(List.of(mark.provider(), mark.handset()), mark);
    }

    synchronized List<OptOutMark> optOuts() {
        return List.copyOf(optOuts.values());
    }

    synchronized void forgetOptOuts() {
        optOuts.clear();
        changed();
    }

    /** Forgets items that came before a moment. */
    synchronized void forgetBefore(Instant moment) {
        long before = forgotten;
        while (!items.isEmpty() && items.firstEntry().getValue().at().isBefore(moment)) {
            forgetOldest();
        }
        if (forgotten != before) {
            changed();
        }
    }

    synchronized Optional<InboxItem> find(long number) {
        return Optional.ofNullable(items.get(number));
    }

    synchronized List<RefusedSubmission> refusals() {
        return List.copyOf(refusals);
    }

    synchronized long revision() {
        return revision;
    }

    /** How many items were given a number. */
    synchronized long total() {
        return lastNumber;
    }

    /** How many items the ring let go of. */
    synchronized long forgotten() {
        return forgotten;
    }

    synchronized int size() {
        return items.size();
    }

    int keep() {
        return keep;
    }

    /** Forgets all items. Numbers and revisions go on, so that whoever looks on sees a change. */
    synchronized void clear() {
        items.clear();
        changes.clear();
        byMessage.clear();
        byReply.clear();
        refusals.clear();
        changed();
    }

    private void changed() {
        revision++;
        listeners.forEach(Runnable::run);
    }

    private Optional<InboxItem> find(SimulatedMessage message) {
        return Optional.ofNullable(byMessage.get(Key.of(message))).map(items::get);
    }

    private InboxItem changed(
            InboxItem item, @Nullable SimulatedMessage message, List<MessageStep> history, List<Callback> callbacks) {
        return new InboxItem(
                item.number(),
                ++revision,
                item.provider(),
                item.handset(),
                message,
                item.written(),
                item.exchange(),
                history,
                callbacks);
    }

    private void put(InboxItem item) {
        InboxItem before = items.put(item.number(), item);
        if (before != null) {
            changes.remove(before.revision());
        }
        changes.put(item.revision(), item.number());
        listeners.forEach(Runnable::run);
    }

    private void forgetOldest() {
        InboxItem oldest = items.pollFirstEntry().getValue();
        changes.remove(oldest.revision());
        if (oldest.fromHandset()) {
            oldest.callbacks().forEach(byReply::remove);
        } else {
            byMessage.remove(Key.of(Optional.ofNullable(oldest.message()).orElseThrow()), oldest.number());
        }
        forgotten++;
    }
}
