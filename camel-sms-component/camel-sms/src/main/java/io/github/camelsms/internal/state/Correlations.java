package io.github.camelsms.internal.state;

import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.Correlated;
import io.github.camelsms.model.CorrelationKey;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.CorrelationStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what {@code sms:send} is told to and puts it back on {@code sms:dlr}. A receipt that comes before the send's reply was stored
 * waits for it, but only while a send of that account is under way that had begun before the receipt came.
 */
public final class Correlations {

    /** How long a receipt waits for the send that it belongs to. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Correlated NOTHING = new Correlated(Map.of(), Map.of());

    private final CorrelationStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, NavigableSet<Long>> underWay = new HashMap<>();
    private long begun;
    private long changes;

    public Correlations(CorrelationStore store) {
        this.store = store;
    }

    /** A transport whose calls receipts of that account wait for. */
    public HttpTransport watching(String account, HttpTransport transport) {
        return (request, completion) -> {
            long call = begin(account);
            return transport.execute(request, (outcome, sync) -> {
                try {
                    completion.done(outcome, sync);
                } finally {
                    end(account, call);
                }
            });
        };
    }

    private long begin(String account) {
        lock.lock();
        try {
            long call = ++begun;
            underWay.computeIfAbsent(account, none -> new TreeSet<>()).add(call);
            return call;
        } finally {
            lock.unlock();
        }
    }

    private void end(String account, long call) {
        lock.lock();
        try {
            underWay.computeIfPresent(account, (name, calls) -> calls.remove(call) && calls.isEmpty() ? null : calls);
            tellOfChange();
        } finally {
            lock.unlock();
        }
    }

    private void tellOfChange() {
        changes++;
        changed.signalAll();
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
        lock.lock();
        try {
            tellOfChange();
        } finally {
            lock.unlock();
        }
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** What the send of that receipt remembered; empty when it remembered nothing, or before this process began. */
    public Optional<Correlated> find(String account, DeliveryReceipt receipt) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Moment arrival = now(account, Long.MAX_VALUE);
        Moment moment = arrival;
        Optional<Correlated> found = lookUp(account, receipt); // the store may be slow: never under the lock
        while (found.isEmpty() && moment.awaited() && changedAfter(moment, deadline)) {
            moment = now(account, arrival.begun());
            found = lookUp(account, receipt);
        }
        return found;
    }

    /**
     * Where the sends stand.
     *
     * @param begun number of the latest send: one that begins later than a receipt came is not its send
     * @param awaited whether a send up to a given number is under way
     */
    private record Moment(long begun, long changes, boolean awaited) {}

    private Moment now(String account, long latest) {
        lock.lock();
        try {
            NavigableSet<Long> calls = underWay.get(account);
            return new Moment(begun, changes, calls != null && calls.first() <= latest);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next change; false when there was none in time. */
    private boolean changedAfter(Moment moment, long deadline) {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (changes == moment.changes() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return changes != moment.changes();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
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
