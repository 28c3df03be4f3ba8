package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.CodeSettings;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes in a store whose every step a test can see, and between which another node can come. */
class CodesTest {

    private static final Msisdn TO = Msisdn.parse("+447700900123");
    private static final Msisdn NEIGHBOUR = Msisdn.parse("+447700900124");
    private static final AccountSettings SETTINGS = AccountSealTest.settings("key", "secret");
    private static final String CODE = "073415";
    private static final String WRONG = "000000";

    private final Map<String, List<byte[]>> written = new HashMap<>();
    private final SteppedStore store = new SteppedStore();
    private Instant now = Instant.parse("2026-09-15T10:00:00Z");
    private final Codes codes = new Codes(store, () -> now);
    private final Codes.Owner owner = new Codes.Owner("2chat", "main", TO, SETTINGS);

    /** Memory whose time is the test's, with what another node does between two of our steps. */
    private final class SteppedStore implements StateStore {

        private final MemoryStateStore memory =
                new MemoryStateStore(1_000, 1_000_000, () -> now.toEpochMilli() * 1_000_000);
        private final List<String> steps = new ArrayList<>();
        private Runnable beforeReplace = () -> {};
        private Runnable beforeRemove = () -> {};
        private boolean reachable = true;

        private void step(String name, String key, Runnable meanwhile) {
            if (!reachable) {
                throw new IllegalStateException("no connection");
            }
            steps.add(name + ' ' + key.substring(0, key.indexOf(':')));
            meanwhile.run();
        }

        @Override
        public Optional<StateEntry> find(String key) {
            step("find", key, () -> {});
            return memory.find(key);
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            step("create", key, () -> {});
            written.computeIfAbsent(key, none -> new ArrayList<>()).add(value.bytes());
            return memory.create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            step("replace", key, beforeReplace);
            return memory.replace(key, version, value);
        }

        @Override
        public boolean remove(String key, long version) {
            step("remove", key, beforeRemove);
            return memory.remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return memory.due(kind, limit);
        }
    }

