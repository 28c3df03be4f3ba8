package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who gets a place and when, on a clock that moves by hand. */
class InFlightPlacesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Object ROUTE = new Object();

    private final Clock clock = new Clock();
    private final List<String> log = new ArrayList<>();

    private InFlightPlaces places(int size) {
        return new InFlightPlaces(size, clock, clock::nanos);
    }

    private InFlightPlaces.Waiter waiter(String name) {
        return waiter(name, () -> {});
    }

    private InFlightPlaces.Waiter waiter(String name, Runnable placed) {
        return new InFlightPlaces.Waiter() {
            @Override
            public void placed() {
                log.add(name + " placed");
                placed.run();
            }

            @Override
            public void late() {
                log.add(name + " late");
            }

            @Override
            public void ended() {
                log.add(name + " ended");
            }
        };
    }

    @Test
    void placesAreTakenUpToTheBoundAndGivenBack() {
        InFlightPlaces places = places(2);

        assertThat(places.tryTake()).isTrue();
        assertThat(places.tryTake()).isTrue();
        assertThat(places.tryTake()).isFalse();
        places.release();
        assertThat(places.tryTake()).isTrue();
        assertThat(places.inFlight()).isEqualTo(2);
    }

    @Test
    void theLowestBoundHolds() {
        InFlightPlaces places = places(3).atMost(1).atMost(2);

        assertThat(places.tryTake()).isTrue();
        assertThat(places.tryTake()).isFalse();
    }

    @Test
    void callsThatWaitArePlacedInTheirOrderAndNobodyOvertakesThem() {
        InFlightPlaces places = places(1);
        places.tryTake();
        places.await(ROUTE, SECOND, waiter("first"));
        places.await(ROUTE, SECOND, waiter("second"));

        places.release();
        assertThat(log).containsExactly("first placed");
        assertThat(places.tryTake()).isFalse();
        places.release();
        assertThat(log).containsExactly("first placed", "second placed");
        places.release();
        assertThat(places.tryTake()).isTrue();
    }

    @Test
    void aWaitEndsAfterItsOwnPatience() {
        InFlightPlaces places = places(1);
        places.tryTake();
        places.await(ROUTE, SECOND.multipliedBy(3), waiter("patient"));
        places.await(ROUTE, SECOND, waiter("impatient"));

        clock.pass(SECOND);
        assertThat(log).containsExactly("impatient late");
        clock.pass(SECOND.multipliedBy(2));
        assertThat(log).containsExactly("impatient late", "patient late");
        places.release();
        assertThat(places.tryTake()).isTrue();
    }

    @Test
    void anOwnerEndsItsOwnWaits() {
        InFlightPlaces places = places(1);
        places.tryTake();
        places.await(ROUTE, SECOND, waiter("ours"));
        places.await(new Object(), SECOND, waiter("theirs"));

        places.endWaits(ROUTE);
        assertThat(log).containsExactly("ours ended");
        places.release();
        assertThat(log).containsExactly("ours ended", "theirs placed");
    }

    @Test
    void allWaitsEndAtAStop() {
        InFlightPlaces places = places(1);
        places.tryTake();
        places.await(ROUTE, SECOND, waiter("one"));
        places.await(new Object(), SECOND, waiter("other"));

        places.endWaits();
        assertThat(log).containsExactly("one ended", "other ended");
    }

    @Test
    void manyCallsThatEndAtOnceDoNotDeepenTheStack() {
        InFlightPlaces places = places(1);
        places.tryTake();
        for (int i = 0; i < 12_000; i++) {
            places.await(ROUTE, SECOND, waiter("call", places::release));
        }

        places.release();
        assertThat(log).hasSize(12_000).containsOnly("call placed");
        assertThat(places.inFlight()).isZero();
    }

    @Test
    void tooManyWaitsAreRefusedAtOnce() {
        InFlightPlaces places = places(1);
        places.tryTake();
        for (int i = 0; i < InFlightPlaces.MOST_WAITING; i++) {
            places.await(ROUTE, SECOND, waiter("one"));
        }
        places.await(ROUTE, SECOND, waiter("too many"));

        assertThat(log).containsExactly("too many late");
    }

    @Test
    void oneTimerServesAllThatWait() {
        InFlightPlaces places = places(1);
        places.tryTake();
        for (int i = 0; i < 1000; i++) {
            places.await(ROUTE, SECOND, waiter("one"));
        }

        assertThat(clock.tasks).hasSize(1);
    }

    private static final class Clock implements CallTimer {

        private record Task(long at, Runnable run) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));
        private long now;

        long nanos() {
            return now;
        }

        @Override
        public void after(long nanos, Runnable task) {
            tasks.add(new Task(now + nanos, task));
        }

        void pass(Duration time) {
            long until = now + time.toNanos();
            while (!tasks.isEmpty() && tasks.peek().at() <= until) {
                Task next = tasks.remove();
                now = next.at();
                next.run().run();
            }
            now = until;
        }
    }

    @Test
    void aTimerThatTakesNoMoreEndsTheWaitAtOnceAndLeavesTheOthers() {
        AtomicBoolean refuses = new AtomicBoolean();
        InFlightPlaces places = new InFlightPlaces(
                1,
                (nanos, task) -> {
                    if (refuses.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    clock.after(nanos, task);
                },
                clock::nanos);
        places.tryTake();
        places.await(ROUTE, SECOND.multipliedBy(2), waiter("first"));
        refuses.set(true);
        places.await(ROUTE, SECOND, waiter("second"));
        assertThat(log).containsExactly("second ended");

        places.release();
        assertThat(log).containsExactly("second ended", "first placed");
        refuses.set(false);
        places.await(ROUTE, SECOND, waiter("third"));
        clock.pass(SECOND);
        assertThat(log).containsExactly("second ended", "first placed", "third late");
    }

    @Test
    void aWaiterThatFailsKeepsNobodyFromItsPlace() {
        InFlightPlaces places = places(2);
        places.tryTake();
        places.tryTake();
        places.await(ROUTE, SECOND, waiter("first", () -> {
            throw new NoClassDefFoundError("broken");
        }));
        places.await(ROUTE, SECOND, waiter("second"));

        places.release();
        places.release();
        assertThat(log).containsExactly("first placed", "second placed");
    }
}
