package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
        return new IdempotentSends(store, threads, Duration.ofMillis(100));
    }

    private IdempotentSends impatient(StateStore store) {
        return node(new GuardedStateStore(store, threads, Duration.ofMillis(200)));
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

    @Test
    void aClaimThatComesTooLateIsGivenBack() {
        SlowStore slow = new SlowStore(entries);
        assertThat(refusal(impatient(slow))).isEqualTo(SmsRetryableException.class);

        slow.goOn();

        Awaitility.await().untilAsserted(() -> {
            IdempotentSends.Claim claim = claim(node(entries));
            assertThat(claim.held()).isNotNull();
        });
    }

    @Test
    void aSlowStoreLeavesAnAcceptedSendAcceptedAndRecordsItLater() {
        IdempotentSends.Held held = claim(node(entries)).held();
        SlowStore slow = new SlowStore(entries);

        impatient(slow).settle(List.of(held.accepted(SUBMISSION)));
        slow.goOn();

        Awaitility.await()
                .untilAsserted(() -> assertThat(claim(node(entries)).earlier()).isEqualTo(SUBMISSION));
    }

    /** A store that fails while it is told to. */
    private StateStore failingWhile(AtomicBoolean fails) {
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (self, method, arguments) -> {
                    if (fails.get()) {
                        throw new IllegalStateException("down");
                    }
                    return method.invoke(entries, arguments);
                });
    }

    @Test
    void whatCouldNotBeStoredIsStoredWhenTheStoreWorksAgain() {
        AtomicBoolean fails = new AtomicBoolean();
        IdempotentSends node = node(failingWhile(fails));
        IdempotentSends.Held held = claim(node).held();
        fails.set(true);
        node.settle(List.of(held.accepted(SUBMISSION)));
        fails.set(false);

        Awaitility.await()
                .untilAsserted(() -> assertThat(claim(node(entries)).earlier()).isEqualTo(SUBMISSION));
    }

    @Test
    void whatIsKnownNotToBeSentIsFreeWhenTheStoreWorksAgain() {
        AtomicBoolean fails = new AtomicBoolean();
        IdempotentSends node = node(failingWhile(fails));
        IdempotentSends.Held held = claim(node).held();
        fails.set(true);
        node.settle(List.of(held.notSent()));
        fails.set(false);

        assertThat(refusal(node)).isEqualTo(SmsRetryableException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(claim(node(entries)).held()).isNotNull());
    }
}
