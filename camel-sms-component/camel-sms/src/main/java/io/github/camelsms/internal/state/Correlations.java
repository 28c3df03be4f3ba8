package io.github.camelsms.internal.state;

import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what {@code sms:send} is to remember and puts it back on {@code sms:dlr}. A receipt that overtakes the reply to its send waits for
 * it: without a thread, for a bounded time, and only while a send is in flight that may be its own.
 */
public final class Correlations {

    /** How long a receipt waits for the send that it belongs to. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Few of the worker threads that a server has. */
    private static final int WAITING_WITH_A_THREAD = 5;

    private static final int WAITING_WITHOUT = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Correlations.class);

    /** Messages sent by this process whose values are kept as they were; two entries each. */
    private static final int SENT_HERE = 100_000;

    private final @Nullable StateStore store;
    private final Duration retention;
    private final BackgroundThreads threads;
    private final SendsUnderWay sends = new SendsUnderWay();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Map<String, Correlated> sentHere = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Correlated> eldest) {
            return size() > SENT_HERE;
        }
    };
    private final WaitingPlaces places = new WaitingPlaces(WAITING_WITH_A_THREAD, WAITING_WITHOUT);

    /**
     * @param store lasts longer than this process; null when there is none
     * @param retention how long it keeps what sends remember
     */
    public Correlations(@Nullable StateStore store, Duration retention, BackgroundThreads threads) {
        this.store = store;
        this.retention = retention;
        this.threads = threads;
    }

    /** Says once that what is kept in memory is forgotten at a restart. */
    public void announceMemory() {
        if (store == null && announced.compareAndSet(false, true)) {
            LOG.info(
                    "What option correlate names is kept in memory: receipts that come after a restart come without it;"
                            + " set stateStore on the component to keep it");
        }
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

    /**
     * Remembers the values before the call, under the reference that receipts will bring.
     *
     * @param reference of the call
     */
    public void remember(String reference, Correlated values) {
        String key = StateKeys.of("correlation", reference);
        synchronized (sentHere) {
            sentHere.put(key, values);
        }
        if (store != null) {
            keep(store, List.of(key), values);
        }
    }

    /** Remembers the values under the id that the provider gave. */
    public void remember(String account, Correlated values, @Nullable Msisdn to, SmsSubmission submission) {
        String id = submission.messageId();
        if (id == null) {
            return;
        }
        List<String> keys =
                to == null ? List.of(key(account, id, null)) : List.of(key(account, id, null), key(account, id, to));
        synchronized (sentHere) {
            keys.forEach(key -> sentHere.put(key, values));
        }
        sends.stored(account, id);
        if (store != null) {
            keep(store, keys, values);
        }
    }

    private static String key(String account, String messageId, @Nullable Msisdn to) {
        return StateKeys.of("correlation", account, messageId, to == null ? null : to.digits());
    }

    /** What happens here does not change what became of the send. A store that fails is asked once. */
    private void keep(StateStore lasting, List<String> keys, Correlated values) {
        try {
            warnOfUnwritable(values);
            byte[] bytes = CorrelatedCodec.encode(values);
            if (bytes.length > StateValue.MOST_BYTES) {
                LOG.warn(
                        "What option correlate names is larger than {} bytes and is not stored: receipts of this message"
                                + " get it in this process only",
                        StateValue.MOST_BYTES);
                return;
            }
            StateValue value = StateValue.of(bytes, retention);
            for (String key : keys) {
                if (lasting.create(key, value).isEmpty()) { // an id that the provider uses again
                    lasting.find(key).ifPresent(entry -> lasting.replace(key, entry.version(), value));
                }
            }
        } catch (RuntimeException | LinkageError | StackOverflowError unavailable) {
            LOG.debug("What option correlate names could not be stored", unavailable);
        }
    }

    private void warnOfUnwritable(Correlated values) {
        for (String name : CorrelatedCodec.unwritable(values)) {
            if (warned.add(name)) {
                LOG.warn(
                        "The value of {} cannot be stored: it must be text, a number, a boolean, a UUID or a time."
                                + " Receipts get it in this process only",
                        name);
            }
        }
    }

    /**
     * Finds what the send of a receipt remembered.
     *
     * @param reference of the send, as the called address carried it; null for none
     * @return empty when it remembered nothing, remembered it before this process began, or took longer than a receipt waits; ends on a
     *     background thread where it had to wait
     */
    public CompletionStage<Optional<Correlated>> find(
            String account, @Nullable String reference, DeliveryReceipt receipt, ServerThread thread) {
        Optional<Correlated> referenced =
                reference == null ? Optional.empty() : lookUp(StateKeys.of("correlation", reference));
        if (referenced.isPresent()) {
            return CompletableFuture.completedFuture(referenced);
        }
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
        Optional<Correlated> exact = lookUp(key(account, receipt.messageId(), receipt.to()));
        return exact.isPresent() || receipt.to() == null ? exact : lookUp(key(account, receipt.messageId(), null));
    }

    private Optional<Correlated> lookUp(String key) {
        Correlated here;
        synchronized (sentHere) {
            here = sentHere.get(key);
        }
        return here != null || store == null
                ? Optional.ofNullable(here)
                : store.find(key).map(entry -> CorrelatedCodec.decode(entry.value()));
    }
}
