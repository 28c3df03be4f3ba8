package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.exchange.AccountHeader;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** Sends several messages in as few calls as the provider allows, and these in parallel. */
public final class BulkProducer extends DefaultAsyncProducer {

    private final AccountClients<List<SmsMessage>, List<BulkResult>> clients;
    private final Set<BulkSend> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();

    public BulkProducer(SmsEndpoint endpoint) {
        super(endpoint);
        this.clients = new AccountClients<>(endpoint, provider -> Optional.of(new BulkCalls(provider)));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> done;
        try {
            done = results(exchange);
        } catch (RuntimeException refused) {
            done = CompletableFuture.failedFuture(refused);
        }
        boolean sync = done.isDone();
        done.whenComplete((none, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(sync);
        });
        return sync;
    }

    /** @return complete once the results stand in the Exchange; those of an iterator are made as they are read */
    private CompletableFuture<Void> results(Exchange exchange) {
        List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts = clients.choices(exchange);
        accounts.get(0).binding().forget(exchange);
        List<BulkSender> senders = senders(accounts, exchange);
        BulkInput input = BulkInput.read(exchange);
        if (input.lazy()) {
            write(exchange, accounts, results(senders, input, exchange.isTransacted()));
            return CompletableFuture.completedFuture(null);
        }
        return run(senders, input.reader(), all(input), exchange.isTransacted()).thenAccept(run -> {
            write(exchange, accounts, run.results());
            exchange.setProperty(SmsConstants.RAW_REPLY, run.replies());
        });
    }

    private static List<BulkSender> senders(
            List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts, Exchange exchange) {
        List<BulkSender> senders = new ArrayList<>(accounts.size());
        for (int i = 0; i < accounts.size(); i++) {
            senders.add(new BulkSender(accounts.get(i), exchange, i + 1 < accounts.size()));
        }
        return senders;
    }

    /** Where there are several accounts, the results alone tell which one each message went through. */
    private static void write(
            Exchange exchange, List<AccountClient<List<SmsMessage>, List<BulkResult>>> accounts, Object results) {
        accounts.get(0).binding().writeSeveral(exchange, results);
        if (accounts.size() > 1) {
            exchange.getMessage().removeHeader(SmsConstants.PROVIDER);
            AccountHeader.report(exchange, null);
        }
    }

    private static List<@Nullable Object> all(BulkInput input) {
        List<@Nullable Object> elements = new ArrayList<>();
        input.elements().forEachRemaining(elements::add);
        return elements;
    }

    private BulkResultIterator results(List<BulkSender> senders, BulkInput input, boolean transacted) {
        return new BulkResultIterator(
                input,
                senders.get(0).window(),
                elements -> run(senders, input.reader(), elements, transacted)
                        .join()
                        .results());
    }

    private CompletableFuture<BulkRun> run(
            List<BulkSender> senders,
            BulkInput.Reader reader,
            List<? extends @Nullable Object> elements,
            boolean transacted) {
        return new BulkRun(senders, elements, (sender, given) -> send(sender, reader, given, transacted)).start();
    }

    /** @param transacted whether all has to happen on this thread */
    private CompletableFuture<BulkSend> send(
            BulkSender sender, BulkInput.Reader reader, List<? extends @Nullable Object> elements, boolean transacted) {
        BulkSend send = sender.prepare(elements, reader, this::isEnding);
        underWay.add(send);
        CompletableFuture<BulkSend> done = transacted || send.calls() < 2 || isEnding()
                ? send.start(Runnable::run, 1)
                : send.start(threads(sender), sender.parallel());
        if (transacted) {
            done.join();
        }
        return done.whenComplete((sent, never) -> underWay.remove(send));
    }

    private boolean isEnding() {
        CamelContext context = getEndpoint().getCamelContext();
        return !isRunAllowed() || context.isStopping() || context.isStopped();
    }

    /** Each account has threads of its own: one that is slow holds up no other. */
    private Executor threads(BulkSender sender) {
        return threads.computeIfAbsent(sender.account(), account -> {
            ThreadPoolProfile profile = new ThreadPoolProfileBuilder("SmsBulk")
                    .poolSize(sender.parallel())
                    .maxPoolSize(sender.parallel())
                    .allowCoreThreadTimeOut(true)
                    .maxQueueSize(Integer.MAX_VALUE)
                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                    .build();
            return getEndpoint().getCamelContext().getExecutorServiceManager().newThreadPool(this, "SmsBulk", profile);
        });
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(clients);
    }

    @Override
    protected void doStop() throws Exception {
        underWay.forEach(BulkSend::end);
        ServiceHelper.stopService(clients);
        threads.values().forEach(getEndpoint().getCamelContext().getExecutorServiceManager()::shutdown);
        threads.clear();
        super.doStop();
    }
}
