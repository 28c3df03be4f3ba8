package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdempotentSendsTest {

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final SmsMessage MESSAGE = SmsMessage.to("+447700900123")
            .text("Your parcel arrives today.")
            .idempotencyKey("order-8842")
            .build();
    private static final SmsSubmission SUBMISSION = SmsSubmission.accepted("2fa-link", "65F1A2B3")
            .at(Instant.parse("2026-09-15T10:30:00.123456789Z"))
            .build()
            .completed("main", MESSAGE.to(), Segments.of(MESSAGE.text()), Instant.EPOCH);

    private final AtomicLong now = new AtomicLong();
    private final MemoryStateStore entries = new MemoryStateStore(1_000, 1_000_000, now::get);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);

    @AfterEach
    void stop() {
        threads.close();
        context.stop();
    }

    private IdempotentSends node(StateStore store) {
        return new IdempotentSends(store, threads, Duration.ofMinutes(1));
    }

    private IdempotentSends impatient(StateStore store) {
        return new IdempotentSends(store, threads, Duration.ofMillis(200));
    }

    private static IdempotentSends.Claim claim(IdempotentSends node) {
        return node.claim(
                        new IdempotentSends.Attempt(
                                "2fa-link", IdempotentSends.newReference(), false, false, WINDOW, LEASE),
                        List.of(MESSAGE))
                .get(0);
    }

    private static Class<? extends SmsException> refusal(IdempotentSends node) {
        IdempotentSends.Claim claim = claim(node);
        assertThat(claim.held()).isNull();
        return claim.refusal() == null ? null : claim.refusal().getClass();
    }

    @Test
    void aClaimWithoutAnEndBecomesUnknownAndIsFreeAfterTheWindow() {
        assertThat(claim(node(entries)).held()).isNotNull();
        assertThat(refusal(node(entries))).isEqualTo(SmsRetryableException.class);

        now.addAndGet(LEASE.toNanos());
        assertThat(refusal(node(entries))).isEqualTo(SmsOutcomeUnknownException.class);

        now.addAndGet(WINDOW.toNanos());
        assertThat(claim(node(entries)).held()).isNotNull();
    }

    @Test
    void anAcceptedSendIsGivenAgainForTheWindow() {
        IdempotentSends node = node(entries);
        node.settle(List.of(claim(node).held().accepted(SUBMISSION)));

        now.addAndGet(WINDOW.minusSeconds(1).toNanos());
        assertThat(claim(node(entries)).earlier()).isEqualTo(SUBMISSION);

        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(claim(node(entries)).held()).isNotNull();
    }

    @Test
    void theEndOfALongCallCountsAfterItsLease() {
        IdempotentSends node = node(entries);
        IdempotentSends.Held held = claim(node).held();
        now.addAndGet(LEASE.multipliedBy(2).toNanos());
        assertThat(refusal(node)).isEqualTo(SmsOutcomeUnknownException.class);

        node.settle(List.of(held.accepted(SUBMISSION)));

        assertThat(claim(node).earlier()).isEqualTo(SUBMISSION);
    }

    @Test
    void anEntryThatCannotBeReadIsUnknownAndNotSentAgain() {
        entries.create(StateKeys.of("send", "order-8842"), StateValue.of(new byte[] {9, 9}, WINDOW));

        assertThat(refusal(node(entries))).isEqualTo(SmsOutcomeUnknownException.class);
    }

    /** A store that answers when it is told to. */
    private final class SlowStore implements StateStore {

        private final CountDownLatch goOn = new CountDownLatch(1);

        private StateStore entries() {
            try {
                goOn.await();
            } catch (InterruptedException stopping) {
                throw new IllegalStateException(stopping);
            }
            return entries;
        }

        @Override
        public Optional<StateEntry> find(String key) {
            return entries().find(key);
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            return entries().create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            return entries().replace(key, version, value);
        }

        @Override
        public boolean remove(String key, long version) {
            return entries().remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return entries().due(kind, limit);
        }
    }

    @Test
    void aClaimThatComesTooLateIsGivenBack() {
        SlowStore slow = new SlowStore();
        assertThat(refusal(impatient(slow))).isEqualTo(SmsRetryableException.class);

        slow.goOn.countDown();

        Awaitility.await().untilAsserted(() -> {
            IdempotentSends.Claim claim = claim(node(entries));
            assertThat(claim.held()).isNotNull();
        });
    }

    @Test
    void aSlowStoreLeavesAnAcceptedSendAcceptedAndRecordsItLater() {
        IdempotentSends.Held held = claim(node(entries)).held();
        SlowStore slow = new SlowStore();

        impatient(slow).settle(List.of(held.accepted(SUBMISSION)));
        slow.goOn.countDown();

        Awaitility.await()
                .untilAsserted(() -> assertThat(claim(node(entries)).earlier()).isEqualTo(SUBMISSION));
    }
}
