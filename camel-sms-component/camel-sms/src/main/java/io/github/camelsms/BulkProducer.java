package io.github.camelsms;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import java.util.ArrayList;
import java.util.List;
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
final class BulkProducer extends DefaultAsyncProducer {

    private final SmsClients<List<SmsMessage>, List<BulkResult>> clients;
    private final Set<BulkSend> underWay = ConcurrentHashMap.newKeySet();
    private @Nullable ExecutorService threads;

    BulkProducer(SmsEndpoint endpoint) {
        super(endpoint);
        this.clients = new SmsClients<>(endpoint, provider -> Optional.of(new BulkCalls(provider)));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        SmsClient<List<SmsMessage>, List<BulkResult>> client;
        CompletableFuture<BulkSend> done;
        try {
            client = clients.choices(exchange).get(0);
            client.binding().forget(exchange);
            BulkSender sender = new BulkSender(client, exchange);
            BulkInput input = client.binding().readSeveral(exchange);
            if (input.lazy()) {
                client.binding().writeSeveral(exchange, results(sender, input, exchange.isTransacted()));
                callback.done(true);
                return true;
            }
            done = send(sender, input.reader(), all(input), exchange.isTransacted());
        } catch (RuntimeException refused) {
            exchange.setException(refused);
            callback.done(true);
            return true;
        }
        boolean sync = done.isDone();
        done.thenAccept(sent -> {
            client.binding().writeSeveral(exchange, sent.results());
            exchange.setProperty(SmsConstants.RAW_REPLY, sent.replies());
            callback.done(sync);
        });
        return sync;
    }

    private static List<@Nullable Object> all(BulkInput input) {
        List<@Nullable Object> elements = new ArrayList<>();
        input.elements().forEachRemaining(elements::add);
        return elements;
    }

    private BulkResults results(BulkSender sender, BulkInput input, boolean transacted) {
        return new BulkResults(
                input,
                sender.window(),
                elements -> send(sender, input.reader(), elements, transacted)
                        .join()
                        .results());
    }

    /** @param transacted whether all has to happen on this thread */
    private CompletableFuture<BulkSend> send(
            BulkSender sender, BulkInput.Reader reader, List<?> elements, boolean transacted) {
        BulkSend send = sender.prepare(elements, reader, this::isEnding);
        underWay.add(send);
        CompletableFuture<BulkSend> done = transacted || send.calls() < 2
                ? send.start(Runnable::run, 1)
                : send.start(threads(sender.parallel()), sender.parallel());
        if (transacted) {
            done.join();
        }
        return done.whenComplete((sent, never) -> underWay.remove(send));
    }

    private boolean isEnding() {
        CamelContext context = getEndpoint().getCamelContext();
        return !isRunAllowed() || context.isStopping() || context.isStopped();
    }

    private synchronized Executor threads(int most) {
        ExecutorService pool = threads;
        if (pool == null) {
            ThreadPoolProfile profile = new ThreadPoolProfileBuilder("SmsBulk")
                    .poolSize(most)
                    .maxPoolSize(most)
                    .allowCoreThreadTimeOut(true)
                    .maxQueueSize(Integer.MAX_VALUE)
                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                    .build();
            pool = getEndpoint().getCamelContext().getExecutorServiceManager().newThreadPool(this, "SmsBulk", profile);
            threads = pool;
        }
        return pool;
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
        synchronized (this) {
            if (threads != null) {
                getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(threads);
                threads = null;
            }
        }
        super.doStop();
    }
}
