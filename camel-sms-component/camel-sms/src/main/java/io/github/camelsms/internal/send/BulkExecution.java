package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountFailover;
import io.github.camelsms.internal.client.WaitingThread;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings several messages through the accounts in their order, and gathers the results in the order of the messages. The messages that
 * failover lets go on are sent through the next account once the calls of the one before have ended.
 */
final class BulkExecution {

    private static final Logger LOG = LoggerFactory.getLogger(BulkExecution.class);

    private final List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts;
    private final Exchange exchange;
    private final SentMessages sent;
    private final TrackedCalls tracked;
    private final OptOutCheck willing;
    private final BooleanSupplier stopped;
    private final List<@Nullable SmsMessage> messages;
    private final BulkResult[] results;
    private final List<HttpResponse> replies = new ArrayList<>();
    private volatile @Nullable Round round;
    private @Nullable WaitingThread waitingThread;

    /**
     * Reads the messages, each once.
     *
     * @param accounts at least one
     * @param stopped whether no further call may begin
     */
    BulkExecution(
            List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts,
            Exchange exchange,
            SentMessages sent,
            TrackedCalls tracked,
            OptOutCheck willing,
            List<? extends @Nullable Object> elements,
            BulkInput.Reader reader,
            BooleanSupplier stopped) {
        this.accounts = accounts;
        this.exchange = exchange;
        this.sent = sent;
        this.tracked = tracked;
        this.willing = willing;
        this.stopped = stopped;
        this.results = new BulkResult[elements.size()];
        this.messages = new ArrayList<>(elements.size());
        for (int place = 0; place < results.length; place++) {
            Object element = elements.get(place);
            SmsMessage message = null;
            try {
                message = reader.read(element);
            } catch (Throwable bad) { // an Error of a converter too
                Msisdn to = element instanceof SmsMessage given ? given.to() : null;
                results[place] = refused(accounts.get(0), bad, to);
            }
            messages.add(message);
        }
    }

    /** Sends the messages and waits for their results. */
    BulkExecution await() {
        WaitingThread here = new WaitingThread();
        waitingThread = here;
        return here.await(start());
    }

    /** @return complete once each message has its result */
    CompletableFuture<BulkExecution> start() {
        return through(
                0,
                IntStream.range(0, results.length)
                        .filter(place -> messages.get(place) != null)
                        .boxed()
                        .toList());
    }

    /** Begins no further call: a message that waits for one is not sent. */
    void end() {
        Round current = round;
        if (current != null) {
            current.end();
        }
    }

    List<BulkResult> results() {
        return List.of(results);
    }

    /** The replies of the providers, account by account in the order of the calls. */
    List<HttpResponse> replies() {
        return List.copyOf(replies);
    }

    private CompletableFuture<BulkExecution> through(int account, List<Integer> places) {
        Round next = new Round(accounts.get(account), places, account + 1 < accounts.size());
        round = next;
        return next.start().thenCompose(ended -> {
            replies.addAll(ended.replies());
            for (int place : places) {
                BulkResult before = results[place];
                BulkResult now = ended.results[place];
                results[place] = before != null && AccountFailover.earlierDecides(before, now) ? before : now;
            }
            List<Integer> left = places.stream()
                    .filter(place -> AccountFailover.mayGoOnAfter(ended.results[place]) && !ended.ofKey.contains(place))
                    .toList();
            return left.isEmpty() || account + 1 == accounts.size()
                    ? CompletableFuture.completedFuture(this)
                    : through(account + 1, left);
        });
    }

    /** A message that did not get as far as a call. */
    private static BulkResult refused(AccountClient<?, ?> client, Throwable failure, @Nullable Msisdn to) {
        return BulkResult.failed(Unreadable.of(failure, client.provider()), to)
                .withAccount(client.settings().account());
    }

    /**
     * One call of a round, which ends once.
     *
     * @param number among the calls, from 0
     */
    private record Call(int number, BulkPlan.Chunk chunk, AtomicBoolean over) {

        Call withChunk(BulkPlan.Chunk toSend) {
            return new Call(number, toSend, over);
        }
    }

    /** The calls through one account, up to its parallelism at once. */
    private final class Round {

        private final AccountClient<List<SmsMessage>, List<BulkResult>> client;
        private final Correlated remembered;
        private final boolean yields;
        private final BulkResult[] results = new BulkResult[BulkExecution.this.results.length];
        private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicReferenceArray<HttpResponse> replies;
        private final AtomicInteger left;

        /** Places of messages whose idempotency key decided. */
        private final Set<Integer> ofKey = ConcurrentHashMap.newKeySet();