    private static Runnable once(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                work.run();
            }
        };
    }

    private static CodeSettings settings(int attempts, int perRecipient, int perPrefix) {
        return new CodeSettings(6, Duration.ofMinutes(10), attempts, Duration.ofSeconds(30), perRecipient, perPrefix);
    }

    private String kept(int attempts) {
        CodeSettings settings = settings(attempts, 100, 0);
        String id = codes.begin(owner, settings);
        codes.keep(owner, id, CODE, settings);
        return id;
    }

    private State check(String id, String typed) {
        return codes.check("2chat", "main", SETTINGS, id, typed).result().state();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 10})
    void codesAreDigitsAndDiffer(int length) {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String code = codes.make(length);
            assertThat(code).hasSize(length).containsOnlyDigits();
            made.add(code);
        }

        assertThat(made).hasSizeGreaterThan(900);
        assertThat(made).anyMatch(code -> code.startsWith("0"));
    }

    @Test
    void whatIsKeptIsAHashWithASaltOfItsOwn() {
        kept(5);
        now = now.plusSeconds(60);
        kept(5);

        List<byte[]> values = written.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("code:"))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        assertThat(values).hasSize(2);
        assertThat(values.get(0)).isNotEqualTo(values.get(1));
        assertThat(written.toString() + new String(values.get(0), StandardCharsets.ISO_8859_1))
                .doesNotContain(CODE, TO.digits());
    }

    @Test
    void theCodeIsAcceptedOnce() {
        String id = kept(5);

        assertThat(codes.check("2chat", "main", SETTINGS, id, WRONG).result().attemptsLeft())
                .isEqualTo(4);
        assertThat(codes.check("2chat", "other", SETTINGS, id, CODE).result().state())
                .isEqualTo(State.NOT_FOUND);
        assertThat(check(id, CODE)).isEqualTo(State.VALID);
        assertThat(check(id, CODE)).isEqualTo(State.NOT_FOUND);
    }

    @Test
    void attemptsEndWhateverIsTyped() {
        String id = kept(2);

        assertThat(check(id, WRONG)).isEqualTo(State.INVALID);
        assertThat(check(id, WRONG)).isEqualTo(State.INVALID);
        assertThat(check(id, CODE)).isEqualTo(State.TOO_MANY_ATTEMPTS);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(check(id, CODE)).isEqualTo(State.EXPIRED);
        now = now.plus(Duration.ofHours(1));
        assertThat(check(id, CODE)).isEqualTo(State.NOT_FOUND);
    }

    /** The other node accepts the code after we have read it and before we count our attempt. */
    @Test
    void ofTwoThatReadTheSameCodeOneIsAccepted() {
        String id = kept(5);
        List<State> other = new ArrayList<>();
        store.beforeReplace = once(() -> other.add(check(id, CODE)));

        assertThat(check(id, CODE)).isEqualTo(State.NOT_FOUND);
        assertThat(other).containsExactly(State.VALID);
    }

    /** Both nodes have counted their attempt and found the code right; one removes it. */
    @Test
    void ofTwoThatFoundTheCodeRightOneIsAccepted() {
        String id = kept(5);
        List<State> other = new ArrayList<>();
        store.beforeRemove = once(() -> other.add(check(id, CODE)));

        assertThat(check(id, CODE)).isEqualTo(State.NOT_FOUND);
        assertThat(other).containsExactly(State.VALID);
    }

    /** The other node takes the last attempt after we have seen it. */
    @Test
    void anAttemptThatAnotherTookIsNotHadTwice() {
        String id = kept(1);
        List<State> other = new ArrayList<>();
        store.beforeReplace = once(() -> other.add(check(id, WRONG)));

        assertThat(check(id, CODE)).isEqualTo(State.TOO_MANY_ATTEMPTS);
        assertThat(other).containsExactly(State.INVALID);
    }

    @Test
    void aCheckThatNeverGetsItsTurnIsNotCounted() {
        String id = kept(20);
        store.beforeReplace = () -> { // somebody is always faster
            StateEntry entry =
                    store.memory.find(StateKeys.of("code", "main", id)).orElseThrow();
            store.memory.replace(entry.key(), entry.version(), StateValue.of(entry.value(), entry.remaining()));
        };

        assertThatThrownBy(() -> check(id, CODE))
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageNotContaining(CODE);
        store.beforeReplace = () -> {};
        assertThat(codes.check("2chat", "main", SETTINGS, id, WRONG).result().attemptsLeft())
                .isEqualTo(19);
    }

    /** Unknown, used and expired codes: the same steps of the store and as many hashes, so neither answer nor time tells them apart. */
    @Test
    void codesThatAreNotAcceptedTakeTheSamePath() {
        String used = kept(5);
        check(used, CODE);
        now = now.plusSeconds(60);
        String expired = kept(5);
        now = now.plus(Duration.ofMinutes(11));
        List<List<String>> steps = new ArrayList<>();
        List<Integer> hashes = new ArrayList<>();

        Provider counting = new CountingMacs();
        Security.insertProviderAt(counting, 1);
        try {
            for (String id : new String[] {null, "unknown", used, expired}) {
                store.steps.clear();
                int before = CountingMac.COUNT.get();
                assertThat(check(id, CODE)).isIn(State.NOT_FOUND, State.EXPIRED);
                steps.add(List.copyOf(store.steps));
                hashes.add(CountingMac.COUNT.get() - before);
            }
        } finally {
            Security.removeProvider(counting.getName());
        }

        assertThat(steps).containsOnly(List.of("find code"));
        assertThat(hashes).containsOnly(1);
    }

    /** Counts the hashes that are made, which are those of the platform. */
    private static final class CountingMacs extends Provider {

        private static final long serialVersionUID = 1;

        CountingMacs() {
            super("CountingMacs", "1", "counts hashes");
            put("Mac.HmacSHA256", CountingMac.class.getName());
        }
    }

    /** The platform's, counted. */
    public static final class CountingMac extends MacSpi {

        private static final AtomicInteger COUNT = new AtomicInteger();

        private final Mac mac;

        public CountingMac() throws Exception {
            mac = Mac.getInstance("HmacSHA256", "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            COUNT.incrementAndGet();
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }

    @Test
    void aRecipientWaitsForAFurtherCodeAndGetsSomeInAnHour() {
        CodeSettings settings = settings(5, 2, 0);
        codes.begin(owner, settings);
        assertThat(refusal(owner, settings).retryAfter()).contains(Duration.ofSeconds(30));
        now = now.plusSeconds(29);
        assertThat(refusal(owner, settings).retryAfter()).contains(Duration.ofSeconds(1));
        now = now.plusSeconds(1);
        codes.begin(owner, settings);

        now = now.plusSeconds(30);
        assertThat(refusal(owner, settings).retryAfter()).contains(Duration.ofMinutes(59));
        now = now.plus(Duration.ofMinutes(59));
        codes.begin(owner, settings);
        codes.begin(new Codes.Owner("2chat", "other", TO, SETTINGS), settings);
    }

    private SmsRefusedException refusal(Codes.Owner who, CodeSettings settings) {
        SmsRefusedException refused = catchThrowableOfType(SmsRefusedException.class, () -> codes.begin(who, settings));
        assertThat(refused.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(refused).hasMessageNotContaining(TO.digits());
        return refused;
    }

    @Test
    void neighboursShareALimit() {
        CodeSettings settings = settings(5, 5, 2);
        Codes.Owner neighbour = new Codes.Owner("2chat", "main", NEIGHBOUR, SETTINGS);
        codes.begin(owner, settings);
        codes.begin(neighbour, settings);

        Msisdn third = Msisdn.parse("+447700909999");
        assertThat(refusal(new Codes.Owner("2chat", "main", third, SETTINGS), settings)
                        .retryAfter())
                .contains(Duration.ofHours(1));
        codes.begin(new Codes.Owner("2chat", "main", Msisdn.parse("+447700919999"), SETTINGS), settings);
    }

    @Test
    void whoAsksTooOftenDoesNotUseUpWhatNeighboursMayGet() {
        CodeSettings settings = settings(5, 5, 2);
        codes.begin(owner, settings);
        for (int i = 0; i < 10; i++) {
            refusal(owner, settings);
        }

        codes.begin(new Codes.Owner("2chat", "main", NEIGHBOUR, SETTINGS), settings);
    }

    @Test
    void aSendThatDidNotHappenIsGivenBack() {
        CodeSettings settings = settings(5, 1, 1);
        String id = codes.begin(owner, settings);
        codes.keep(owner, id, CODE, settings);

        codes.notSent(owner, id, settings);

        assertThat(check(id, CODE)).isEqualTo(State.NOT_FOUND);
        assertThat(codes.idOf(owner)).isEmpty();
        codes.begin(owner, settings);
    }

    @Test
    void anEarlierSendThatEndsLateLeavesTheLaterCode() {
        CodeSettings settings = settings(5, 5, 0);
        String first = codes.begin(owner, settings);
        now = now.plusSeconds(31);
        String second = codes.begin(owner, settings);
        codes.keep(owner, second, CODE, settings);

        codes.notSent(owner, first, settings);
        codes.named(owner, first, "0123456789");

        assertThat(codes.idOf(owner)).contains(second);
        assertThat(check(second, CODE)).isEqualTo(State.VALID);
        codes.named(owner, second, "9876543210");
        assertThat(codes.idOf(owner)).contains("9876543210");
    }

    @Test
    void aCodeOfTheProviderIsUsedOnce() {
        assertThat(codes.use("telesign", "main", "REF")).isTrue();
        assertThat(codes.use("telesign", "main", "REF")).isFalse();
        assertThat(codes.use("telesign", "other", "REF")).isTrue();
        store.reachable = false;
        assertThatThrownBy(() -> codes.use("telesign", "main", "REF2")).isInstanceOf(SmsRetryableException.class);
    }

    @Test
    void theAcceptedCodeNamesItsSms() {
        String id = kept(5);
        codes.sent(owner, id, "MSG-1");

        assertThat(codes.check("2chat", "main", SETTINGS, id, WRONG).messageId())
                .isNull();
        assertThat(codes.check("2chat", "main", SETTINGS, id, CODE).messageId()).isEqualTo("MSG-1");
    }

    @Test
    void whileTheStoreCannotBeReachedNothingIsSentOrAccepted() {
        String id = kept(5);
        store.reachable = false;

        assertThatThrownBy(() -> codes.begin(owner, settings(5, 5, 5))).isInstanceOf(SmsRetryableException.class);
        assertThatThrownBy(() -> codes.keep(owner, id, CODE, settings(5, 5, 0)))
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageNotContaining(CODE);
        assertThatThrownBy(() -> check(id, CODE)).isInstanceOf(SmsRetryableException.class);
        codes.sent(owner, id, "MSG-1");
        codes.named(owner, id, "MSG-1");
        codes.notSent(owner, id, settings(5, 5, 0));
        store.reachable = true;
        assertThat(check(id, CODE)).isEqualTo(State.VALID);
    }
}
