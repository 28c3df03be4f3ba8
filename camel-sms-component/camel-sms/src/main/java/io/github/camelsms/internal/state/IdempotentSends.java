package io.github.camelsms.internal.state;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends with an idempotency key: claimed before the call, settled after it. A key holds over all accounts and nodes. What the store keeps can be
 * read by nobody who has only the store, see {@link KeyedSendCodec}.
 */
public final class IdempotentSends {

    /** How long the messages of one call wait for the store together, and how much longer for each of them. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE_EACH = Duration.ofMillis(50);

    /** What could not be stored is tried again so often. */
    private static final Duration TRIED_AGAIN = Duration.ofSeconds(5);

    /** A claim that expires between two looks is looked at again. */
    private static final int TRIES = 5;

    /** Of an entry of which nobody knows whether it was created. */
    private static final long NO_VERSION = -1;

    private static final Logger LOG = LoggerFactory.getLogger(IdempotentSends.class);

    private final StateStore store;
    private final boolean lasting;
    private final LateSettlements late;
    private final AtomicBoolean announced = new AtomicBoolean();

    /** @param lasting outlives this process; null when there is none */
    public IdempotentSends(@Nullable StateStore lasting, BackgroundThreads threads) {
        this(lasting, threads, TRIED_AGAIN);
    }

    IdempotentSends(@Nullable StateStore lasting, BackgroundThreads threads, Duration triedAgain) {
        this.late = new LateSettlements(threads, triedAgain, this::settle);
        this.store = lasting == null ? new MemoryStateStore() : lasting;
        this.lasting = lasting != null;
    }

    /**
     * The sends of one call.
     *
     * @param provider for failures
     * @param reference random, the same for all messages of the call
     * @param named whether the address of receipts carries the reference
     * @param shared whether the call has several recipients
     * @param window how long the sends are remembered
     * @param lease how long the call takes at most; when it is over without an end, the outcome is unknown
     */
    public record Attempt(
            String provider, String reference, boolean named, boolean shared, Duration window, Duration lease) {

        /** Prints without the reference. */
        @Override
        public String toString() {
            return "Attempt[provider=" + provider + ", window=" + window + ", lease=" + lease + "]";
        }
    }

