package io.github.camelsms.internal.state;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.CodeSettings;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Codes that were sent and wait to be typed, for all nodes that share a store. Of a code the store holds a salted hash, of ids what the
 * credentials of the account seal; an attempt is counted before the code is compared, and a code that is accepted is removed, each by
 * compare-and-set.
 */
public final class Codes {

    private static final Duration WINDOW = Duration.ofHours(1);

    /** How long a code that has expired is known as such. */
    private static final Duration AFTERLIFE = Duration.ofHours(1);

    /** Longer than any provider accepts a code of its own. */
    private static final Duration USED = Duration.ofHours(24);

    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int ID_BYTES = 16;
    private static final int LINE_DIGITS = 4;
    private static final int TRIES = 100;

    /** Stands in for a code that is not there, so that its check costs the same. */
    private static final byte[] NOBODYS = new byte[1 + SALT + HASH];

    private final StateStore store;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    /** @param store survives a restart; null when there is none */
    public Codes(@Nullable StateStore store) {
        this(store == null ? new MemoryStateStore() : store, InstantSource.system());
    }

    Codes(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What found a check.
     *
     * @param messageId the provider's id of the SMS that carried the code; null when it is not known
     */
    public record Checked(
            VerificationResult result, @Nullable String messageId) {}

    /** A code of so many digits. */
    public String make(int length) {
        StringBuilder code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append((char) ('0' + random.nextInt(10)));
        }
        return code.toString();
    }

    /**
     * Who asks and whom for.
     *
     * @param settings of the account, whose credentials seal the ids that are kept
     */
    public record Owner(String provider, String account, Msisdn to, AccountSettings settings) {

        private String key() {
            return StateKeys.of("codeto", account, to.digits());
        }

        private String prefixKey() {
            return StateKeys.of(
                    "codeprefix", account, to.digits().substring(0, to.digits().length() - LINE_DIGITS));
        }
    }

    /**
     * Takes one of the recipient's sends.
     *
     * @return under which a code is checked
     * @throws SmsRefusedException RATE_LIMIT, with the time to wait, when the recipient or its prefix has no send left
     * @throws SmsRetryableException when the store cannot be reached
     */
    public String begin(Owner owner, CodeSettings settings) {
        return guarded(owner.provider(), () -> {
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            if (settings.perPrefix() > 0) {
                take(owner.provider(), owner.prefixKey(), "", settings.perPrefix(), Duration.ZERO);
            }
            String former;
            try {
                former = take(
                        owner.provider(),
                        owner.key(),
                        sealed(owner, id),
                        settings.perRecipient(),
                        settings.resendAfter());
            } catch (SmsRefusedException limited) { // must not use up what the neighbours may get
                giveBackOfPrefix(owner, settings);
                throw limited;
            }
            opened(owner, former) // a new code takes the place of the former one
                    .ifPresent(before -> remove(codeKey(owner.account(), before)));
            return id;
        });
    }

    /** Keeps the hash of a code. @throws SmsRetryableException when the store cannot be reached */
    public void keep(Owner owner, String id, String code, CodeSettings settings) {
        guarded(owner.provider(), () -> {
            byte[] value = new byte[1 + SALT + HASH];
            byte[] salt = new byte[SALT];
            random.nextBytes(salt);
            value[0] = (byte) settings.attempts();
            System.arraycopy(salt, 0, value, 1, SALT);
            System.arraycopy(hash(salt, code), 0, value, 1 + SALT, HASH);
            store.create(
                    codeKey(owner.account(), id),
                    StateValue.of(value, settings.timeToLive().plus(AFTERLIFE)));
            return id;
        });
    }

    /** Remembers the SMS that carries a code. What happens here does not change what became of the send. */
    public void sent(Owner owner, String id, String messageId) {
        try {
            String key = codeKey(owner.account(), id);
            for (int i = 0; i < TRIES; i++) {
                Optional<StateEntry> entry = store.find(key);
                if (entry.isEmpty()) {
                    return;
                }
                byte[] kept = Arrays.copyOf(entry.get().value(), 1 + SALT + HASH);
                byte[] sealed = AccountSeal.of(owner.settings()).seal(key, messageId.getBytes(StandardCharsets.UTF_8));
                byte[] value = Arrays.copyOf(kept, kept.length + sealed.length);
                System.arraycopy(sealed, 0, value, kept.length, sealed.length);
                if (replace(entry.get(), value)) {
                    return;
                }
            }
        } catch (RuntimeException | LinkageError unavailable) {
            return; // only the feedback to the provider is lost
        }
    }

