package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsRefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiryCheckTransportTest {

    private static final Instant NOW = Instant.parse("2026-09-15T10:30:00Z");

    private final List<HttpCall> out = new ArrayList<>();
    private final List<HttpOutcome> ended = new ArrayList<>();
    private final ExpiryCheckTransport transport = new ExpiryCheckTransport(
            (call, completion) -> {
                out.add(call);
                return false;
            },
            "2chat",
            InstantSource.fixed(NOW));

    private void send(@Nullable Instant expiresAt) {
        HttpRequest request = HttpRequest.get("/", null, Map.of());
        transport.execute(new HttpCall(request, expiresAt, false, null), (outcome, sync) -> ended.add(outcome));
    }

    @Test
    void aCallThatHasNotExpiredLeaves() {
        send(null);
        send(NOW.plusNanos(1));

        assertThat(out).hasSize(2);
        assertThat(ended).isEmpty();
    }

    @Test
    void anExpiredCallDoesNotLeave() {
        send(NOW);
        send(NOW.minusSeconds(60));

        assertThat(out).isEmpty();
        assertThat(ended)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome.failure())
                        .isInstanceOf(SmsRefusedException.class)
                        .hasMessageContaining("CamelSmsExpiresAt")
                        .extracting(SmsException::errorClass)
                        .isEqualTo(ErrorClass.EXPIRED));
    }
}
