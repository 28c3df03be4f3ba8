package io.github.camelsms.internal.state;

import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.Correlated;
import io.github.camelsms.model.CorrelationKey;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.CorrelationStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what {@code sms:send} is to remember and puts it back on {@code sms:dlr}. A receipt that overtakes the reply to its send waits for
 * it: without a thread, for a bounded time, and only while a send is under way that may be its own.
 */
public final class Correlations {

    /** How long a receipt waits for the send that it belongs to. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** A quarter of the worker threads of Camel Main's server. */
    private static final int WAITING_WITH_A_THREAD = 5;

    private static final int WAITING_WITHOUT = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Correlations.class);
    private static final Correlated NOTHING = new Correlated(Map.of(), Map.of());

    private final CorrelationStore store;
    private final BackgroundThreads threads;
    private final SendsUnderWay sends = new SendsUnderWay();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final WaitingPlaces places = new WaitingPlaces(WAITING_WITH_A_THREAD, WAITING_WITHOUT);

    public Correlations(CorrelationStore store, BackgroundThreads threads) {
        this.store = store;
        this.threads = threads;
    }

    /**
     * A transport whose calls receipts of that account wait for.
     *
     * @param input what the call sends: one message or a list of messages, whose recipients are compared with those of receipts
     */
    public HttpTransport watching(String account, @Nullable Object input, HttpTransport transport) {
        List<Msisdn> recipients = recipients(input);
        return (request, completion) -> {
            SendsUnderWay.Send send = sends.begin(account, recipients);
            try {
                return transport.execute(request, (outcome, sync) -> {
                    try {
                        completion.done(outcome, sync);
                    } finally {
                        sends.end(send);
                    }
                });
            } catch (RuntimeException | Error notBegun) {
                sends.end(send);
                throw notBegun;
            }
        };
    }

    /** Empty when one of them is not known, so that the call may be that of any receipt. */
    private static List<Msisdn> recipients(@Nullable Object input) {
        List<?> messages = input instanceof List<?> several ? several : input == null ? List.of() : List.of(input);
        List<Msisdn> recipients = new ArrayList<>(messages.size());
        for (Object message : messages) {
            Msisdn to = message instanceof SmsMessage sms ? sms.to() : null;
            if (to == null) {
                return List.of();
            }
            recipients.add(to);
        }
        return recipients;
    }

    /** Says once that what is kept in memory is forgotten at a restart. */
    public void announceMemory() {
        if (store instanceof Memory && announced.compareAndSet(false, true)) {
            LOG.info(
                    "What option correlate names is kept in memory: receipts that come after a restart come without it;"
                            + " set correlationStore on the component to keep it");
        }
    }

    /** The headers and properties of those names. */
    public static Correlated values(List<String> names, Exchange exchange) {
        if (names.isEmpty()) {
            return NOTHING;
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : names) {
            put(headers, name, exchange.getMessage().getHeader(name));
            put(properties, name, exchange.getProperty(name));
        }
        return new Correlated(headers, properties);
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** Remembers the values under the id that the provider gave. */
    public void remember(String account, Correlated values, @Nullable Msisdn to, SmsSubmission submission) {
        String id = submission.messageId();
        if (id == null) {
            return;
        }
        store.put(new CorrelationKey(account, id, null), values);
        if (to != null) {
            store.put(new CorrelationKey(account, id, to), values);
        }
        sends.stored(account, id);
    }

    /**
     * Finds what the send of a receipt remembered.
     *
     * @return empty when it remembered nothing, remembered it before this process began, or took longer than a receipt waits; ends on a
     *     background thread where it had to wait
     */
    public CompletionStage<Optional<Correlated>> find(String account, DeliveryReceipt receipt, ServerThread thread) {
        Set<SendsUnderWay.Send> candidates = sends.candidates(account, receipt.to()); // before looking: none is missed
        Optional<Correlated> found = lookUp(account, receipt);
        if (found.isPresent() || candidates.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        if (!places.take(thread)) {
            LOG.debug("Receipt {} does not wait for its send: too many wait already", receipt.messageId());
            return CompletableFuture.completedFuture(found);
        }
        CompletableFuture<Optional<Correlated>> end = new CompletableFuture<>();
        end.whenComplete((values, failure) -> places.giveBack(thread));
        await(account, receipt, candidates, end);
        return end;
    }

    private void await(
            String account,
            DeliveryReceipt receipt,
            Set<SendsUnderWay.Send> candidates,
            CompletableFuture<Optional<Correlated>> end) {
        Runnable lookAgain = () -> completeWithin(end, account, receipt);
        SendsUnderWay.Waiter waiter =
                new SendsUnderWay.Waiter(account, receipt.messageId(), candidates, () -> onBackground(lookAgain));
        if (!sends.add(waiter)) {
            lookAgain.run();
            return;
        }
        try {
            threads.after(PATIENCE, () -> {
                if (sends.remove(waiter)) {
                    lookAgain.run();
                }
            });
        } catch (RejectedExecutionException stopping) {
            if (sends.remove(waiter)) {
                lookAgain.run();
            }
        }
    }

    /** The send's thread goes on with its own route. */
    private void onBackground(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException stopping) {
            task.run();
        }
    }

    private void completeWithin(CompletableFuture<Optional<Correlated>> end, String account, DeliveryReceipt receipt) {
        try {
            end.complete(lookUp(account, receipt));
        } catch (RuntimeException | Error unavailable) {
            end.completeExceptionally(unavailable);
        }
    }

    private Optional<Correlated> lookUp(String account, DeliveryReceipt receipt) {
        Optional<Correlated> exact = store.find(new CorrelationKey(account, receipt.messageId(), receipt.to()));
        return exact.isPresent() || receipt.to() == null
                ? exact
                : store.find(new CorrelationKey(account, receipt.messageId(), null));
    }

    /** The store in memory: the newest hundred thousand entries. */
    public static CorrelationStore inMemory() {
        return new Memory();
    }

    private static final class Memory implements CorrelationStore {

        private static final int CAPACITY = 100_000;

        private final Map<CorrelationKey, Correlated> entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<CorrelationKey, Correlated> eldest) {
                return size() > CAPACITY;
            }
        };

        @Override
        public synchronized void put(CorrelationKey key, Correlated values) {
            entries.put(key, values);
        }

        @Override
        public synchronized Optional<Correlated> find(CorrelationKey key) {
            return Optional.ofNullable(entries.get(key));
        }
    }
}
