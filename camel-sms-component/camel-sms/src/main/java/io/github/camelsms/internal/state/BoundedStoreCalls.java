package io.github.camelsms.internal.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a store that may be slow, and waits for it no longer than agreed. Few questions are out at once. While the store answers nobody, who
 * comes is turned away at once, but for one question a second that finds out whether it answers again: so threads do not pile up.
 */
final class BoundedStoreCalls {

    private static final int AT_ONCE = 20;

    /** When nobody has been answered for so long, nobody waits for a place any more. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final Duration PROBED_EVERY = Duration.ofSeconds(1);

    private final BackgroundThreads threads;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicLong lastProbe = new AtomicLong();
    private volatile long lastAnswer = System.nanoTime();

    /** Whether somebody waited in vain and nobody was answered since. */
    private volatile boolean silent;

    /** @param patience how long each question is waited for */
    BoundedStoreCalls(BackgroundThreads threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /** A question to the store. */
    interface Question<T> {

        T ask();

        /** Takes back what an answer did that nobody waits for any more. */
        default void undo(T late) {}
    }

    /**
     * Asks on another thread and waits.
     *
     * @throws TimeoutException when there is no answer in time, or the waiting thread is interrupted; a late answer is undone
     * @throws ExecutionException when the question failed, with its failure
     */
    <T> T ask(Question<T> question) throws TimeoutException, ExecutionException {
        long begun = System.nanoTime();
        if (silent && !mayProbe(begun)) {
            throw new TimeoutException();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicBoolean decided = new AtomicBoolean();
        try {
            takePlace(begun);
            begin(() -> run(question, answer, decided));
            return answer.get(left(begun), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return answerOrLate(answer, decided);
        } catch (TimeoutException late) {
            if (lastAnswer - begun < 0) {
                lastProbe.set(System.nanoTime());
                silent = true;
            }
            return answerOrLate(answer, decided);
        }
    }

    private boolean mayProbe(long now) {
        long last = lastProbe.get();
        return now - last >= PROBED_EVERY.toNanos() && lastProbe.compareAndSet(last, now);
    }

    private long left(long begun) {
        return Math.max(0, begun + patience.toNanos() - System.nanoTime());
    }

    private void takePlace(long begun) throws TimeoutException, InterruptedException {
        while (!places.tryAcquire(Math.min(left(begun), SILENCE.toNanos()), TimeUnit.NANOSECONDS)) {
            if (left(begun) == 0 || System.nanoTime() - lastAnswer > SILENCE.toNanos()) {
                throw new TimeoutException();
            }
        }
    }

    private void begin(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException stopping) {
            task.run();
        } catch (Error noThread) {
            places.release();
            throw noThread;
        }
    }

    private <T> void run(Question<T> question, CompletableFuture<T> answer, AtomicBoolean decided) {
        try {
            if (decided.get()) {
                return;
            }
            T result = question.ask();
            answered();
            if (decided.compareAndSet(false, true)) {
                answer.complete(result);
            } else {
                question.undo(result);
            }
        } catch (Throwable failed) { // a driver's undeclared exception, too
            answered();
            answer.completeExceptionally(failed);
        } finally {
            places.release();
        }
    }

    private void answered() {
        lastAnswer = System.nanoTime();
        if (silent) {
            silent = false;
        }
    }

    private static <T> T answerOrLate(CompletableFuture<T> answer, AtomicBoolean decided) throws TimeoutException {
        if (decided.compareAndSet(false, true)) {
            throw new TimeoutException();
        }
        return answer.join();
    }
}