        private final AtomicInteger inFlight = new AtomicInteger();

        /** Counts requests to begin calls; only the thread that raises it from 0 begins them, so the stack stays flat. */
        private final AtomicInteger beginning = new AtomicInteger();

        private final CompletableFuture<Round> done = new CompletableFuture<>();

        /** @param spare whether there is another account for what this one cannot send */
        Round(AccountClient<List<SmsMessage>, List<BulkResult>> client, List<Integer> places, boolean spare) {
            this.client = client;
            this.remembered = sent.toRemember(client, exchange);
            this.yields = spare && !client.isCircuitOpen();
            List<BulkPlan.Chunk> chunks = plan(places);
            this.replies = new AtomicReferenceArray<>(chunks.size());
            this.left = new AtomicInteger(chunks.size());
            for (int i = 0; i < chunks.size(); i++) {
                waiting.add(new Call(i, chunks.get(i), new AtomicBoolean()));
            }
            if (chunks.isEmpty()) {
                done.complete(this);
            }
        }

        private List<BulkPlan.Chunk> plan(List<Integer> places) {
            BulkOperation operation = (BulkOperation) client.operation();
            Set<Msisdn> unwilling;
            try {
                unwilling = willing.unwilling(client, places.stream().map(messages::get));
            } catch (Throwable unknown) {
                places.forEach(place -> results[place] = refused(
                        client,
                        unknown,
                        Objects.requireNonNull(messages.get(place)).to()));
                return List.of();
            }
            BulkPlan plan = new BulkPlan(Math.min(operation.limit(), BulkProducer.window(client)));
            for (int place : places) {
                SmsMessage given = Objects.requireNonNull(messages.get(place));
                try {
                    SmsMessage message =
                            TrackedCalls.withoutKey(client.binding().defaults().complete(given));
                    if (unwilling.contains(given.to())) {
                        throw OptOuts.refusal(client.provider());
                    }
                    Optional<Object> shared = operation.shared(message);
                    Msisdn to = message.to();
                    if (shared.isPresent() && to != null) {
                        plan.add(place, message, to, sharing(shared.get(), message));
                    } else {
                        plan.addAlone(place, message);
                    }
                } catch (Throwable bad) {
                    results[place] = refused(client, bad, given.to());
                }
            }
            return plan.chunks();
        }

        /** Messages of one call expire together, so that it can be left out as a whole. */
        private Object sharing(Object shared, SmsMessage message) {
            return List.of(shared, Optional.ofNullable(message.expiresAt()));
        }

        CompletableFuture<Round> start() {
            begin();
            return done;
        }

        private void begin() {
            if (beginning.getAndIncrement() != 0) {
                return; // the thread that begins calls now looks again
            }
            Executor starter = replies.length() < 2 ? Runnable::run : client.starter(exchange);
            int seen = 1;
            do {
                while (inFlight.get() < client.parallelism()) {
                    Call call = waiting.poll();
                    if (call == null) {
                        break;
                    }
                    inFlight.incrementAndGet();
                    begin(starter, call);
                }
                seen = beginning.addAndGet(-seen);
            } while (seen != 0);
        }

        private void begin(Executor starter, Call call) {
            try {
                starter.execute(() -> make(call));
            } catch (RuntimeException | Error noThread) {
                notBegun(call, noThread);
            }
        }

        /** Makes a call, and throws nothing: what fails before a call leaves its messages unsent. */
        private void make(Call call) {
            try {
                prepareAndMake(call);
            } catch (Throwable failure) {
                notBegun(call, failure);
            }
        }

        private void notBegun(Call call, Throwable failure) {
            ended(
                    call,
                    failed(
                            call.chunk().messages(),
                            failure instanceof SmsException known
                                    ? known
                                    : HttpErrors.notSent(
                                            client.provider(),
                                            "the call could not begin ("
                                                    + failure.getClass().getSimpleName() + ")",
                                            null)));
        }

        private void prepareAndMake(Call call) {
            SmsException refusal = refusal();
            if (refusal != null) {
                ended(call, failed(call.chunk().messages(), refusal));
                return;
            }
            KeyedChunk chunk = tracked.prepared(client, exchange, call.chunk(), messages);
            chunk.decided().forEach((place, result) -> {
                ofKey.add(place);
                results[place] = result;
            });
            make(call.withChunk(chunk.toSend()), chunk);
        }

