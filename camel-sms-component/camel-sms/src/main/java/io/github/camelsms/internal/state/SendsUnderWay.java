package io.github.camelsms.internal.state;

import io.github.camelsms.model.Msisdn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The correlated sends whose reply has not been read yet, and the receipts that wait for them. A receipt waits only for sends that had begun
 * before it came and that may be its own.
 */
final class SendsUnderWay {

    /** Providers write a number nationally or internationally: the last digits are the same. */
    private static final int COMPARED_DIGITS = 7;

    private final Map<String, Set<Send>> byAccount = new HashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();

    /** A send. Each is only equal to itself. */
    static final class Send {

        private final String account;
        private final Set<String> recipients = new HashSet<>();
        private boolean ended;

        /** @param recipients empty when they are not known */
        Send(String account, Collection<Msisdn> recipients) {
            this.account = account;
            recipients.forEach(recipient -> this.recipients.add(lastDigits(recipient)));
        }

        private boolean mayBelongTo(@Nullable Msisdn to) {
            return to == null || recipients.isEmpty() || recipients.contains(lastDigits(to));
        }

        private static String lastDigits(Msisdn number) {
            String digits = number.digits();
            return digits.substring(Math.max(0, digits.length() - COMPARED_DIGITS));
        }
    }

    /** A receipt that waits. Each is only equal to itself. */
    static final class Waiter {

        private final String account;
        private final String messageId;
        private final Set<Send> sends;
        private final Runnable goOn;

        /**
         * @param sends that have not ended yet
         * @param goOn called once, when all of them have ended or one has stored what the receipt looks for
         */
        Waiter(String account, String messageId, Set<Send> sends, Runnable goOn) {
            this.account = account;
            this.messageId = messageId;
            this.sends = sends;
            this.goOn = goOn;
        }
    }

    synchronized Send begin(String account, Collection<Msisdn> recipients) {
        Send send = new Send(account, recipients);
        byAccount.computeIfAbsent(account, none -> new HashSet<>()).add(send);
        return send;
    }

    /** Ends a send. */
    void end(Send send) {
        List<Waiter> ready;
        synchronized (this) {
            send.ended = true;
            byAccount.computeIfPresent(
                    send.account, (name, sends) -> sends.remove(send) && sends.isEmpty() ? null : sends);
            waiters.forEach(waiter -> waiter.sends.remove(send));
            ready = taken(waiter -> waiter.sends.isEmpty());
        }
        ready.forEach(waiter -> waiter.goOn.run());
    }

    /** What the receipts of a message look for was stored. */
    void stored(String account, String messageId) {
        List<Waiter> ready;
        synchronized (this) {
            ready = taken(waiter -> waiter.account.equals(account) && waiter.messageId.equals(messageId));
        }
        ready.forEach(waiter -> waiter.goOn.run());
    }

    private List<Waiter> taken(Predicate<Waiter> wanted) {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<Waiter> taken = waiters.stream().filter(wanted).toList();
        waiters.removeAll(taken);
        return taken;
    }

    /** The sends in flight that may be that of a receipt to a recipient; null when the receipt names none. */
    synchronized Set<Send> candidates(String account, @Nullable Msisdn to) {
        Set<Send> candidates = new HashSet<>(byAccount.getOrDefault(account, Set.of()));
        candidates.removeIf(send -> !send.mayBelongTo(to));
        return candidates;
    }

    /** Adds a waiter; false when all of its sends have ended meanwhile. */
    synchronized boolean add(Waiter waiter) {
        waiter.sends.removeIf(send -> send.ended);
        return !waiter.sends.isEmpty() && waiters.add(waiter);
    }

    /** Takes a waiter out; false when another has done so. */
    synchronized boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }
}
