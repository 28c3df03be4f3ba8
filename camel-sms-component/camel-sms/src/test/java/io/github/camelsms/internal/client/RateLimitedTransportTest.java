package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call goes out when its turn has come, and ends once, whatever comes of its turn. */
class RateLimitedTransportTest {

    private static final HttpRequest REQUEST = HttpRequest.get("/", null, Map.of());
    private static final HttpOutcome REPLY = HttpOutcome.of(HttpResponse.of(200, ""));

    private final VirtualTime time = new VirtualTime();
    private final AccountRateLimiter limiter = new AccountRateLimiter(
                    "2fa-link", rate -> BucketSource.local(rate, time), time::after, time::currentTimeNanos)
            .atMost(2);
    private final List<Long> out = new ArrayList<>();
    private final List<HttpOutcome> ended = new ArrayList<>();

    private HttpTransport transport(HttpTransport next) {
        return new RateLimitedTransport(next, "2fa-link", limiter, Duration.ofSeconds(2), Runnable::run);
    }

    private boolean execute(HttpTransport transport) {
        return transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> ended.add(outcome));
    }

    private final HttpTransport answering = (call, completion) -> {
        out.add(time.millis());
        completion.done(REPLY, true);
        return true;
    };

    @Test
    void callsGoOutAtTheirTurnsAndThoseThatWaitTooLongAreNotSent() {
        HttpTransport transport = transport(answering);
        List<Boolean> sync =
                IntStream.range(0, 8).mapToObj(i -> execute(transport)).toList();
        time.runAll();

        assertThat(out)
                .hasSizeBetween(3, 5)
                .startsWith(0L)
                .allSatisfy(at -> assertThat(at).isBetween(0L, 2000L));
        for (int i = 1; i < out.size(); i++) {
            assertThat(out.get(i) - out.get(i - 1)).isGreaterThanOrEqualTo(500);
        }
        assertThat(sync).startsWith(true, false);
        assertThat(ended).hasSize(8);
        assertThat(ended.stream().map(HttpOutcome::failure).filter(SmsRetryableException.class::isInstance))
                .hasSize(8 - out.size());
    }

    @Test
    void aTransportThatThrowsBehindAWaitEndsTheCallAsUnknown() {
        HttpTransport transport = transport((call, completion) -> {
            throw new StackOverflowError();
        });
        execute(transport(answering)); // takes the first turn
        execute(transport);
        time.runAll();

        SmsException failure = ended.get(1).failure();
        assertThat(ended).hasSize(2);
        assertThat(failure).isInstanceOf(SmsOutcomeUnknownException.class);
    }

    @Test
    void aStoppedClientEndsItsOwnWaitsOnly() {
        RateLimitedTransport stopped = (RateLimitedTransport) transport(answering);
        HttpTransport other = transport(answering);
        execute(other);
        execute(stopped);
        execute(other);
        stopped.endWaits();
        assertThat(ended).hasSize(2);
        assertThat(ended.get(1).failure()).isInstanceOf(SmsRetryableException.class);

        time.runAll();
        assertThat(ended).hasSize(3);
        assertThat(out).hasSize(2);
    }
}
