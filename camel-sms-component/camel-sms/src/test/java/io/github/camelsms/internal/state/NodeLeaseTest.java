package io.github.camelsms.internal.state;

import static io.github.camelsms.internal.state.NodeLease.Holder.ELSEWHERE;
import static io.github.camelsms.internal.state.NodeLease.Holder.NOW_HERE;
import static io.github.camelsms.internal.state.NodeLease.Holder.STILL_HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeLeaseTest {

    private final AtomicLong now = new AtomicLong();
    private final StateStore store = new MemoryStateStore(1_000, 1_000_000, now::get);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final BackgroundThreads ofTheDead = new BackgroundThreads(this, context);
    private final NodeLease one = new NodeLease(store, "poll", NodeLease.LEASE, ofTheDead);
    private final NodeLease other = new NodeLease(store, "poll", NodeLease.LEASE, threads);

    @AfterEach
    void stop() {
        threads.close();
        ofTheDead.close();
        context.stop();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void oneNodeHoldsIt() {
        assertThat(one.hold()).isEqualTo(NOW_HERE);
        assertThat(other.hold()).isEqualTo(ELSEWHERE);
        assertThat(one.hold()).isEqualTo(STILL_HERE);
        assertThat(new NodeLease(store, "else", threads).hold()).isEqualTo(NOW_HERE);
    }

    @Test
    void aNodeThatStopsHandsItOver() {
        one.hold();
        one.release();

        assertThat(other.hold()).isEqualTo(NOW_HERE);
        assertThat(one.hold()).isEqualTo(ELSEWHERE);
    }

    @Test
    void thatOfADeadNodeIsTakenOverWhenItHasRunOut() {
        one.hold();
        pass(NodeLease.LEASE.minusMillis(1));
        assertThat(other.hold()).isEqualTo(ELSEWHERE);
        pass(Duration.ofMillis(1));

        assertThat(other.hold()).isEqualTo(NOW_HERE);
        assertThat(one.hold()).as("a node that was only slow").isEqualTo(ELSEWHERE);
    }

    @Test
    void itIsRenewedInTheBackground() {
        NodeLease held = new NodeLease(store, "poll", Duration.ofMillis(30), threads);
        held.hold();
        long version = store.find(StateKeys.of("lease", "poll")).orElseThrow().version();

        Awaitility.await()
                .until(() -> store.find(StateKeys.of("lease", "poll"))
                        .filter(entry -> entry.version() != version)
                        .isPresent());
        assertThat(held.hold()).isEqualTo(STILL_HERE);
    }
}
