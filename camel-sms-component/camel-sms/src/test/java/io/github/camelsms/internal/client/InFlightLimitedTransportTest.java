package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call is out only while it has a place, and a place is held only while a call is out. */
class InFlightLimitedTransportTest {

    private static final HttpRequest REQUEST = HttpRequest.get("/", null, Map.of());
    private static final HttpOutcome REPLY = HttpOutcome.of(HttpResponse.of(200, ""));
    private static final CallTimer NEVER = (nanos, task) -> {};

    private final List<HttpTransport.Completion> out = new ArrayList<>();
    private final InFlightPlaces places = new InFlightPlaces(1, NEVER, System::nanoTime);
    private final InFlightLimitedTransport transport = new InFlightLimitedTransport(
            (call, completion) -> {
                out.add(completion);
                return false;
            },
            "2fa-link",
            places,
            Duration.ofMinutes(1),
            Runnable::run);

    @Test
    void aCallThatWaitsGoesOutWhenTheOneBeforeItHasEnded() {
        List<String> ended = new ArrayList<>();
        transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> ended.add("first " + sync));
        boolean sync = transport.execute(HttpCall.of(REQUEST), (outcome, now) -> ended.add("second " + now));

        assertThat(sync).isFalse();
        assertThat(out).hasSize(1);
        out.get(0).done(REPLY, false);
        assertThat(out).hasSize(2);
        out.get(1).done(REPLY, true); // what is synchronous for the thread that resumed is not for the caller
        assertThat(ended).containsExactly("first false", "second false");
        assertThat(places.inFlight()).isZero();
    }

    @Test
    void waitsOfAStoppedEndpointEndAsNotSent() {
        List<HttpOutcome> ended = new ArrayList<>();
        transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> {});
        transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> ended.add(outcome));

        transport.endWaits();
        assertThat(ended)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.failure())
                        .isInstanceOf(SmsRetryableException.class)
                        .hasMessageContaining("stopped"));
        assertThat(out).hasSize(1);
    }

    @Test
    void aCallThatMustStayOnItsThreadHoldsItUntilThereIsAPlace() throws Exception {
        transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> {});
        AtomicReference<Thread> caller = new AtomicReference<>();
        CompletableFuture<Thread> began = new CompletableFuture<>();
        InFlightLimitedTransport blocking = new InFlightLimitedTransport(
                (call, completion) -> {
                    began.complete(Thread.currentThread());
                    completion.done(REPLY, true);
                    return true;
                },
                "2fa-link",
                places,
                Duration.ofMinutes(1),
                Runnable::run);
        Thread thread =
                new Thread(() -> blocking.execute(new HttpCall(REQUEST, null, true, null), (outcome, sync) -> {}));
        caller.set(thread);
        thread.start();

        await().until(() -> thread.getState() == Thread.State.WAITING);
        out.get(0).done(REPLY, false);
        assertThat(began.get()).isSameAs(thread);
        thread.join();
        assertThat(places.inFlight()).isZero();
    }

    @Test
    void anInterruptedThreadGivesUpAndTakesNoPlace() throws Exception {
        transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> {});
        CompletableFuture<HttpOutcome> end = new CompletableFuture<>();
        Thread thread = new Thread(() ->
                transport.execute(new HttpCall(REQUEST, null, true, null), (outcome, sync) -> end.complete(outcome)));
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        thread.interrupt();

        assertThat(end.get().failure()).isInstanceOf(SmsRetryableException.class);
        out.get(0).done(REPLY, false);
        assertThat(places.inFlight()).isZero();
        assertThat(out).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTransportThatThrowsGivesThePlaceBackAndEndsTheCallOnce(boolean waits) {
        List<HttpOutcome> ended = new ArrayList<>();
        InFlightLimitedTransport broken = new InFlightLimitedTransport(
                (call, completion) -> {
                    throw new NoClassDefFoundError("com/example/Tls");
                },
                "2fa-link",
                places,
                Duration.ofMinutes(1),
                Runnable::run);
        if (waits) {
            transport.execute(HttpCall.of(REQUEST), (outcome, sync) -> {});
        }
        boolean sync = broken.execute(HttpCall.of(REQUEST), (outcome, now) -> ended.add(outcome));
        out.forEach(completion -> completion.done(REPLY, false));

        assertThat(sync).isNotEqualTo(waits);
        assertThat(places.inFlight()).isZero();
        assertThat(ended)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.failure()).isInstanceOf(SmsOutcomeUnknownException.class));
    }

    @Test
    void aTransportThatThrowsAfterTheEndChangesNothing() {
        List<HttpOutcome> ended = new ArrayList<>();
        boolean sync = new InFlightLimitedTransport(
                        (call, completion) -> {
                            completion.done(REPLY, true);
                            throw new IllegalStateException("too late");
                        },
                        "2fa-link",
                        places,
                        Duration.ofMinutes(1),
                        Runnable::run)
                .execute(HttpCall.of(REQUEST), (outcome, now) -> ended.add(outcome));

        assertThat(sync).isTrue();
        assertThat(ended).containsExactly(REPLY);
        assertThat(places.inFlight()).isZero();
    }
}