        private void make(Call call, KeyedChunk chunk) {
            List<SmsMessage> several = call.chunk().messages();
            if (several.isEmpty()) {
                ended(call, List.of());
                return;
            }
            AccountClient.Completion<List<BulkResult>> end = (result, sync) -> {
                replies.set(call.number(), result.response());
                List<BulkResult> read = results(several, result);
                try {
                    tracked.settle(client, chunk, result.failure(), read);
                } catch (Throwable failure) { // it changes nothing about the messages
                    LOG.warn(
                            "{}: the keys of a call could not be settled ({})",
                            client.account(),
                            failure.getClass().getName());
                }
                ended(call, read);
            };
            WaitingThread here = waitingThread;
            if (here == null) {
                client.execute(exchange, several, end);
            } else {
                client.execute(exchange, several, here, end);
            }
        }

        /** Why no further call may begin; null while there is no reason. */
        private @Nullable SmsException refusal() {
            if (stopped.getAsBoolean()) {
                return HttpErrors.notSent(client.provider(), "stopped", null);
            }
            return yields && client.isCircuitOpen()
                    ? HttpErrors.notSent(client.provider(), "the circuit of the account is open", null)
                    : null;
        }

        void end() {
            SmsException refusal = HttpErrors.notSent(client.provider(), "stopped", null);
            for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
                finish(call, failed(call.chunk().messages(), refusal));
            }
        }

        private void ended(Call call, List<BulkResult> read) {
            if (call.over().compareAndSet(false, true)) {
                inFlight.decrementAndGet();
                finish(call, read);
                begin();
            }
        }

        private void finish(Call call, List<BulkResult> read) {
            for (int i = 0; i < read.size(); i++) {
                results[call.chunk().places().get(i)] = read.get(i);
            }
            if (left.decrementAndGet() == 0) {
                done.complete(this);
            }
        }

        /** One result for each message, however the call ended. */
        private List<BulkResult> results(List<SmsMessage> several, AccountClient.Result<List<BulkResult>> result) {
            List<BulkResult> read = result.output();
            if (read == null) {
                SmsException failure = result.failureOrUnknown(client.provider());
                if (several.size() == 1) {
                    willing.learn(client, failure.errorClass(), several.get(0).to());
                }
                return failed(several, failure);
            }
            if (read.size() != several.size()) {
                String detail = read.size() + " results of " + several.size() + " messages";
                return failed(several, HttpErrors.broken(client.provider(), detail, null));
            }
            List<BulkResult> completed = IntStream.range(0, several.size())
                    .mapToObj(i -> result(several.get(i), read, i))
                    .toList();
            reportMissingIds(completed);
            return completed;
        }

        /** One line for a call, however many messages it had. */
        private void reportMissingIds(List<BulkResult> completed) {
            int missing = 0;
            for (BulkResult result : completed) {
                SmsSubmission submission = result.submission();
                missing += submission != null && submission.messageId() == null ? 1 : 0;
            }
            if (missing > 0) {
                LOG.warn(
                        "{}: {} of {} messages accepted without a message id ({})",
                        client.account(),
                        missing,
                        completed.size(),
                        exchange.getExchangeId());
            }
        }

        /** What cannot be read of one message leaves its outcome unknown, and that of the others as it is. */
        private BulkResult result(SmsMessage message, List<BulkResult> read, int place) {
            BulkResult result = null;
            try {
                result = read.get(place);
                return completed(message, result);
            } catch (Throwable failure) { // an Error too must not keep the others from their results
                LOG.warn(
                        "{}: the result of a message could not be completed ({})",
                        client.account(),
                        failure.getClass().getName());
                String detail =
                        "the reply could not be read (" + failure.getClass().getSimpleName() + ")";
                return result == null
                        ? failed(List.of(message), HttpErrors.broken(client.provider(), detail, null))
                                .get(0)
                        : result.withAccount(client.settings().account());
            }
        }

        private BulkResult completed(SmsMessage message, BulkResult result) {
            willing.learn(client, result.errorClass(), message.to());
            SmsSubmission submission = result.submission();
            BulkResult completed = submission == null
                    ? result
                    : result.withSubmission(sent.accepted(client, message, submission, remembered));
            return completed.withAccount(client.settings().account());
        }

        private List<BulkResult> failed(List<SmsMessage> several, SmsException failure) {
            LOG.debug("{}: {} messages: {}", client.account(), several.size(), failure.getMessage());
            return several.stream()
                    .map(message -> BulkResult.failed(failure, message.to())
                            .withAccount(client.settings().account()))
                    .toList();
        }

        List<HttpResponse> replies() {
            return IntStream.range(0, replies.length())
                    .mapToObj(replies::get)
                    .flatMap(Stream::ofNullable)
                    .toList();
        }
    }
}
