package io.github.camelsms.internal.observe;

import io.github.camelsms.SmsOperation;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters in a Micrometer registry. Each is looked up once: no message makes tags. */
final class MicrometerMetrics implements Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMetrics.class);

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private record Name(String account, String provider) {}

    private final MeterRegistry registry;
    private final SendTimes sends = new SendTimes();
    private final Map<Name, OfAccount> accounts = new ConcurrentHashMap<>();
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public AccountMetrics account(String account, String provider) {
        return accounts.computeIfAbsent(
                new Name(account, provider), name -> new OfAccount(Tags.of("account", account, "provider", provider)));
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
        accounts.clear();
    }

    /** What a registry throws, such as for a name that another library has registered otherwise, changes no call. */
    private static void safely(Runnable recording) {
        try {
            recording.run();
        } catch (RuntimeException refused) {
            LOG.debug("A meter was not written: {}", refused.getClass().getName());
        }
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private final class OfAccount implements AccountMetrics {

        private record Reading(IntSupplier inFlight, BooleanSupplier circuitOpen) {}

        private final Tags tags;
        private final List<Reading> readings = new CopyOnWriteArrayList<>();
        private final Map<SmsOperation, CallMetrics> operations = new ConcurrentHashMap<>();
        private final Map<String, Counter> prices = new ConcurrentHashMap<>();
        private final AtomicReferenceArray<@Nullable Counter> receipts =
                new AtomicReferenceArray<>(DeliveryStatus.values().length * ReceiptSource.values().length);
        private final Counter segments;
        private final Timer receiptDelay;

        OfAccount(Tags tags) {
            this.tags = tags;
            this.segments = Counter.builder("camel.sms.segments")
                    .description("Short messages that were sent, long ones counted by their parts")
                    .tags(tags)
                    .register(registry);
            this.receiptDelay = Timer.builder("camel.sms.receipt.delay")
                    .description("From a send to the receipt of its final state")
                    .tags(tags)
                    .register(registry);
        }

        @Override
        public CallMetrics calls(SmsOperation operation) {
            return operations.computeIfAbsent(operation, name -> new OfOperation(this, tags, name));
        }

        @Override
        public synchronized void watch(IntSupplier inFlight, BooleanSupplier circuitOpen) {
            if (readings.isEmpty()) {
                gauges.add(Gauge.builder("camel.sms.in.flight", readings, OfAccount::inFlight)
                        .description("Calls that are out")
                        .tags(tags)
                        .register(registry));
                gauges.add(Gauge.builder("camel.sms.circuit", readings, OfAccount::open)
                        .description("1 while the circuit of the account is open, else 0")
                        .tags(tags)
                        .register(registry));
            }
            readings.add(new Reading(inFlight, circuitOpen));
        }

        private static double inFlight(List<Reading> readings) {
            return readings.stream()
                    .mapToInt(reading -> reading.inFlight().getAsInt())
                    .sum();
        }

        private static double open(List<Reading> readings) {
            return readings.stream().anyMatch(reading -> reading.circuitOpen().getAsBoolean()) ? 1 : 0;
        }

        void sent(SmsSubmission submission) {
            if (submission.messageId() != null) {
                sends.sent(submission.messageId());
            }
            if (submission.segments() != null) {
                segments.increment(submission.segments());
            }
            if (submission.price() != null) {
                price(submission.currency()).increment(submission.price().doubleValue());
            }
        }

        /** A currency that is none, since providers choose the text, is counted as {@code other}. */
        private Counter price(@Nullable String currency) {
            String known = currency == null ? "none" : CURRENCIES.contains(currency) ? currency : "other";
            return prices.computeIfAbsent(
                    known,
                    code -> Counter.builder("camel.sms.price")
                            .description("What sends cost, as providers said at once")
                            .tags(tags)
                            .tag("currency", code)
                            .register(registry));
        }

        @Override
        public void received(DeliveryReceipt receipt) {
            safely(() -> {
                receipts(receipt.status(), receipt.source()).increment();
                if (receipt.statusFinal()) {
                    long nanos = delay(receipt);
                    if (nanos >= 0) {
                        receiptDelay.record(nanos, TimeUnit.NANOSECONDS);
                    }
                }
            });
        }

        private Counter receipts(DeliveryStatus status, ReceiptSource source) {
            int index = status.ordinal() * ReceiptSource.values().length + source.ordinal();
            Counter known = receipts.get(index);
            if (known != null) {
                return known;
            }
            Counter made = Counter.builder("camel.sms.receipts")
                    .description("Receipts that were processed")
                    .tags(tags)
                    .tag("status", tag(status))
                    .tag("source", tag(source))
                    .register(registry);
            receipts.set(index, made);
            return made;
        }

        private long delay(DeliveryReceipt receipt) {
            Instant from = receipt.submittedAt();
            if (from == null) {
                return sends.since(receipt.messageId());
            }
            Instant until = receipt.at() == null ? Instant.now() : receipt.at();
            return Math.max(0, Duration.between(from, until).toNanos());
        }

        @Override
        public void refused(SmsOperation operation, int status) {
            safely(() -> Counter.builder("camel.sms.webhooks.refused")
                    .description("Calls of providers that were answered with an error")
                    .tags(tags)
                    .tag("operation", operation.name())
                    .tag("reason", reason(status))
                    .register(registry)
                    .increment());
        }

        private static String reason(int status) {
            return switch (status) {
                case 400 -> "unreadable";
                case 403 -> "forbidden";
                case 405 -> "method";
                case 413 -> "size";
                case 503 -> "unavailable";
                default -> "route";
            };
        }
    }

    private final class OfOperation implements CallMetrics {

        private static final int WITHOUT_CLASS = ErrorClass.values().length;

        private final OfAccount account;
        private final Tags tags;
        private final Tags tagsOfWaits;
        private final AtomicReferenceArray<@Nullable Timer> calls =
                new AtomicReferenceArray<>(Outcome.values().length * (WITHOUT_CLASS + 1));
        private volatile @Nullable Timer turns;
        private volatile @Nullable Timer places;

        OfOperation(OfAccount account, Tags tagsOfAccount, SmsOperation operation) {
            this.account = account;
            this.tags = tagsOfAccount.and("operation", operation.name());
            this.tagsOfWaits = tagsOfAccount;
        }

        @Override
        public void ended(Outcome outcome, long nanos, @Nullable SmsException failure) {
            safely(() -> timer(outcome, failure).record(nanos, TimeUnit.NANOSECONDS));
        }

        @Override
        public void sent(SmsSubmission submission) {
            safely(() -> account.sent(submission));
        }

        private Timer timer(Outcome outcome, @Nullable SmsException failure) {
            int errorClass =
                    failure == null ? WITHOUT_CLASS : failure.errorClass().ordinal();
            int index = outcome.ordinal() * (WITHOUT_CLASS + 1) + errorClass;
            Timer known = calls.get(index);
            if (known != null) {
                return known;
            }
            Timer made = Timer.builder("camel.sms.calls")
                    .description("Calls of providers, without what they waited before")
                    .tags(tags)
                    .tag("outcome", tag(outcome))
                    .tag("error.class", failure == null ? "none" : tag(failure.errorClass()))
                    .register(registry);
            calls.set(index, made);
            return made;
        }

        @Override
        public void waitedForTurn(long nanos) {
            safely(() -> {
                Timer known = turns;
                if (known == null) {
                    turns = known = waits("rate");
                }
                known.record(nanos, TimeUnit.NANOSECONDS);
            });
        }

        @Override
        public void waitedForPlace(long nanos) {
            safely(() -> {
                Timer known = places;
                if (known == null) {
                    places = known = waits("place");
                }
                known.record(nanos, TimeUnit.NANOSECONDS);
            });
        }

        private Timer waits(String reason) {
            return Timer.builder("camel.sms.wait")
                    .description("Waits of calls for their turn under the rate limit, or for a place")
                    .tags(tagsOfWaits)
                    .tag("for", reason)
                    .register(registry);
        }
    }
}