    /** A reference for a new call: 128 random bits in characters that a URL takes as they are. */
    public static String newReference() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Seal.random(16));
    }

    /**
     * What became of the attempt to claim a key; one of the three is there.
     *
     * @param held the message is to be sent, and what becomes of it is to be settled
     * @param earlier the message was accepted before
     * @param refusal why the message is not sent: {@code SmsRetryableException}, {@code SmsOutcomeUnknownException} or {@code
     *     SmsRefusedException}
     */
    public record Claim(
            @Nullable Held held,
            @Nullable SmsSubmission earlier,
            @Nullable SmsException refusal) {}

    /** A key that is held until its send is settled. */
    public static final class Held {

        private final String key;
        private final long version;
        private final String reference;
        private final KeyedSend send;

        private Held(String key, long version, String reference, KeyedSend send) {
            this.key = key;
            this.version = version;
            this.reference = reference;
            this.send = send;
        }

        /** The provider took the message. */
        public Settlement accepted(SmsSubmission submission) {
            return new Settlement(this, State.ACCEPTED, KeyedSendCodec.result(submission), List.of());
        }

        /** The message is known not to be sent. */
        public Settlement notSent() {
            return new Settlement(this, State.NOT_SENT, new byte[0], List.of());
        }

        /**
         * Nobody knows whether the message was sent.
         *
         * @param account name of the account, or the provider id for one without a name
         * @param messageId id under which the provider may know it; null for none
         * @param to recipient, where several messages may have that id; null where the id says which
         */
        public Settlement unknown(String account, @Nullable String messageId, @Nullable Msisdn to) {
            return new Settlement(
                    this,
                    State.UNKNOWN,
                    KeyedSendCodec.result(messageId),
                    messageId == null ? List.of() : List.of(new Pointer(account, messageId, to)));
        }
    }

    private enum State {
        ACCEPTED,
        NOT_SENT,
        UNKNOWN
    }

    /** Where a receipt finds the send that it belongs to. */
    private record Pointer(
            String account, String messageId, @Nullable Msisdn to) {

        String key() {
            return StateKeys.of("unsettled", account, messageId, to == null ? null : to.digits());
        }
    }

    /** What became of a send whose key is held. */
    public static final class Settlement {

        private final Held held;
        private final State state;
        private final byte[] result;
        private final List<Pointer> pointers;

        private Settlement(Held held, State state, byte[] result, List<Pointer> pointers) {
            this.held = held;
            this.state = state;
            this.result = result;
            this.pointers = pointers;
        }

        /** Whether there may be an SMS. */
        boolean mayBeSent() {
            return state != State.NOT_SENT;
        }

        byte[] tag() {
            return held.send.tag();
        }
    }

    /** Says once that what is kept in memory is forgotten at a restart. */
    private void announceMemory() {
        if (!lasting && announced.compareAndSet(false, true)) {
            LOG.info(
                    "Idempotency keys are kept in memory: they are forgotten at a restart and hold in this process only;"
                            + " set stateStore on the component to keep them");
        }
    }

    /**
     * Claims the keys of messages that one call is to send.
     *
     * @param messages each with its key, as they were read
     * @return one claim for each message, in their order; never throws
     */
    public List<Claim> claim(Attempt attempt, List<SmsMessage> messages) {
        announceMemory();
        try {
            return claimAll(attempt, messages);
        } catch (RuntimeException | Error unavailable) {
            return refused(attempt, messages, StoreOutage.why(unavailable));
        }
    }

    private static List<Claim> refused(Attempt attempt, List<SmsMessage> messages, String why) {
        Claim refused = refused(new SmsRetryableException(SmsFault.of(
                ErrorClass.TEMPORARY,
                attempt.provider(),
                "the state store cannot be asked for " + SmsConstants.IDEMPOTENCY_KEY + " (" + why + ")")));
        return Collections.nCopies(messages.size(), refused);
    }

    /** When messages of one call stop waiting for the store. */
    private static long deadline(int messages) {
        return System.nanoTime()
                + PATIENCE.plus(PATIENCE_EACH.multipliedBy(messages)).toNanos();
    }

    private static void check(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new StoreTimeoutException();
        }
    }

    /** Where the store fails in the middle, none is claimed. */
    private List<Claim> claimAll(Attempt attempt, List<SmsMessage> messages) {
        List<Claim> claims = new ArrayList<>(messages.size());
        long deadline = deadline(messages.size());
        try {
            for (SmsMessage message : messages) {
                check(deadline);
                claims.add(claim(attempt, message));
            }
            return claims;
        } catch (RuntimeException | Error unavailable) {
            settle(claims.stream()
                    .map(Claim::held)
                    .flatMap(Stream::ofNullable)
                    .map(Held::notSent)
                    .toList());
            throw unavailable;
        }
    }

    private Claim claim(Attempt attempt, SmsMessage message) {
        String key = StateKeys.of("send", Objects.requireNonNull(message.idempotencyKey()));
        for (int i = 0; i < TRIES; i++) {
            KeyedSend send = KeyedSendCodec.begun(message, key, attempt.reference(), attempt.window());
            // What remains of its life beyond the window is the lease.
            StateValue value = StateValue.of(send.encode(), attempt.window().plus(attempt.lease()));
            OptionalLong version =
                    heldOrFreed(new Held(key, NO_VERSION, attempt.reference(), send), () -> store.create(key, value));
            if (version.isPresent()) {
                Held held = new Held(key, version.getAsLong(), attempt.reference(), send);
                if (attempt.named()) {
                    heldOrFreed(held, () -> point(attempt, held, message.to()));
                }
                return new Claim(held, null, null);
            }
            Optional<StateEntry> earlier = store.find(key);
            if (earlier.isPresent()) {
                return known(attempt.provider(), message, earlier.get());
            }
        }
        return refused(beingSent(attempt.provider()));
    }

    /** Whoever cannot be told whether a key was claimed must not leave it claimed. */
    private <T> T heldOrFreed(Held held, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error unavailable) {
            settle(List.of(held.notSent()));
            throw unavailable;
        }
    }

    /** The way from the reference to the send. */
    private OptionalLong point(Attempt attempt, Held held, @Nullable Msisdn to) {
        return store.create(
                referenceKey(attempt.reference(), attempt.shared() ? to : null),
                StateValue.of(
                        held.key.getBytes(StandardCharsets.US_ASCII),
                        attempt.window().plus(attempt.lease())));
    }

    private static String referenceKey(String reference, @Nullable Msisdn to) {
        return StateKeys.of("reference", reference, to == null ? null : to.digits());
    }

    private Claim known(String provider, SmsMessage message, StateEntry entry) {
        Optional<KeyedSendCodec.Found> found = KeyedSendCodec.read(message, entry);
        if (found.isEmpty()) { // written by a later release, or by somebody else
            return refused(unknown(provider, null));
        }
        if (!found.get().same()) {
            return refused(SmsRefusedException.invalidRequest(
                    provider,
                    SmsConstants.IDEMPOTENCY_KEY
                            + " was used for another recipient or text; accepted: a key of its own for each message"));
        }
        KeyedSend send = found.get().send();
        boolean over = send.state() != KeyedSend.State.SENDING
                || entry.remaining().compareTo(send.window()) <= 0
                || late.contains(send.tag());
        if (!over) {
            return refused(beingSent(provider));
        }
        SmsSubmission taken =
                found.get().submission(); // the reply said so, or a receipt where the end was never recorded
        return taken == null
                ? refused(unknown(provider, found.get().messageId()))
                : new Claim(null, earlier(message, taken), null);
    }

    private static Claim refused(SmsException refusal) {
        return new Claim(null, null, refusal);
    }

    private static SmsRetryableException beingSent(String provider) {
        return new SmsRetryableException(SmsFault.of(
                ErrorClass.TEMPORARY,
                provider,
                "a message with the same " + SmsConstants.IDEMPOTENCY_KEY + " is being sent at this moment"));
    }

    private static SmsOutcomeUnknownException unknown(String provider, @Nullable String messageId) {
        return new SmsOutcomeUnknownException(SmsFault.of(
                        ErrorClass.UNKNOWN,
                        provider,
                        "the outcome of an earlier send with the same " + SmsConstants.IDEMPOTENCY_KEY
                                + " is unknown: it is not sent again")
                .withMessageId(messageId));
    }

    /** A receipt knows less than the reply to the send: the message says the rest. */
    private static SmsSubmission earlier(SmsMessage message, SmsSubmission submission) {
        String text = message.text();
        return submission.completed(
                submission.account(), message.to(), text == null ? null : Segments.of(text), Instant.EPOCH);
    }

    /**
     * Records what became of the sends of one call. Never throws: what happens here changes nothing of what happened. What cannot be stored now is
     * tried again while this process runs; until then an attempt that was made counts as unknown.
     */
    public void settle(List<Settlement> settlements) {
        long deadline = deadline(settlements.size());
        for (Settlement settlement : settlements) {
            try {
                check(deadline);
                settle(settlement);
            } catch (RuntimeException | Error unavailable) {
                LOG.debug("What became of a send with an idempotency key could not be stored yet", unavailable);
                late.add(settlement);
            }
        }
    }

    private void settle(Settlement settlement) {
        Held held = settlement.held;
        switch (settlement.state) {
            case NOT_SENT -> {
                if (!store.remove(held.key, held.version)) { // it may not be known whether it was claimed
                    store.find(held.key)
                            .filter(entry -> isUnused(entry, held))
                            .ifPresent(entry -> store.remove(held.key, entry.version()));
                }
            }
            case UNKNOWN -> {
                settlement.pointers.forEach(pointer -> point(pointer, held));
                if (!replaced(held, sealed(settlement, KeyedSend.State.UNKNOWN))) {
                    replaceWhatAReceiptSaid(held, KeyedSend::taken);
                }
            }
            case ACCEPTED -> {
                KeyedSend accepted = sealed(settlement, KeyedSend.State.ACCEPTED);
                if (!replaced(held, accepted)
                        && store.create(held.key, StateValue.of(accepted.encode(), accepted.window()))
                                .isEmpty()) {
                    replaceWhatAReceiptSaid(held, said -> accepted);
                }
            }
        }
    }

    /** Whether it is the entry of that attempt, and no receipt says that there was an SMS. */
    private static boolean isUnused(StateEntry entry, Held held) {
        return KeyedSend.decode(entry.value())
                .filter(send -> send.isOf(held.send.tag()) && !send.isTaken())
                .isPresent();
    }

    private static KeyedSend sealed(Settlement settlement, KeyedSend.State state) {
        Held held = settlement.held;
        return KeyedSendCodec.with(held.send, state, held.reference, settlement.result, held.key);
    }

    private boolean replaced(Held held, KeyedSend send) {
        return store.replace(held.key, held.version, StateValue.of(send.encode(), send.window()))
                .isPresent();
    }

    /** A receipt that came during the call has changed the entry. */
    private void replaceWhatAReceiptSaid(Held held, UnaryOperator<KeyedSend> change) {
        store.find(held.key)
                .ifPresent(entry -> KeyedSend.decode(entry.value())
                        .filter(said -> said.isOf(held.send.tag()))
                        .map(change)
                        .ifPresent(changed -> store.replace(
                                held.key, entry.version(), StateValue.of(changed.encode(), changed.window()))));
    }

    private void point(Pointer pointer, Held held) {
        String key = pointer.key();
        UnsettledSend way = KeyedSendCodec.unsettled(held.key, held.send, held.reference, pointer.messageId(), key);
        store.create(key, StateValue.of(way.encode(), held.send.window()));
    }

    /**
     * Settles a send whose outcome is unknown when the provider turns out to have taken it.
     *
     * @param account name of the account, or the provider id for one without a name
     * @param reference of the send, as the called address carried it; null for none
     * @param receipt that came, or the answer to a query
     * @throws RuntimeException when the store fails
     */
    public void settle(String account, @Nullable String reference, DeliveryReceipt receipt) {
        if (!saysTaken(receipt) || !lasting && !announced.get()) {
            return;
        }
        if (reference != null) {
            find(referenceKey(reference, receipt.to()), referenceKey(reference, null))
                    .ifPresent(entry ->
                            settle(account, receipt, new String(entry.value(), StandardCharsets.US_ASCII), reference));
            return;
        }
        Optional<StateEntry> found = find(
                new Pointer(account, receipt.messageId(), receipt.to()).key(),
                new Pointer(account, receipt.messageId(), null).key());
        found.ifPresent(entry -> UnsettledSend.decode(entry.value())
                .ifPresent(way -> KeyedSendCodec.reference(way, receipt.messageId(), entry.key())
                        .ifPresent(sent -> settle(account, receipt, way.key(), sent))));
    }

    private Optional<StateEntry> find(String key, String otherwise) {
        Optional<StateEntry> found = store.find(key);
        return found.isPresent() || key.equals(otherwise) ? found : store.find(otherwise);
    }

    private static boolean saysTaken(DeliveryReceipt receipt) {
        return switch (receipt.status()) {
            case NOT_FOUND -> false;
            case UNKNOWN -> receipt.source() == ReceiptSource.WEBHOOK; // a state that is not in the list
            case ACCEPTED, SENT, DELIVERED, UNDELIVERED, REJECTED, EXPIRED -> true;
        };
    }

    private void settle(String account, DeliveryReceipt receipt, String key, String reference) {
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> entry = store.find(key);
            KeyedSend send = entry.flatMap(found -> KeyedSend.decode(found.value()))
                    .filter(found -> !found.isTaken() && found.isOf(KeyedSendCodec.tag(reference)))
                    .orElse(null);
            if (entry.isEmpty() || send == null) {
                return;
            }
            // While the call may be out, its reply can say more: until then state and lease stay.
            boolean sending = send.state() == KeyedSend.State.SENDING;
            KeyedSend said = KeyedSendCodec.with(
                    send,
                    sending ? KeyedSend.State.SENDING : KeyedSend.State.ACCEPTED,
                    reference,
                    KeyedSendCodec.result(submission(account, receipt)),
                    key);
            StateValue value =
                    StateValue.of(said.encode(), sending ? entry.get().remaining() : said.window());
            if (store.replace(key, entry.get().version(), value).isPresent()) {
                return;
            }
        }
    }

    private static SmsSubmission submission(String account, DeliveryReceipt receipt) {
        Instant at = receipt.submittedAt() != null ? receipt.submittedAt() : receipt.at();
        return SmsSubmission.accepted(receipt.provider(), receipt.messageId())
                .to(receipt.to())
                .segments(receipt.segments())
                .price(receipt.price(), receipt.currency())
                .at(at != null ? at : Instant.now())
                .build()
                .completed(account.equals(receipt.provider()) ? null : account, null, null, Instant.EPOCH);
    }
}
