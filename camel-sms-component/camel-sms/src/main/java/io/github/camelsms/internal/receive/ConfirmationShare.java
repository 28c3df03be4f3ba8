package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.internal.state.WaitingPlaces;
import io.github.camelsms.model.WebhookException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The part of an account's calls that may ask whether receipts are true. Anybody can send a receipt, so these questions must not take the
 * turns of sends: few are asked at once, few wait, and none is waited for long.
 */
final class ConfirmationShare {

    private static final int MOST_AT_ONCE = 4;
    private static final int WITH_A_THREAD = 5;
    private static final int WITHOUT = 20;

    private final int atOnce;
    private final Duration patience;
    private final WaitingPlaces ofAll;
    private final WaitingPlaces own = new WaitingPlaces(WITH_A_THREAD, WITHOUT);
    private final BackgroundThreads threads;
    private final Queue<Question> waiting = new ArrayDeque<>();
    private int running;

    private record Question(Runnable ask, CompletableFuture<Void> answer) {

        void run() {
            try {
                ask.run();
                answer.complete(null);
            } catch (RuntimeException | Error refused) {
                answer.completeExceptionally(refused);
            }
        }
    }

    /**
     * @param atOnce how many questions may be asked at once
     * @param patience until a receipt without an answer gets 503
     * @param ofAll places of all accounts
     */
    ConfirmationShare(int atOnce, Duration patience, WaitingPlaces ofAll, BackgroundThreads threads) {
        this.atOnce = atOnce;
        this.patience = patience;
        this.ofAll = ofAll;
        this.threads = threads;
    }

    /**
     * How many questions an account may ask at once: half of its calls in a second, so that they hold up a send for half a second at most.
     *
     * @param callsPerSecond 0 when there is no limit
     */
    static int atOnce(int maxInFlight, int callsPerSecond) {
        int bySpeed = callsPerSecond <= 0 ? MOST_AT_ONCE : callsPerSecond / 2;
        return Math.max(1, Math.min(MOST_AT_ONCE, Math.min(bySpeed, maxInFlight / 4)));
    }

    /**
     * Asks when the share has room.
     *
     * @param ask blocks until the provider has answered; runs on a background thread
     * @return ends with a {@link WebhookException} 503 when there is no room, or no answer in time
     */
    CompletionStage<Void> ask(Runnable ask, ServerThread thread) {
        if (!own.take(thread)) {
            return CompletableFuture.failedFuture(busy());
        }
        if (!ofAll.take(thread)) {
            own.giveBack(thread);
            return CompletableFuture.failedFuture(busy());
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        CompletionStage<Void> freed = answer.whenComplete((none, failure) -> {
            ofAll.giveBack(thread);
            own.giveBack(thread);
        });
        try {
            threads.after(patience, () -> answer.completeExceptionally(late()));
            begin(new Question(ask, answer));
        } catch (RejectedExecutionException stopping) {
            answer.completeExceptionally(busy());
        }
        return freed;
    }

    private static WebhookException busy() {
        return new WebhookException(503, "too many receipts wait for the provider's confirmation");
    }

    private static WebhookException late() {
        return new WebhookException(503, "the provider did not confirm the receipt in time");
    }

    private void begin(Question question) {
        synchronized (this) {
            if (running == atOnce) {
                waiting.add(question);
                return;
            }
            running++;
        }
        start(question);
    }

    private void start(Question question) {
        try {
            threads.execute(() -> runAllFrom(question));
        } catch (RejectedExecutionException stopping) {
            synchronized (this) {
                running--;
            }
            throw stopping;
        }
    }

    private void runAllFrom(Question first) {
        Question question = first;
        while (question != null) {
            question.run();
            question = next();
        }
    }

    /** The next question that is still waited for; null when there is none, and one fewer runs. */
    private synchronized @Nullable Question next() {
        Question question = waiting.poll();
        while (question != null && question.answer().isDone()) {
            question = waiting.poll();
        }
        if (question == null) {
            running--;
        }
        return question;
    }
}
