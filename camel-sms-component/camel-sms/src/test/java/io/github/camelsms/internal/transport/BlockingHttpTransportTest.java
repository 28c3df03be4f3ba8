package io.github.camelsms.internal.transport;

import static io.github.camelsms.internal.transport.RawServer.ok;
import static io.github.camelsms.internal.transport.RawServer.write;
import static io.github.camelsms.internal.transport.Transports.REQUEST;
import static io.github.camelsms.internal.transport.Transports.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.internal.transport.Transports.End;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What concerns callers that wait. */
@Timeout(60)
class BlockingHttpTransportTest {

    private static final HttpCall CALL = new HttpCall(REQUEST, null, true, null);

    private final Transports transports = new Transports(TestClient.Kind.BLOCKING);

    @AfterEach
    void stop() {
        transports.close();
    }

    @Test
    void callEndsOnItsThread() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            End end = new End();
            assertThat(transports.to(server.uri()).execute(CALL, end)).isTrue();

            assertThat(end.thread).isSameAs(Thread.currentThread());
            assertThat(end.sync).isTrue();
            assertThat(text(end.get())).isEqualTo("done");
        }
    }

    @Test
    void interruptBeforeOrWithinACallDoesNotEndIt() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicBoolean still = new AtomicBoolean();
        try (RawServer server = new RawServer((request, connection) -> {
            arrived.countDown();
            try {
                interrupted.await();
            } catch (InterruptedException never) {
                throw new IOException(never);
            }
            write(connection, ok("done"));
        })) {
            TestClient client = transports.to(server.uri());
            End end = new End();
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                client.execute(CALL, end);
                still.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            arrived.await();
            caller.interrupt();
            await().until(() -> !caller.isInterrupted()); // it has noticed and waits on
            interrupted.countDown();
            caller.join();

            assertThat(text(end.get())).isEqualTo("done");
            assertThat(still).isTrue();
        }
    }

    @Test
    void whatFollowsACallThrowsToItsCallerAndHarmsNobodyElse() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient client = transports.to(server.uri());
            assertThatThrownBy(() -> client.execute(CALL, (outcome, sync) -> {
                        throw new IllegalStateException("of the route");
                    }))
                    .hasMessage("of the route");

            assertThat(text(Transports.call(client))).isEqualTo("done");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }
}
