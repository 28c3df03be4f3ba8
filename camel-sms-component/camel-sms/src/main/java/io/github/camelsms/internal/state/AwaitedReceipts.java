package io.github.camelsms.internal.state;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the messages whose final state is still to be reported. An entry is due when its provider is to be asked; its value is sealed
 * with the credentials of the account.
 */
public final class AwaitedReceipts {

    /** How long an entry that cannot be opened rests: another node may have the key. */
    private static final Duration UNREADABLE_RESTS = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedReceipts.class);

    private final StateStore store;
    private final boolean lasting;
    private final Duration retention;
    private final List<AccountSettings> watching = new CopyOnWriteArrayList<>();
    private final AtomicBoolean unreadable = new AtomicBoolean();

    /**
     * A message whose provider this node is to ask.
     *
     * @param message what was sent
     * @param since the time since it was sent
     */
    public record Claimed(AwaitedMessage message, Duration since, String key, long version, Duration remaining) {}

    /**
     * @param lasting null for memory
     * @param retention how long an entry is kept after the last question
     */
    public AwaitedReceipts(@Nullable StateStore lasting, Duration retention) {
        this.store = lasting == null ? new MemoryStateStore() : lasting;
        this.lasting = lasting != null;
        this.retention = retention;
    }

    /**
     * Lets sends of an account in this process be remembered whose own options do not ask for it.
     *
     * @return ends it
     */
    public AutoCloseable watch(AccountSettings settings) {
        watching.add(settings);
        return () -> watching.remove(settings);
    }

    /**
     * Checks that messages of an account can be remembered.
     *
     * @throws IllegalArgumentException when there is nothing to seal them with
     */
    public void check(AccountSettings settings) {
        if (lasting && !AccountSeal.isPossible(settings)) {
            throw new IllegalArgumentException("option missingAfter needs the credentials of the account, with which"
                    + " message ids are sealed in the state store");
        }
    }

    /** Remembers a message that was accepted, if its receipts are awaited. What happens here does not change the send. */
    public void expect(AccountSettings sender, String account, @Nullable Msisdn to, SmsSubmission submission) {
        AccountSettings terms = sender.missingAfter() == null ? receiver(sender) : sender;
        String id = submission.messageId();
        if (terms != null && id != null && to != null) {
            expect(terms, sender, account, id, to, submission);
        }
    }

    /** The receiver of an account that runs here; null for none. */
    private @Nullable AccountSettings receiver(AccountSettings sender) {
        return watching.isEmpty()
                ? null
                : watching.stream()
                        .filter(receiver -> receiver.isAccountOf(sender))
                        .findFirst()
                        .orElse(null);
    }

    private void expect(
            AccountSettings terms,
            AccountSettings sender,
            String account,
            String id,
            Msisdn to,
            SmsSubmission submission) {
        try {
            Duration kept = terms.missingUntil().plus(retention);
            AwaitedMessage message = new AwaitedMessage(id, to, submission.status(), 0, kept);
            String key = StateKeys.of(kind(account), id, to.digits());
            store.create(
                    key,
                    new StateValue(AccountSeal.of(sender).seal(key, message.encode()), kept, terms.missingAfter()));
        } catch (Throwable unavailable) { // an Error too leaves the message sent
            LOG.debug("{}: a message is not asked for when its receipt is missing", account, unavailable);
        }
    }

    /** A kind for each account: entries of an account that no node receives for are in nobody's way. */
    private static String kind(String account) {
        return "dlr-" + StateKeys.digest(account).substring(0, 12);
    }

    /**
     * Claims messages that are due, for a time; no other node gets them meanwhile.
     *
     * @param most how many at most
     * @param lease until they are due again unless they are settled
     * @throws RuntimeException when the store fails
     */
    public List<Claimed> claim(AccountSettings settings, String account, int most, Duration lease) {
        AccountSeal seal = AccountSeal.of(settings);
        return store.due(kind(account), most).stream()
                .map(entry -> claim(seal, entry, lease))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Claimed> claim(AccountSeal seal, StateEntry entry, Duration lease) {
        Optional<AwaitedMessage> message = seal.open(entry.key(), entry.value()).map(AwaitedMessage::decode);
        if (message.isEmpty() && unreadable.compareAndSet(false, true)) {
            LOG.warn("A message whose receipt is missing was stored with a key that this account no longer has;"
                    + " keep the former key in second place for as long as missingUntil");
        }
        Duration rests = message.isEmpty() ? UNREADABLE_RESTS : lease;
        OptionalLong version =
                store.replace(entry.key(), entry.version(), new StateValue(entry.value(), entry.remaining(), rests));
        return version.isEmpty()
                ? Optional.empty()
                : message.map(found -> new Claimed(
                        found,
                        found.kept().minus(entry.remaining()),
                        entry.key(),
                        version.getAsLong(),
                        entry.remaining()));
    }

    /** Puts off a message that was claimed. */
    public void postpone(AccountSettings settings, Claimed claimed, AwaitedMessage message, Duration dueIn) {
        byte[] sealed = AccountSeal.of(settings).seal(claimed.key(), message.encode());
        store.replace(claimed.key(), claimed.version(), new StateValue(sealed, claimed.remaining(), dueIn));
    }

    /** Forgets a message that was claimed. */
    public void settle(Claimed claimed) {
        store.remove(claimed.key(), claimed.version());
    }
}
