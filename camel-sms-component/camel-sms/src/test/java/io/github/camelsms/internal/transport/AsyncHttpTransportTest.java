package io.github.camelsms.internal.transport;

import static io.github.camelsms.internal.transport.RawServer.ok;
import static io.github.camelsms.internal.transport.RawServer.untilClosed;
import static io.github.camelsms.internal.transport.Transports.REQUEST;
import static io.github.camelsms.internal.transport.Transports.begin;
import static io.github.camelsms.internal.transport.Transports.call;
import static io.github.camelsms.internal.transport.Transports.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.internal.transport.Transports.End;
import io.github.camelsms.model.SmsRetryableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What concerns callers that do not wait. */
@Timeout(60)
class AsyncHttpTransportTest {

    private final Transports transports = new Transports(TestClient.Kind.ASYNC);

    @AfterEach
    void stop() {
        transports.close();
    }

    @Test
    void callsBeyondTheMostConnectionsAreNotSent() throws Exception {
        try (RawServer server = new RawServer((request, connection) -> untilClosed(connection))) {
            TestClient transport = transports.to(server.uri());
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                ends.add(begin(transport, REQUEST));
            }
            assertThat(call(transport).failure())
                    .isInstanceOf(SmsRetryableException.class)
                    .hasMessageContaining("all 500 connections are in use");
            transport.stop();
            for (End end : ends) {
                assertThat(end.get().failure()).isNotNull();
            }
        }
    }

    @Test
    void completionThatThrowsHarmsNobody() throws Exception {
        try (RawServer server = RawServer.replying(ok("done"))) {
            TestClient transport = transports.to(server.uri());
            CountDownLatch thrown = new CountDownLatch(2);
            for (Throwable failure : new Throwable[] {new IllegalStateException(), new AssertionError()}) {
                transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> {
                    thrown.countDown();
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                });
            }
            thrown.await();
            assertThat(text(call(transport))).isEqualTo("done");
        }
    }
}
