package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.exchange.AccountHeader;
import io.github.camelsms.internal.exchange.FailureWriter;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.spi.BulkOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Sends several messages in as few calls as the provider allows, and several of these at once. */
final class BulkProducer extends DefaultAsyncProducer {

    /** How many messages of an iterator are read at a time, where each message takes a call of its own and no option says so. */
    private static final int WINDOW = 100;

    private final AccountClients<List<SmsMessage>, List<BulkResult>> clients;
    private final SentMessages sent;
    private final TrackedCalls tracked;
    private final OptOutCheck willing;
    private final Set<BulkExecution> inProgress = ConcurrentHashMap.newKeySet();

    BulkProducer(
            Endpoint endpoint,
            AccountClients<List<SmsMessage>, List<BulkResult>> clients,
            SentMessages sent,
            TrackedCalls tracked,
            OptOutCheck willing) {
        super(endpoint);
        this.willing = willing;
        this.clients = clients;
        this.sent = sent;
        this.tracked = tracked;
    }

    /** How many messages of an iterator are read and sent at a time. */
    static int window(AccountClient<List<SmsMessage>, List<BulkResult>> client) {
        Integer chosen = client.settings().batchSize();
        return chosen != null ? chosen : Math.max(((BulkOperation) client.operation()).limit(), WINDOW);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> done;
        try {
            done = results(exchange);
        } catch (Throwable failure) { // of the source of the messages, an Error too
            FailureWriter.write(exchange, Unreadable.of(failure, "sms"));
            callback.done(true);
            return true;
        }
        boolean sync = done.isDone();
        done.whenComplete((none, failure) -> {
            if (failure != null) {
                FailureWriter.write(exchange, behindTheCalls(failure));
            }
            callback.done(sync);
        });
        return sync;
    }

    /** Messages may have been sent: what the result would have said is unknown. */
    private static SmsException behindTheCalls(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SmsException known
                ? known
                : HttpErrors.broken(
                        "sms",
                        "the results could not be written (" + cause.getClass().getSimpleName() + ")",
                        null);
    }

    /** @return complete once the results stand in the exchange; those of an iterator are made as they are read */
    private CompletableFuture<Void> results(Exchange exchange) {
        List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts = clients.choices(exchange);
        ResultWriter.forget(exchange);
        BulkInput input = BulkInput.read(exchange, accounts.get(0).binding().messages());
        if (input.lazy()) {
            BulkResultIterator results = new BulkResultIterator(
                    input,
                    window(accounts.get(0)),
                    elements -> await(accounts, exchange, input, elements).results());
            write(exchange, accounts, results);
            return CompletableFuture.completedFuture(null);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        input.elements().forEachRemaining(elements::add);
        return run(accounts, exchange, input, elements).thenAccept(execution -> {
            write(exchange, accounts, execution.results());
            exchange.setProperty(SmsConstants.RAW_REPLY, execution.replies());
        });
    }

    /** Sends on the thread that asks for results, which may be a worker. */
    private BulkExecution await(
            List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts,
            Exchange exchange,
            BulkInput input,
            List<? extends @Nullable Object> elements) {
        BulkExecution execution = begun(accounts, exchange, input, elements);
        try {
            return execution.await();
        } finally {
            inProgress.remove(execution);
        }
    }

    private CompletableFuture<BulkExecution> run(
            List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts,
            Exchange exchange,
            BulkInput input,
            List<? extends @Nullable Object> elements) {
        BulkExecution execution = begun(accounts, exchange, input, elements);
        return execution.start().whenComplete((ended, never) -> inProgress.remove(execution));
    }

    /** Reads the messages; a stop of the route ends what is begun. */
    private BulkExecution begun(
            List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts,
            Exchange exchange,
            BulkInput input,
            List<? extends @Nullable Object> elements) {
        BulkExecution execution =
                new BulkExecution(accounts, exchange, sent, tracked, willing, elements, input.reader(), this::isEnding);
        inProgress.add(execution);
        return execution;
    }

    /** Where there are several accounts, only the results say through which one each message went. */
    private static void write(
            Exchange exchange, List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts, Object results) {
        accounts.get(0).binding().results().writeSeveral(exchange, results);
        if (accounts.size() > 1) {
            exchange.getMessage().removeHeader(SmsConstants.PROVIDER);
            AccountHeader.report(exchange, null);
        }
    }

    private boolean isEnding() {
        CamelContext context = getEndpoint().getCamelContext();
        return !isRunAllowed() || context.isStopping() || context.isStopped();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(clients);
    }

    @Override
    protected void doStop() throws Exception {
        inProgress.forEach(BulkExecution::end);
        ServiceHelper.stopService(clients);
        super.doStop();
    }
}
