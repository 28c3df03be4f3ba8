package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.internal.state.ProcessedEvents.Claim;
import io.github.camelsms.internal.state.ProcessedEvents.Verdict;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import java.util.HashMap;
import java.util.function.Consumer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

/** A repository that fails once holds up an event once. */
class RepositoryEventsTest {

    private static final EventKey KEY = EventKey.of(
            "main",
            DeliveryReceipt.of("2fa-link", "1", DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                    .build());

    private Consumer<String> before = call -> {};
    private final ProcessedEvents events = new RepositoryEvents(new MemoryIdempotentRepository(new HashMap<>()) {
        @Override
        public boolean contains(String key) {
            before.accept("contains " + key);
            return super.contains(key);
        }

        @Override
        public boolean add(String key) {
            before.accept("add " + key);
            return super.add(key);
        }
    });

    private void failing(String call, Throwable failure) {
        before = made -> {
            if (made.startsWith(call)) {
                RepositoryEventsTest.<RuntimeException>sneak(failure);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private void assertNextRepeatIsProcessed() {
        before = call -> {};
        Claim claim = events.claim(KEY);
        assertThat(claim.verdict()).isEqualTo(Verdict.NEW);
        claim.done();
        claim.release();
        assertThat(events.claim(KEY).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anErrorInContainsLeavesNoClaim() {
        failing("contains", new StackOverflowError());
        assertThatThrownBy(() -> events.claim(KEY)).isInstanceOf(StackOverflowError.class);

        assertNextRepeatIsProcessed();
    }

    @Test
    void anExceptionInTheSecondContainsLeavesNoClaim() {
        failing("contains dlr|main|1||reached", new IllegalStateException("down"));
        assertThatThrownBy(() -> events.claim(KEY)).isInstanceOf(IllegalStateException.class);

        assertNextRepeatIsProcessed();
    }

    @Test
    void anUndeclaredExceptionInContainsLeavesNoClaim() {
        failing("contains", new java.sql.SQLException("down"));
        assertThatThrownBy(() -> events.claim(KEY)).isInstanceOf(java.sql.SQLException.class);

        assertNextRepeatIsProcessed();
    }

    @Test
    void anExceptionInAddEndsTheClaimWhenItIsReleased() {
        Claim claim = events.claim(KEY);
        failing("add", new IllegalStateException("down"));
        assertThatThrownBy(claim::done).isInstanceOf(IllegalStateException.class);
        claim.release();

        assertNextRepeatIsProcessed();
    }
}