    /** Puts the provider's id in the place of ours, where the provider makes the code. A later code of the recipient stays the last. */
    public void named(Owner owner, String id, String messageId) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<StateEntry> entry = store.find(owner.key());
                if (entry.isEmpty()) {
                    return;
                }
                Sends sends = Sends.read(entry.get().value());
                if (!isOf(owner, id, sends.id())
                        || replace(entry.get(), new Sends(sealed(owner, messageId), sends.times()).write())) {
                    return;
                }
            }
        } catch (RuntimeException | LinkageError unavailable) {
            return; // the code is then checked by its id only
        }
    }

    /** Gives a send back that did not happen. */
    public void notSent(Owner owner, String id, CodeSettings settings) {
        try {
            remove(codeKey(owner.account(), id));
            giveBack(owner.key(), kept -> isOf(owner, id, kept));
            giveBackOfPrefix(owner, settings);
        } catch (RuntimeException | LinkageError unavailable) {
            return; // the recipient has one send less in this hour
        }
    }

    /** The id of the last code of a recipient. @throws SmsRetryableException when the store cannot be reached */
    public Optional<String> idOf(Owner owner) {
        return guarded(
                owner.provider(),
                () -> store.find(owner.key())
                        .flatMap(
                                entry -> opened(owner, Sends.read(entry.value()).id())));
    }

    /** An id as an entry of a recipient holds it. */
    private static String sealed(Owner owner, String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        AccountSeal.of(owner.settings()).seal(owner.key(), id.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isOf(Owner owner, String id, String sealed) {
        return opened(owner, sealed).filter(id::equals).isPresent();
    }

    /** Empty for none, and for one that was sealed with a key that the account no longer has. */
    private static Optional<String> opened(Owner owner, String sealed) {
        return sealed.isEmpty()
                ? Optional.empty()
                : AccountSeal.of(owner.settings())
                        .open(owner.key(), Base64.getUrlDecoder().decode(sealed))
                        .map(id -> new String(id, StandardCharsets.UTF_8));
    }

    /**
     * Checks what a user typed. Counts as an attempt.
     *
     * @param settings of the account
     * @param id null when there is none
     * @throws SmsRetryableException when the store cannot be reached, or too many others check the same code
     */
    public Checked check(String provider, String account, AccountSettings settings, @Nullable String id, String typed) {
        return guarded(provider, () -> checked(provider, account, settings, id, typed));
    }

    private Checked checked(
            String provider, String account, AccountSettings settings, @Nullable String id, String typed) {
        String key = codeKey(account, id == null ? "" : id);
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> found = store.find(key);
            byte[] value = found.map(StateEntry::value).orElse(NOBODYS);
            boolean same = MessageDigest.isEqual(
                    hash(Arrays.copyOfRange(value, 1, 1 + SALT), typed),
                    Arrays.copyOfRange(value, 1 + SALT, 1 + SALT + HASH));
            if (found.isEmpty()) {
                return new Checked(new VerificationResult(id, State.NOT_FOUND, null), null);
            }
            if (found.get().remaining().compareTo(AFTERLIFE) <= 0) {
                return new Checked(new VerificationResult(id, State.EXPIRED, null), null);
            }
            int left = value[0] - 1;
            if (left < 0) {
                return new Checked(new VerificationResult(id, State.TOO_MANY_ATTEMPTS, 0), null);
            }
            value[0] = (byte) left;
            if (replace(found.get(), value)) { // counted: only now does the comparison count
                return same ? accepted(key, settings, id, value) : rejected(id, left);
            }
        }
        throw new SmsRetryableException(
                SmsFault.of(ErrorClass.TEMPORARY, provider, "too many checks of the same code at once"));
    }

    private static Checked rejected(@Nullable String id, int left) {
        return new Checked(new VerificationResult(id, State.INVALID, left), null);
    }

    /** Of several that typed the code at the same time, the one that removes it is accepted. */
    private Checked accepted(String key, AccountSettings settings, @Nullable String id, byte[] value) {
        if (!remove(key)) {
            return new Checked(new VerificationResult(id, State.NOT_FOUND, null), null);
        }
        String messageId = AccountSeal.of(settings)
                .open(key, Arrays.copyOfRange(value, 1 + SALT + HASH, value.length))
                .map(opened -> new String(opened, StandardCharsets.UTF_8))
                .orElse(null);
        return new Checked(new VerificationResult(id, State.VALID, null), messageId);
    }

    /**
     * Whether a code that its provider found right is right for the first time. Of several that typed it, one gets true.
     *
     * @throws SmsRetryableException when the store cannot be reached
     */
    public boolean use(String provider, String account, String id) {
        return guarded(
                provider,
                () -> store.create(StateKeys.of("codeused", account, id), StateValue.of(new byte[0], USED))
                        .isPresent());
    }

    /** Removes an entry, whatever its version; false when it is gone. */
    private boolean remove(String key) {
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> entry = store.find(key);
            if (entry.isEmpty()) {
                return false;
            }
            if (store.remove(key, entry.get().version())) {
                return true;
            }
        }
        return false;
    }

    private boolean replace(StateEntry entry, byte[] value) {
        Duration remaining = entry.remaining().isZero() ? Duration.ofMillis(1) : entry.remaining();
        return store.replace(entry.key(), entry.version(), StateValue.of(value, remaining))
                .isPresent();
    }

    /** Enters a send within the limits; returns the sealed id of the one before it, empty for none. */
    private String take(String provider, String key, String id, int limit, Duration pause) {
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> entry = store.find(key);
            long now = clock.millis();
            Sends before = entry.map(found -> Sends.read(found.value())).orElse(new Sends("", List.of()));
            List<Long> times = new ArrayList<>(before.times());
            times.removeIf(time -> time <= now - WINDOW.toMillis());
            long free = times.size() < limit ? 0 : times.get(times.size() - limit) + WINDOW.toMillis();
            long next = times.isEmpty() ? 0 : times.get(times.size() - 1) + pause.toMillis();
            long wait = Math.max(free, next) - now;
            if (wait > 0) {
                throw new SmsRefusedException(
                        SmsFault.of(ErrorClass.RATE_LIMIT, provider, "too many codes for this recipient")
                                .withRetryAfter(Duration.ofMillis(wait)));
            }
            times.add(now);
            StateValue value = StateValue.of(new Sends(id, times).write(), WINDOW.plus(AFTERLIFE));
            boolean entered = entry.isEmpty()
                    ? store.create(key, value).isPresent()
                    : store.replace(key, entry.get().version(), value).isPresent();
            if (entered) {
                return before.id();
            }
        }
        throw new SmsRetryableException(
                SmsFault.of(ErrorClass.TEMPORARY, provider, "too many codes for the same recipient at once"));
    }

    private void giveBackOfPrefix(Owner owner, CodeSettings settings) {
        if (settings.perPrefix() > 0) {
            giveBack(owner.prefixKey(), kept -> false);
        }
    }

    /** @param ended whether the last code, whose sealed id it is given, is the one that was not sent; a later one stays */
    private void giveBack(String key, Predicate<String> ended) {
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> entry = store.find(key);
            if (entry.isEmpty()) {
                return;
            }
            Sends sends = Sends.read(entry.get().value());
            List<Long> times = new ArrayList<>(sends.times());
            if (!times.isEmpty()) {
                times.remove(times.size() - 1);
            }
            if (replace(entry.get(), new Sends(ended.test(sends.id()) ? "" : sends.id(), times).write())) {
                return;
            }
        }
    }

    /**
     * The sends of the last hour.
     *
     * @param id of the last code, sealed; empty for none
     * @param times in milliseconds since 1970, in order
     */
    private record Sends(String id, List<Long> times) {

        static Sends read(byte[] value) {
            String[] parts = new String(value, StandardCharsets.UTF_8).split("\n", -1);
            return new Sends(
                    parts[0],
                    Arrays.stream(parts, 1, parts.length).map(Long::valueOf).toList());
        }

        byte[] write() {
            StringBuilder text = new StringBuilder(id);
            times.forEach(time -> text.append('\n').append(time));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String codeKey(String account, String id) {
        return StateKeys.of("code", account, id);
    }

    private static byte[] hash(byte[] salt, String code) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(code.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    private static <T> T guarded(String provider, Supplier<T> work) {
        try {
            return work.get();
        } catch (SmsRefusedException | SmsRetryableException known) {
            throw known;
        } catch (RuntimeException | LinkageError unavailable) {
            throw new SmsRetryableException(
                    SmsFault.of(ErrorClass.TEMPORARY, provider, "the store of codes cannot be reached"), unavailable);
        }
    }
}
