package io.github.camelsms.internal.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends with an idempotency key: claimed before the call, settled after it. A key holds over all accounts and nodes.
 *
 * <p>What the store keeps can be read by nobody who has only the store: keys are hashed, recipient and text are a keyed digest, and the
 * submission is sealed with a random reference of the send, which is itself sealed with the idempotency key. A receipt that brings the
 * reference can therefore settle a send without knowing its key.
 */
public final class IdempotentSends {

    /** How long a send waits for the store. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Each further message of the same call. */
    private static final Duration PATIENCE_EACH = Duration.ofMillis(50);

    /** A claim that expires between two looks is looked at again. */
    private static final int TRIES = 5;

    private static final int TAG = 16;
    private static final int MOST_UNSETTLED = 10_000;
    private static final byte[] NOTHING = {};

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentSends.class);

    private final StateStore store;
    private final boolean lasting;
    private final Duration patience;
    private final BoundedStoreCalls calls;
    private final AtomicBoolean announced = new AtomicBoolean();

    /** Attempts whose end could not be stored, by their tag: nobody knows what became of them. */
    private final Set<String> unsettled = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_UNSETTLED;
        }
    }));

    /** @param lasting outlives this process; null when there is none */
    public IdempotentSends(@Nullable StateStore lasting, BackgroundThreads threads) {
        this(lasting, threads, PATIENCE);
    }

    IdempotentSends(@Nullable StateStore lasting, BackgroundThreads threads, Duration patience) {
        this.patience = patience;
        this.store = lasting == null ? new MemoryStateStore() : lasting;
        this.lasting = lasting != null;
        this.calls = new BoundedStoreCalls(threads);
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
            return new Settlement(this, State.ACCEPTED, json(submission), List.of());
        }

        /** The message is known not to be sent. */
        public Settlement notSent() {
            return new Settlement(this, State.NOT_SENT, NOTHING, List.of());
        }

        /**
         * Nobody knows whether the message was sent.
         *
         * @param account name of the account, or the provider id for one without a name
         * @param messageId id under which the provider may know it; null for none
         * @param to recipient, where several messages may have that id; null where the id says which
         */
        public Settlement unknown(String account, @Nullable String messageId, @Nullable Msisdn to) {
            return messageId == null
                    ? new Settlement(this, State.UNKNOWN, NOTHING, List.of())
                    : new Settlement(
                            this,
                            State.UNKNOWN,
                            messageId.getBytes(StandardCharsets.UTF_8),
                            List.of(new Pointer(account, messageId, to)));
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
            return lasting
                    ? calls.ask(patience(messages.size()), new Claiming(attempt, messages))
                    : claimAll(attempt, messages);
        } catch (TimeoutException late) {
            return refused(attempt, messages, "it did not answer in time");
        } catch (RuntimeException | Error unavailable) {
            return refused(attempt, messages, unavailable.getClass().getName());
        }
    }

    private static List<Claim> refused(Attempt attempt, List<SmsMessage> messages, String why) {
        Claim refused = refused(new SmsRetryableException(SmsFault.of(
                ErrorClass.TEMPORARY,
                attempt.provider(),
                "the state store cannot be asked for " + SmsConstants.IDEMPOTENCY_KEY + " (" + why + ")")));
        return Collections.nCopies(messages.size(), refused);
    }

    private Duration patience(int messages) {
        return patience.plus(PATIENCE_EACH.multipliedBy(messages));
    }

    private final class Claiming implements BoundedStoreCalls.Question<List<Claim>> {

        private final Attempt attempt;
        private final List<SmsMessage> messages;

        Claiming(Attempt attempt, List<SmsMessage> messages) {
            this.attempt = attempt;
            this.messages = messages;
        }

        @Override
        public List<Claim> ask() {
            return claimAll(attempt, messages);
        }

        @Override
        public void undo(List<Claim> late) {
            releaseQuietly(late);
        }
    }

    /** Where the store fails in the middle, none is claimed. */
    private List<Claim> claimAll(Attempt attempt, List<SmsMessage> messages) {
        List<Claim> claims = new ArrayList<>(messages.size());
        try {
            for (SmsMessage message : messages) {
                claims.add(claim(attempt, message));
            }
            return claims;
        } catch (RuntimeException | Error unavailable) {
            releaseQuietly(claims);
            throw unavailable;
        }
    }

    private void releaseQuietly(List<Claim> claims) {
        try {
            claims.stream()
                    .map(Claim::held)
                    .filter(Objects::nonNull)
                    .forEach(held -> store.remove(held.key, held.version));
        } catch (RuntimeException | Error unavailable) {
            LOG.debug("Idempotency keys could not be released: their sends count as unknown", unavailable);
        }
    }

    private Claim claim(Attempt attempt, SmsMessage message) {
        String secret = Objects.requireNonNull(message.idempotencyKey());
        String key = StateKeys.of("send", secret);
        for (int i = 0; i < TRIES; i++) {
            byte[] salt = Seal.random(Seal.SALT);
            Seal seal = Seal.of(secret, salt);
            KeyedSend send = new KeyedSend(
                    KeyedSend.State.SENDING,
                    attempt.window(),
                    salt,
                    seal.digest(content(message)),
                    seal.seal(attempt.reference().getBytes(StandardCharsets.US_ASCII), key),
                    tag(attempt.reference()),
                    NOTHING);
            // What remains of its life beyond the window is the lease.
            OptionalLong version = create(key, send, attempt.window().plus(attempt.lease()));
            if (version.isPresent()) {
                Held held = new Held(key, version.getAsLong(), attempt.reference(), send);
                if (attempt.named()) {
                    point(attempt, held, message.to());
                }
                return new Claim(held, null, null);
            }
            Optional<StateEntry> earlier = store.find(key);
            if (earlier.isPresent()) {
                return known(attempt.provider(), message, secret, earlier.get());
            }
        }
        return refused(beingSent(attempt.provider()));
    }

    /** The way from the reference to the send. */
    private void point(Attempt attempt, Held held, @Nullable Msisdn to) {
        try {
            store.create(
                    referenceKey(attempt.reference(), attempt.shared() ? to : null),
                    StateValue.of(
                            held.key.getBytes(StandardCharsets.US_ASCII),
                            attempt.window().plus(attempt.lease())));
        } catch (RuntimeException | Error unavailable) {
            releaseQuietly(List.of(new Claim(held, null, null)));
            throw unavailable;
        }
    }

    private static String referenceKey(String reference, @Nullable Msisdn to) {
        return StateKeys.of("reference", reference, to == null ? null : to.digits());
    }

    /** Whoever cannot be told whether the entry was created must not leave it there. */
    private OptionalLong create(String key, KeyedSend send, Duration lifetime) {
        try {
            return store.create(key, StateValue.of(send.encode(), lifetime));
        } catch (RuntimeException | Error unavailable) {
            try {
                store.find(key)
                        .filter(entry -> KeyedSend.decode(entry.value()).isOf(send.tag()))
                        .ifPresent(entry -> store.remove(key, entry.version()));
            } catch (RuntimeException stillUnavailable) {
                LOG.debug("An idempotency key could not be released: its send counts as unknown", stillUnavailable);
            }
            throw unavailable;
        }
    }

    private Claim known(String provider, SmsMessage message, String secret, StateEntry entry) {
        KeyedSend send = KeyedSend.decode(entry.value());
        Seal seal = Seal.of(secret, send.salt());
        if (!Arrays.equals(send.content(), seal.digest(content(message)))) {
            return refused(SmsRefusedException.invalidRequest(
                    provider,
                    SmsConstants.IDEMPOTENCY_KEY
                            + " was used for another recipient or text; accepted: a key of its own for each message"));
        }
        return switch (send.state()) {
            case ACCEPTED -> new Claim(null, earlier(message, submission(send, seal, entry.key())), null);
            case UNKNOWN -> refused(unknown(provider, messageId(send, seal, entry.key())));
            case SENDING -> {
                boolean over = entry.remaining().compareTo(send.window()) <= 0 || unsettled.contains(text(send.tag()));
                yield over && send.isTaken() // its end was never recorded, but a receipt came
                        ? new Claim(null, earlier(message, submission(send, seal, entry.key())), null)
                        : refused(over ? unknown(provider, null) : beingSent(provider));
            }
        };
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

    /** What must be the same for the key to stand for the same SMS. */
    private static byte[] content(SmsMessage message) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(message.to() == null ? null : message.to().digits());
        parts.add(message.text());
        parts.add(message.verifyCode());
        parts.add(message.udh() == null ? null : message.udh().value());
        if (message.to() == null) { // a parameter names the recipients
            new TreeMap<>(message.params()).forEach((name, value) -> Collections.addAll(parts, name, value));
        }
        return StateKeys.of("content", parts.toArray(new String[0])).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tag(String reference) {
        return Arrays.copyOf(StateKeys.of("tag", reference).getBytes(StandardCharsets.US_ASCII), TAG + "tag:".length());
    }

    private static String text(byte[] tag) {
        return new String(tag, StandardCharsets.US_ASCII);
    }

    private static SmsSubmission submission(KeyedSend send, Seal seal, String key) {
        try {
            return JSON.readValue(opened(send, seal, key), SmsSubmission.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("a submission cannot be read", unreadable);
        }
    }

    private static @Nullable String messageId(KeyedSend send, Seal seal, String key) {
        return send.result().length == 0 ? null : new String(opened(send, seal, key), StandardCharsets.UTF_8);
    }

    private static byte[] opened(KeyedSend send, Seal seal, String key) {
        String reference = new String(seal.open(send.reference(), key), StandardCharsets.US_ASCII);
        return Seal.of(reference, send.salt()).open(send.result(), key);
    }

    private static byte[] json(SmsSubmission submission) {
        try {
            return JSON.writeValueAsBytes(submission);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A receipt knows less than the reply to the send: the message says the rest. */
    private static SmsSubmission earlier(SmsMessage message, SmsSubmission submission) {
        String text = message.text();
        return submission.completed(
                submission.account(), message.to(), text == null ? null : Segments.of(text), Instant.EPOCH);
    }

    /** Records what became of the sends of one call. Never throws: what happens here changes nothing of what happened. */
    public void settle(List<Settlement> settlements) {
        try {
            if (lasting) {
                calls.ask(patience(settlements.size()), new Settling(settlements));
            } else {
                settlements.forEach(this::settle);
            }
        } catch (TimeoutException late) {
            unsettled(settlements, "it did not answer in time");
        } catch (RuntimeException | Error unavailable) {
            unsettled(settlements, unavailable.getClass().getName());
        }
    }

    private final class Settling implements BoundedStoreCalls.Question<Boolean> {

        private final List<Settlement> settlements;

        Settling(List<Settlement> settlements) {
            this.settlements = settlements;
        }

        @Override
        public Boolean ask() {
            settlements.forEach(IdempotentSends.this::settle);
            return true;
        }

        @Override
        public void undo(Boolean late) {
            // better late than never
        }
    }

    private void unsettled(List<Settlement> settlements, String why) {
        settlements.forEach(settlement -> unsettled.add(text(settlement.held.send.tag())));
        LOG.warn(
                "What became of {} message(s) could not be stored for their idempotency keys ({}): until a receipt or a"
                        + " query says more, further sends with these keys fail as unknown",
                settlements.size(),
                why);
    }

    private void settle(Settlement settlement) {
        Held held = settlement.held;
        switch (settlement.state) {
            case NOT_SENT -> store.remove(held.key, held.version);
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

    private static KeyedSend sealed(Settlement settlement, KeyedSend.State state) {
        Held held = settlement.held;
        return held.send.with(
                state,
                settlement.result.length == 0
                        ? NOTHING
                        : Seal.of(held.reference, held.send.salt()).seal(settlement.result, held.key));
    }

    private boolean replaced(Held held, KeyedSend send) {
        return store.replace(held.key, held.version, StateValue.of(send.encode(), send.window()))
                .isPresent();
    }

    /** A receipt that came during the call has changed the entry. */
    private void replaceWhatAReceiptSaid(Held held, UnaryOperator<KeyedSend> change) {
        store.find(held.key).ifPresent(entry -> {
            KeyedSend said = KeyedSend.decode(entry.value());
            if (said.isOf(held.send.tag())) {
                KeyedSend changed = change.apply(said);
                store.replace(held.key, entry.version(), StateValue.of(changed.encode(), changed.window()));
            }
        });
    }

    private void point(Pointer pointer, Held held) {
        Seal seal = Seal.of(pointer.messageId(), held.send.salt());
        String key = pointer.key();
        UnsettledSend value = new UnsettledSend(
                held.key, held.send.salt(), seal.seal(held.reference.getBytes(StandardCharsets.US_ASCII), key));
        store.create(key, StateValue.of(value.encode(), held.send.window()));
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
        found.ifPresent(entry -> {
            UnsettledSend unsettledSend = UnsettledSend.decode(entry.value());
            byte[] opened =
                    Seal.of(receipt.messageId(), unsettledSend.salt()).open(unsettledSend.reference(), entry.key());
            settle(account, receipt, unsettledSend.key(), new String(opened, StandardCharsets.US_ASCII));
        });
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
            KeyedSend send = entry.map(found -> KeyedSend.decode(found.value())).orElse(null);
            if (entry.isEmpty() || send == null || send.isTaken() || !send.isOf(tag(reference))) {
                return;
            }
            byte[] sealed = Seal.of(reference, send.salt()).seal(json(submission(account, receipt)), key);
            // While the call may be out, its reply can say more: until then state and lease stay.
            boolean sending = send.state() == KeyedSend.State.SENDING;
            KeyedSend said = send.with(sending ? KeyedSend.State.SENDING : KeyedSend.State.ACCEPTED, sealed);
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
