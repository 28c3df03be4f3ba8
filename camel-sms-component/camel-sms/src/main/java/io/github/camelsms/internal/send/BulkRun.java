package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.internal.client.AccountFailover;
import io.github.camelsms.model.BulkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings several messages through the accounts in their order. To the next account go those that are known not to be sent and are not at
 * fault, once the calls of the one before have ended.
 */
public final class BulkRun {

    private final List<BulkSender> senders;
    private final List<? extends @Nullable Object> elements;
    private final BiFunction<BulkSender, List<? extends @Nullable Object>, CompletableFuture<BulkSend>> send;
    private final BulkResult[] results;
    private final List<HttpResponse> replies = new ArrayList<>();

    /**
     * @param senders one for each account, at least one
     * @param elements what the messages are read from, for each account anew
     * @param send sends elements through one account; complete once each has its result
     */
    public BulkRun(
            List<BulkSender> senders,
            List<? extends @Nullable Object> elements,
            BiFunction<BulkSender, List<? extends @Nullable Object>, CompletableFuture<BulkSend>> send) {
        this.senders = senders;
        this.elements = elements;
        this.send = send;
        this.results = new BulkResult[elements.size()];
    }

    /** @return complete once each message has its result */
    public CompletableFuture<BulkRun> start() {
        return through(0, IntStream.range(0, results.length).boxed().toList());
    }

    private CompletableFuture<BulkRun> through(int account, List<Integer> places) {
        List<@Nullable Object> given = new ArrayList<>(places.size());
        places.forEach(place -> given.add(elements.get(place)));
        return send.apply(senders.get(account), given).thenCompose(sent -> {
            List<Integer> left = keep(sent, places);
            return left.isEmpty() || account + 1 == senders.size()
                    ? CompletableFuture.completedFuture(this)
                    : through(account + 1, left);
        });
    }

    /** @return the places of those that may go on to another account */
    private List<Integer> keep(BulkSend sent, List<Integer> places) {
        List<Integer> left = new ArrayList<>();
        List<BulkResult> now = sent.results();
        for (int i = 0; i < now.size(); i++) {
            int place = places.get(i);
            BulkResult before = results[place];
            results[place] = before == null ? now.get(i) : AccountFailover.decisive(before, now.get(i));
            if (AccountFailover.isOfAccount(now.get(i))) {
                left.add(place);
            }
        }
        replies.addAll(sent.replies());
        return left;
    }

    public List<BulkResult> results() {
        return List.of(results);
    }

    /** The replies that there were, account by account in the order of the calls. */
    public List<HttpResponse> replies() {
        return List.copyOf(replies);
    }
}
