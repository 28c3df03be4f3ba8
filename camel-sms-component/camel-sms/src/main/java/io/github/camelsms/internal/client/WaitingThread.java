package io.github.camelsms.internal.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs what follows calls on the thread that waits for their end. A worker that waits needs no other worker then: if all of them wait,
 * there is none.
 */
public final class WaitingThread implements Executor {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Waits for a result and runs what comes meanwhile. An interrupt does not end the wait. */
    public <T> T await(CompletableFuture<T> result) {
        result.whenComplete((value, failure) -> tasks.add(() -> {}));
        boolean interrupted = false;
        while (!result.isDone()) {
            try {
                tasks.take().run();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result.join();
    }
}
