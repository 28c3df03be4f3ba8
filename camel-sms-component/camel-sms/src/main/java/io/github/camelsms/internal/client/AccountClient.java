package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.observe.CallMetrics;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.Operation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The walk of one operation through one account: encode, send, decode. Nothing else encodes, sends or decodes.
 *
 * @param <I> what the operation takes
 * @param <O> what it returns
 */
public final class AccountClient<I, O> {

    /**
     * How a walk ended.
     *
     * @param output what the provider's reply means; null when the walk failed
     * @param failure why it failed; null when it did not
     * @param response the provider's reply; null when there was none
     * @param ofKey whether the idempotency key decided, so that no account was asked: the output is that of an earlier send
     */
    public record Result<O>(
            @Nullable O output,
            @Nullable SmsException failure,
            @Nullable HttpResponse response,
            boolean ofKey) {

        /** How a call ended. */
        public Result(@Nullable O output, @Nullable SmsException failure, @Nullable HttpResponse response) {
            this(output, failure, response, false);
        }

        /** Why there is no output. */
        public SmsException failureOrUnknown(String provider) {
            return failure != null ? failure : HttpErrors.broken(provider, "neither output nor failure", null);
        }
    }

    /** Takes the end of a walk, exactly once. */
    @FunctionalInterface
    public interface Completion<O> {
        /** @param sync whether this runs on the caller's thread, before {@code execute} returns */
        void done(Result<O> result, boolean sync);
    }

    private final String provider;
    private final AccountSettings settings;
    private final Operation<I, O> operation;
    private final Account account;
    private final ExchangeBinding binding;
    private final CallChain chain;
    private final @Nullable Correlations correlations;
    private final @Nullable CallMetrics metrics;
    private final boolean onCallersThread;

    /**
     * @param correlations null when nothing is remembered of a call for its receipts
     * @param metrics null when nobody measures
     * @param onCallersThread whether each call completes on the thread that begins it
     */
    AccountClient(
            String provider,
            AccountSettings settings,
            Operation<I, O> operation,
            Account account,
            ExchangeBinding binding,
            CallChain chain,
            @Nullable Correlations correlations,
            @Nullable CallMetrics metrics,
            boolean onCallersThread) {
        this.provider = provider;
        this.settings = settings;
        this.operation = operation;
        this.account = account;
        this.binding = binding;
        this.chain = chain;
        this.correlations = correlations;
        this.metrics = metrics;
        this.onCallersThread = onCallersThread;
    }

    /** Provider id. */
    public String provider() {
        return provider;
    }

    /** Name of the account, or the provider id for an account without a name. */
    public String account() {
        return account.name();
    }

    public AccountSettings settings() {
        return settings;
    }

    public Operation<I, O> operation() {
        return operation;
    }

    /** Reads and writes exchanges with the options of this account. */
    public ExchangeBinding binding() {
        return binding;
    }

    /** Whether the account has kept failing, so that others are tried before it. */
    public boolean isCircuitOpen() {
        return account.circuit().isOpen();
    }

    /**
     * How many calls to begin at once where there are many: under a rate limit only those that get their turn within a few seconds, so
     * that other senders get theirs in between.
     */
    public int parallelism() {
        AccountRateLimiter limiter = account.limiter();
        return limiter == null ? settings.maxInFlight() : limiter.parallel(settings.maxInFlight());
    }

    /** Where to begin calls that must not wait for each other: on other threads when a call holds the thread that begins it. */
    public Executor starter(Exchange exchange) {
        return onCallersThread || exchange.isTransacted() ? Runnable::run : chain.starter();
    }

    /**
     * Makes one call. Never throws: every failure reaches the completion.
     *
     * @param source the exchange for which the call is made; null for none
     * @return true when the completion was called before this method returned
     */
    public boolean execute(@Nullable Exchange source, I input, Completion<O> completion) {
        return execute(chain.transport(), source, input, completion);
    }

    /** The same for a caller that waits: a call that does not end on its thread completes there. */
    public boolean execute(@Nullable Exchange source, I input, WaitingThread waiting, Completion<O> completion) {
        return execute(
                (call, end) -> chain.paced().execute(call, (outcome, sync) -> {
                    if (sync) {
                        end.done(outcome, true);
                    } else {
                        waiting.execute(() -> end.done(outcome, false));
                    }
                }),
                source,
                input,
                completion);
    }

    private boolean execute(HttpTransport chained, @Nullable Exchange source, I input, Completion<O> completion) {
        account.used();
        if (metrics == null) {
            return execute(chained, source, input, null, completion);
        }
        CallWatch<O> watch = new CallWatch<>(metrics, completion);
        return execute(chained, source, input, watch, watch);
    }

    private boolean execute(
            HttpTransport chained,
            @Nullable Exchange source,
            I input,
            HttpCall.@Nullable Progress progress,
            Completion<O> completion) {
        HttpRequest request;
        try {
            request = operation.encode(input);
        } catch (Throwable refused) { // nothing was sent
            completion.done(new Result<>(null, refusal(refused), null), true);
            return true;
        }
        boolean stays = onCallersThread || (source != null && source.isTransacted());
        HttpCall call = new HttpCall(request, expiresAt(input), stays, source, progress);
        HttpTransport transport = correlations == null
                ? chained
                : correlations.watching(account.name(), input, chained); // receipts wait for the reply
        return GuardedCall.execute(
                transport, provider, call, (outcome, sync) -> completion.done(read(input, outcome), sync));
    }

    /**
     * Makes one call and waits for its end: a reply, a time-out or a stop.
     *
     * @throws SmsException when the call fails
     */
    public O call(Exchange exchange, I input) {
        CompletableFuture<Result<O>> end = new CompletableFuture<>();
        WaitingThread waiting = new WaitingThread();
        execute(exchange, input, waiting, (result, sync) -> end.complete(result));
        Result<O> result = waiting.await(end);
        ResultWriter.keepReply(exchange, result.response());
        if (result.output() == null) {
            throw result.failureOrUnknown(provider);
        }
        return result.output();
    }

    /** Counts a message that the provider took. @param submission complete with what the component knows */
    public void sent(SmsSubmission submission) {
        if (metrics != null) {
            metrics.sent(submission);
        }
    }

    /** What the end of a call means. The account learns from it. */
    private Result<O> read(I input, HttpOutcome outcome) {
        HttpResponse response = outcome.response();
        try {
            O output = operation.decode(input, outcome.responseOrThrow());
            account.succeeded();
            return new Result<>(output, null, response);
        } catch (Throwable failure) { // an Error too must not keep the exchange from completing
            SmsException known = HttpErrors.of(failure, provider, operation.repeatable(input));
            account.failed(known, response != null);
            return new Result<>(null, known, response);
        }
    }

    private SmsException refusal(Throwable failure) {
        return failure instanceof SmsException known
                ? known
                : new SmsRefusedException(SmsFault.of(
                        ErrorClass.INVALID_REQUEST,
                        provider,
                        "the request cannot be written (" + failure.getClass().getSimpleName() + ")"));
    }

    /** Messages of one call expire together. */
    private static @Nullable Instant expiresAt(Object input) {
        Object first = input instanceof List<?> several && !several.isEmpty() ? several.get(0) : input;
        return first instanceof SmsMessage message ? message.expiresAt() : null;
    }

    /** Ends the calls of this client that still wait for their turn or their place. */
    public void endWaits() {
        chain.endWaits().run();
    }
}
