package io.github.camelsms.internal.state;

import static io.github.camelsms.model.DeliveryStatus.DELIVERED;
import static io.github.camelsms.model.DeliveryStatus.SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.internal.state.ProcessedEvents.Claim;
import io.github.camelsms.internal.state.ProcessedEvents.Verdict;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event once over all nodes of one store; a node that dies does not keep an event. */
class ClaimedEventsTest {

    private static final Duration RETENTION = Duration.ofDays(3);

    private final AtomicLong clock = new AtomicLong();
    private final TestStore store = new TestStore(new MemoryStateStore(1_000, 1_000_000, clock::get));
    private final BackgroundThreads threads = new BackgroundThreads(this, new DefaultCamelContext());
    private final ProcessedEvents node = new ClaimedEvents(store, RETENTION, threads);
    private final ProcessedEvents other = new ClaimedEvents(store, RETENTION, threads);

    @AfterEach
    void stop() {
        threads.close();
    }

    /** A store that fails when it is told to, and notes keys. */
    private static final class TestStore implements StateStore {

        private final StateStore store;
        private final List<String> keys = new ArrayList<>();
        private Runnable beforeFind = () -> {};
        private Runnable beforeCreate = () -> {};
        private Runnable beforeReplace = () -> {};
        private Runnable afterReplace = () -> {};

        TestStore(StateStore store) {
            this.store = store;
        }

        @Override
        public Optional<StateEntry> find(String key) {
            beforeFind.run();
            return store.find(key);
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            beforeCreate.run();
            keys.add(key);
            return store.create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            beforeReplace.run();
            OptionalLong replaced = store.replace(key, version, value);
            afterReplace.run();
            return replaced;
        }

        @Override
        public boolean remove(String key, long version) {
            return store.remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return store.due(kind, limit);
        }
    }

    private static EventKey key(DeliveryStatus status) {
        DeliveryReceipt receipt = DeliveryReceipt.of("transmitsms", "331694668", status, ReceiptSource.WEBHOOK)
                .to(Msisdn.parse("61491570156"))
                .build();
        return EventKey.of("main", receipt);
    }

    private static Verdict process(ProcessedEvents events, EventKey key) {
        Claim claim = events.claim(key);
        if (claim.verdict() == Verdict.NEW || claim.verdict() == Verdict.STALE) {
            claim.done();
        }
        claim.release();
        return claim.verdict();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.internal.state.ProcessedEventsTest#orders")
    void aStateAfterALaterOneIsStaleOnEveryNode(DeliveryStatus first, DeliveryStatus second, Verdict verdict) {
        assertThat(process(node, key(first))).isEqualTo(Verdict.NEW);
        assertThat(process(other, key(second))).isEqualTo(verdict);
    }

    @Test
    void aRepeatIsPutOffOnEveryNodeWhileTheFirstRuns() {
        Claim first = node.claim(key(DELIVERED));

        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(node.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.RUNNING);
        assertThat(other.isProcessed(key(DELIVERED))).isFalse();

        first.done();
        first.release();
        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(other.isProcessed(key(DELIVERED))).isTrue();
    }

    @Test
    void whatFailedMayComeAgainElsewhere() {
        node.claim(key(DELIVERED)).release();

        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void theEventOfANodeThatDiedIsTakenOverAfterItsLease() {
        Claim died = node.claim(key(DELIVERED));
        clock.addAndGet(ClaimedEvents.LEASE.plusSeconds(1).toNanos());

        assertThat(process(other, key(DELIVERED))).isEqualTo(Verdict.NEW);

        died.release(); // it was not dead, only slow: the other's record stays
        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void theLeaseIsRenewedWhileTheRouteRuns() {
        AtomicInteger renewals = new AtomicInteger();
        store.beforeReplace = renewals::incrementAndGet;
        ClaimedEvents impatient = new ClaimedEvents(store, RETENTION, Duration.ofMillis(300), threads);
        Claim claim = impatient.claim(key(DELIVERED));

        Awaitility.await().until(() -> renewals.get() > 5);

        assertThat(claim.verdict()).isEqualTo(Verdict.NEW);
        claim.done();
        claim.release();
        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void aStoreThatFailsOnceWhenTheEventIsRecordedLetsTheRepeatThrough() {
        Claim claim = node.claim(key(DELIVERED));
        store.beforeReplace = () -> {
            throw new IllegalStateException("down");
        };
        assertThatIllegalStateException().isThrownBy(claim::done);
        claim.release();

        store.beforeReplace = () -> {};
        assertThat(process(node, key(DELIVERED))).isEqualTo(Verdict.NEW);
    }

    @Test
    void aRenewalThatHappenedWithoutAnAnswerDoesNotLoseTheClaim() {
        AtomicInteger renewals = new AtomicInteger();
        store.afterReplace = () -> {
            if (renewals.incrementAndGet() == 1) {
                throw new IllegalStateException("no answer");
            }
        };
        ClaimedEvents impatient = new ClaimedEvents(store, RETENTION, Duration.ofSeconds(3), threads);
        Claim claim = impatient.claim(key(DELIVERED));
        Awaitility.await().until(() -> renewals.get() > 0);

        claim.done();
        claim.release();

        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anErrorWhileTheEventIsClaimedLeavesNoClaim() {
        store.beforeFind = () -> {
            throw new AssertionError("broken");
        };
        assertThatThrownBy(() -> node.claim(key(DELIVERED))).isInstanceOf(AssertionError.class);

        store.beforeFind = () -> {};
        assertThat(process(other, key(DELIVERED))).isEqualTo(Verdict.NEW);
    }

    @Test
    void aRepeatAfterACrashBetweenTheTwoEntriesMendsTheOther() {
        Claim claim = node.claim(key(DELIVERED));
        store.beforeCreate = () -> {
            throw new IllegalStateException("killed");
        };
        assertThatIllegalStateException().isThrownBy(claim::done);
        store.beforeCreate = () -> {};

        assertThat(process(other, key(DELIVERED))).isEqualTo(Verdict.DUPLICATE);
        assertThat(process(other, key(SENT))).isEqualTo(Verdict.STALE);
    }

    @Test
    void whatStillRepeatsIsNotForgotten() {
        process(node, key(DELIVERED));
        clock.addAndGet(RETENTION.multipliedBy(2).dividedBy(3).toNanos());
        assertThat(process(node, key(DELIVERED))).isEqualTo(Verdict.DUPLICATE);

        clock.addAndGet(RETENTION.multipliedBy(2).dividedBy(3).toNanos());
        assertThat(process(node, key(DELIVERED))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void keysContainNeitherNumberNorMessageId() {
        process(node, key(DELIVERED));

        assertThat(store.keys)
                .isNotEmpty()
                .allSatisfy(
                        key -> assertThat(key).hasSizeLessThanOrEqualTo(64).doesNotContain("61491570156", "331694668"));
    }

    @Test
    void anErrorOnceDoesNotEndTheRenewals() {
        AtomicInteger renewals = new AtomicInteger();
        store.beforeReplace = () -> {
            if (renewals.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("com/example/Driver");
            }
        };
        ClaimedEvents impatient = new ClaimedEvents(store, RETENTION, Duration.ofMillis(300), threads);
        Claim claim = impatient.claim(key(DELIVERED));

        Awaitility.await().until(() -> renewals.get() > 4);

        claim.done();
        claim.release();
        assertThat(other.claim(key(DELIVERED)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }
}
