package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Makes the calls of one bulk send through one account, so many at once, and gathers the results in the order of the messages. */
public final class BulkSend {

    private final BulkSender sender;
    private final BooleanSupplier ended;
    private final BulkResult[] results;
    private final AtomicReferenceArray<HttpResponse> replies;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left;
    private final CompletableFuture<BulkSend> done = new CompletableFuture<>();

    /** @param number among the calls, from 0 */
    private record Call(int number, BulkPlan.Chunk chunk) {}

    /**
     * @param chunks the messages of each call
     * @param results with a place for each message; one that needs no call has its result already
     * @param ended whether no further call may begin
     */
    public BulkSend(BulkSender sender, List<BulkPlan.Chunk> chunks, BulkResult[] results, BooleanSupplier ended) {
        this.sender = sender;
        this.ended = ended;
        this.results = results;
        this.replies = new AtomicReferenceArray<>(chunks.size());
        this.left = new AtomicInteger(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            waiting.add(new Call(i, chunks.get(i)));
        }
        if (chunks.isEmpty()) {
            done.complete(this);
        }
    }

    public int calls() {
        return replies.length();
    }

    /**
     * Begins.
     *
     * @param threads where the calls are made
     * @param parallel how many may be under way at once
     * @return complete once each message has its result
     */
    public CompletableFuture<BulkSend> start(Executor threads, int parallel) {
        int workers = Math.min(calls(), parallel);
        for (int i = 0; i < workers; i++) {
            goOn(threads);
        }
        return done;
    }

    private void goOn(Executor threads) {
        try {
            threads.execute(() -> work(threads));
        } catch (RejectedExecutionException stopping) {
            end();
        }
    }

    /** Makes one call after the other, until one is left to be completed elsewhere. */
    private void work(Executor threads) {
        boolean completed = true;
        while (completed) {
            Call call = waiting.poll();
            completed = call != null && make(call, threads);
        }
    }

    /** @return whether the call is complete; if not, its completion goes on with the next */
    private boolean make(Call call, Executor threads) {
        HttpRequest request;
        try {
            if (ended.getAsBoolean()) {
                throw stopped();
            }
            if (sender.rests()) {
                throw HttpErrors.notSent(sender.provider(), "the account rests", null);
            }
            request = sender.encode(call.chunk().messages());
        } catch (RuntimeException refused) {
            finish(call, sender.failed(call.chunk().messages(), sender.refused(refused)));
            return true;
        }
        return sender.transport(call.chunk().messages()).execute(request, (outcome, sync) -> {
            replies.set(call.number(), outcome.response());
            finish(call, sender.decode(call.chunk().messages(), outcome));
            if (!sync) {
                goOn(threads);
            }
        });
    }

    /** Begins no further call: a message that waits for one is not sent. */
    public void end() {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            finish(call, sender.failed(call.chunk().messages(), stopped()));
        }
    }

    private SmsException stopped() {
        return HttpErrors.notSent(sender.provider(), "stopped", null);
    }

    private void finish(Call call, List<BulkResult> read) {
        for (int i = 0; i < read.size(); i++) {
            results[call.chunk().places().get(i)] = read.get(i);
        }
        if (left.decrementAndGet() == 0) {
            done.complete(this);
        }
    }

    public List<BulkResult> results() {
        return List.of(results);
    }

    /** The replies that there were, in the order of the calls. */
    public List<HttpResponse> replies() {
        return IntStream.range(0, replies.length())
                .mapToObj(replies::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
