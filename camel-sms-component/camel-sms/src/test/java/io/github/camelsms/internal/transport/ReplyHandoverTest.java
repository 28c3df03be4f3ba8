package io.github.camelsms.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplyHandoverTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final AtomicInteger ownThreads = new AtomicInteger();
    private final List<ExecutorService> pools = new ArrayList<>();

    @AfterEach
    void stop() {
        pools.forEach(ExecutorService::shutdownNow);
        timer.shutdownNow();
    }

    private ReplyHandover handover(ExecutorService pool) {
        return handover(pool, Integer.MAX_VALUE);
    }

    private ReplyHandover handover(ExecutorService pool, int usual) {
        pools.add(pool);
        ExecutorService counting = new AbstractExecutorService() {
            @Override
            public void execute(Runnable work) {
                wakeUps.incrementAndGet();
                pool.execute(work);
            }

            @Override
            public boolean isShutdown() {
                return pool.isShutdown();
            }

            @Override
            public boolean isTerminated() {
                return pool.isTerminated();
            }

            @Override
            public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
                return pool.awaitTermination(time, unit);
            }

            @Override
            public void shutdown() {
                pool.shutdown();
            }

            @Override
            public List<Runnable> shutdownNow() {
                return pool.shutdownNow();
            }
        };
        return new ReplyHandover(counting, usual, timer, work -> {
            ownThreads.incrementAndGet();
            return new Thread(work);
        });
    }

    private static void block(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesBeyondTheUsualWorkersOnlyWhenAllAreStuck() throws Exception {
        ReplyHandover handover = handover(Executors.newCachedThreadPool(), 2);
        CountDownLatch last = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(5);
        for (int i = 0; i < 4; i++) {
            handover.handOver(() -> {
                block(last);
                done.countDown();
            });
        }
        handover.handOver(() -> {
            last.countDown();
            done.countDown();
        });

        done.await();
        assertThat(wakeUps.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void allIsDoneOnceAndBatchesTakeOneWakeUp() throws Exception {
        ReplyHandover handover = handover(Executors.newFixedThreadPool(1));
        CountDownLatch handedOver = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1000);
        AtomicInteger times = new AtomicInteger();
        handover.handOver(() -> block(handedOver));
        for (int i = 0; i < 1000; i++) {
            handover.handOver(() -> {
                times.incrementAndGet();
                done.countDown();
            });
        }
        handedOver.countDown();
        done.await();

        assertThat(times).hasValue(1000);
        assertThat(wakeUps.get()).isLessThan(20); // the watch, where the machine is slow, asks for more
    }

    @Test
    void stepThatBlocksHoldsUpNobodyWhileThePoolHasThreads() throws Exception {
        ReplyHandover handover = handover(Executors.newCachedThreadPool());
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(100);
        CountDownLatch reached = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            handover.handOver(() -> {
                blocked.countDown();
                block(never);
            });
        }
        handover.handOver(reached::countDown);

        blocked.await();
        reached.await();
        never.countDown();
    }

    @Test
    void workThatComesWhileTheOnlyWorkerBlocksIsDone() throws Exception {
        ReplyHandover handover = handover(Executors.newCachedThreadPool());
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        handover.handOver(() -> {
            blocked.countDown();
            block(never);
        });
        blocked.await();
        for (int round = 0; round < 3; round++) {
            CountDownLatch reached = new CountDownLatch(1);
            handover.handOver(reached::countDown);
            reached.await();
            // The watch ends in between.
            await().until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
        }
        never.countDown();
    }

    @Test
    void threadThatHandsOverNeverDoesTheWork() throws Exception {
        ThreadPoolExecutor callerRuns = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        ReplyHandover handover = handover(callerRuns);
        CountDownLatch never = new CountDownLatch(1);
        callerRuns.execute(() -> block(never));
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            handover.handOver(() -> {
                threads.add(Thread.currentThread());
                done.countDown();
            });
        }
        done.await();

        assertThat(threads).doesNotContain(Thread.currentThread());
        assertThat(ownThreads.get()).isPositive();
        never.countDown();
    }

    @Test
    void workIsDoneOnceThoughThePoolIsShutDown() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ReplyHandover handover = handover(pool);
        pool.shutdown();
        timer.shutdown();
        CountDownLatch done = new CountDownLatch(100);
        AtomicInteger times = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            handover.handOver(() -> {
                times.incrementAndGet();
                done.countDown();
            });
        }
        done.await();
        assertThat(times).hasValue(100);
    }

    @Test
    void workIsDoneThoughThePoolDropsItsWorkers() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ReplyHandover handover = handover(pool);
        CountDownLatch never = new CountDownLatch(1);
        pool.execute(() -> {
            while (never.getCount() > 0) {
                block(never);
            }
        });
        CountDownLatch done = new CountDownLatch(2);
        handover.handOver(done::countDown);
        pool.shutdownNow();
        handover.close();
        handover.handOver(done::countDown);
        done.await();
        never.countDown();
    }

    @Test
    void workThatThrowsHarmsNobody() throws Exception {
        ReplyHandover handover = handover(Executors.newFixedThreadPool(1));
        CountDownLatch done = new CountDownLatch(1);
        handover.handOver(() -> {
            throw new IllegalStateException();
        });
        handover.handOver(() -> {
            throw new AssertionError();
        });
        handover.handOver(done::countDown);
        done.await();
    }

    @Test
    void nothingIsLostWhenManyHandOver() throws Exception {
        ReplyHandover handover = handover(new ThreadPoolExecutor(
                1, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2), new ThreadPoolExecutor.AbortPolicy()));
        AtomicInteger times = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                for (int j = 0; j < 50_000; j++) {
                    handover.handOver(times::incrementAndGet);
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        await().until(() -> times.get() == 200_000);
    }

    @Test
    void onlyWhatEndsOnAForeignThreadIsHandedOver() throws Exception {
        HttpOutcome reply = HttpOutcome.of(HttpResponse.of(200, "done"));
        HttpCall request = HttpCall.of(HttpRequest.get("/", null, Map.of()));
        ReplyHandover handover = handover(Executors.newFixedThreadPool(1));
        AtomicReference<Thread> thread = new AtomicReference<>();
        HttpTransport atOnce = (call, completion) -> {
            completion.done(reply, true);
            return true;
        };
        assertThat(new HandoverTransport(atOnce, handover).execute(request, (outcome, sync) -> {
                    assertThat(outcome).isSameAs(reply);
                    assertThat(sync).isTrue();
                    thread.set(Thread.currentThread());
                }))
                .isTrue();
        assertThat(thread).hasValue(Thread.currentThread());

        CountDownLatch done = new CountDownLatch(1);
        HttpTransport later = (call, completion) -> {
            completion.done(reply, false);
            return false;
        };
        assertThat(new HandoverTransport(later, handover).execute(request, (outcome, sync) -> {
                    thread.set(Thread.currentThread());
                    done.countDown();
                }))
                .isFalse();
        done.await();
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    }
}
