package io.github.camelsms.internal.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a store that may be slow, and waits for it no longer than agreed. Few questions are out at once. */
final class BoundedStoreCalls {

    private static final int AT_ONCE = 20;

    private final BackgroundThreads threads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    BoundedStoreCalls(BackgroundThreads threads) {
        this.threads = threads;
    }

    /** A question to the store. */
    interface Question<T> {

        T ask();

        /** Takes back what an answer did that nobody waits for any more. */
        void undo(T late);
    }

    /**
     * Asks on another thread and waits.
     *
     * @throws TimeoutException when there is no answer in time, or the waiting thread is interrupted; a late answer is undone
     * @throws RuntimeException what the question failed with
     */
    <T> T ask(Duration patience, Question<T> question) throws TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicBoolean decided = new AtomicBoolean();
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            begin(() -> run(question, answer, decided));
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return answerOrLate(answer, decided);
        } catch (TimeoutException late) {
            return answerOrLate(answer, decided);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(failed.getCause());
        }
    }

    private void begin(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException stopping) {
            task.run();
        }
    }

    private <T> void run(Question<T> question, CompletableFuture<T> answer, AtomicBoolean decided) {
        try {
            if (decided.get()) {
                return;
            }
            T result = question.ask();
            if (decided.compareAndSet(false, true)) {
                answer.complete(result);
            } else {
                question.undo(result);
            }
        } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
        } finally {
            places.release();
        }
    }

    private static <T> T answerOrLate(CompletableFuture<T> answer, AtomicBoolean decided) throws TimeoutException {
        if (decided.compareAndSet(false, true)) {
            throw new TimeoutException();
        }
        return answer.join();
    }
}
