package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Lets a call out when it has a place among those of its account. */
final class InFlightLimitedTransport implements HttpTransport {

    private final HttpTransport next;
    private final String provider;
    private final InFlightPlaces places;
    private final Duration patience;
    private final Executor resumer;

    /**
     * @param patience how long a call waits for a place at most
     * @param resumer continues calls that have waited
     */
    InFlightLimitedTransport(
            HttpTransport next, String provider, InFlightPlaces places, Duration patience, Executor resumer) {
        this.next = next;
        this.provider = provider;
        this.places = places;
        this.patience = patience;
        this.resumer = resumer;
    }

    @Override
    public boolean execute(HttpCall call, Completion completion) {
        if (!places.tryTake()) {
            if (!call.onCallersThread()) {
                places.await(this, patience, new Resumed(call, completion));
                return false;
            }
            Optional<SmsException> failure = await();
            if (failure.isPresent()) {
                completion.done(HttpOutcome.of(failure.get()), true);
                return true;
            }
        }
        return GuardedCall.execute(next, provider, call, (outcome, sync) -> {
            places.release();
            completion.done(outcome, sync);
        });
    }

    /** Holds the thread until there is a place; returns why there is none. */
    private Optional<SmsException> await() {
        CompletableFuture<Optional<SmsException>> end = new CompletableFuture<>();
        places.await(this, patience, new InFlightPlaces.Waiter() {
            @Override
            public void placed() {
                if (!end.complete(Optional.empty())) {
                    places.release(); // the waiting thread was interrupted
                }
            }

            @Override
            public void late() {
                end.complete(Optional.of(tooLate()));
            }

            @Override
            public void ended() {
                end.complete(Optional.of(stopped()));
            }
        });
        try {
            return end.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            boolean placed = !end.complete(Optional.of(stopped()));
            return placed ? end.join() : Optional.of(HttpErrors.notSent(provider, "interrupted", stopping));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private SmsException tooLate() {
        return HttpErrors.notSent(provider, "no place among the calls in flight (option maxInFlight)", null);
    }

    private SmsException stopped() {
        return HttpErrors.notSent(provider, "stopped", null);
    }

    void endWaits() {
        places.endWaits(this);
    }

    private final class Resumed implements InFlightPlaces.Waiter {

        private final HttpCall call;
        private final Completion completion;

        Resumed(HttpCall call, Completion completion) {
            this.call = call;
            this.completion = completion;
        }

        @Override
        public void placed() {
            resumer.execute(() -> GuardedCall.execute(next, provider, call, (outcome, sync) -> {
                places.release();
                completion.done(outcome, false);
            }));
        }

        @Override
        public void late() {
            fail(tooLate());
        }

        @Override
        public void ended() {
            fail(stopped());
        }

        private void fail(SmsException failure) {
            resumer.execute(() -> completion.done(HttpOutcome.of(failure), false));
        }
    }
}
