package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.state.AwaitedMessage;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.EventKey;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider for messages whose final state nobody has reported, and brings what comes back to the route. Few are asked for at once,
 * so that sends of the account get their turns in between.
 */
final class MissingReceipts {

    private static final Duration LONGEST_INTERVAL = Duration.ofHours(12);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    /** For the route, which a claimed message waits for, too. */
    private static final Duration ROUTE = Duration.ofMinutes(1);

    private static final int MOST_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(MissingReceipts.class);

    private final AccountClient<SmsQuery, DeliveryReceipt> client;
    private final AwaitedReceipts awaited;
    private final ProcessedEvents processed;
    private final EventDelivery<DeliveryReceipt> asked;
    private final EventDelivery<DeliveryReceipt> given;
    private final BackgroundThreads threads;
    private final AccountSettings settings;
    private final Duration after;
    private final Duration lease;
    private final int atOnce;
    private @Nullable AutoCloseable watch;

    /** The run that goes on; another one begins after a pause. Each is only equal to itself. */
    private volatile @Nullable Object run;

    /**
     * @param client asks the provider
     * @param after how long a receipt must be missing
     * @param callsPerSecond of the account; 0 for no limit
     * @param asked delivers what the provider answers
     * @param given delivers what is given up
     */
    MissingReceipts(
            AccountClient<SmsQuery, DeliveryReceipt> client,
            Duration after,
            int callsPerSecond,
            AwaitedReceipts awaited,
            ProcessedEvents processed,
            EventDelivery<DeliveryReceipt> asked,
            EventDelivery<DeliveryReceipt> given,
            BackgroundThreads threads) {
        this.client = client;
        this.awaited = awaited;
        this.processed = processed;
        this.asked = asked;
        this.given = given;
        this.threads = threads;
        this.settings = client.settings();
        this.after = after;
        this.lease =
                settings.rateLimitTimeout().plus(settings.responseTimeout()).plus(ROUTE);
        this.atOnce = callsPerSecond == 0 ? MOST_AT_ONCE : Math.min(MOST_AT_ONCE, callsPerSecond);
    }

    void start() {
        watch = awaited.watch(settings);
        resume();
    }

    void resume() {
        Object begun = new Object();
        run = begun;
        lookLater(begun, look());
    }

    /** Asks no more; messages that are sent meanwhile are remembered. */
    void suspend() {
        run = null;
    }

    void stop() throws Exception {
        suspend();
        client.endWaits();
        AutoCloseable open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }

    /** Many times within the shortest wait. */
    private Duration look() {
        Duration look = after.dividedBy(10);
        return look.compareTo(SHORTEST_LOOK) < 0
                ? SHORTEST_LOOK
                : look.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look;
    }

    private void lookLater(Object current, Duration delay) {
        if (current == run) {
            try {
                threads.after(delay, () -> look(current));
            } catch (RejectedExecutionException stopping) {
                LOG.debug("{}: missing receipts are not looked for: the component stops", client.account());
            }
        }
    }

    private void look(Object current) {
        if (current != run) {
            return;
        }
        List<AwaitedReceipts.Claimed> due;
        try {
            due = awaited.claim(settings, client.account(), atOnce, lease);
        } catch (RuntimeException | Error unavailable) { // a failure must not end the looking
            LOG.debug("{}: missing receipts cannot be looked for now", client.account(), unavailable);
            lookLater(current, look());
            return;
        }
        CompletableFuture<?>[] ends = due.stream().map(this::handle).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends)
                .whenComplete((none, failure) -> lookLater(current, due.size() < atOnce ? look() : Duration.ZERO));
    }

    /** Ends when nothing more is to be done for the message now. Never fails: what was not settled is due again. */
    private CompletableFuture<Void> handle(AwaitedReceipts.Claimed claimed) {
        AwaitedMessage message = claimed.message();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            if (hasEnded(message)) {
                awaited.settle(claimed);
                end.complete(null);
                return end;
            }
            client.execute(
                    null,
                    new SmsQuery(message.messageId(), message.to(), null),
                    (result, sync) -> Deliveries.started(() -> answered(claimed, result.output()))
                            .whenComplete((none, failure) -> {
                                if (failure != null) {
                                    report(Deliveries.cause(failure));
                                }
                                end.complete(null);
                            }));
        } catch (RuntimeException | Error unavailable) {
            report(unavailable);
            end.complete(null);
        }
        return end;
    }

    /** A receipt need not name the recipient. */
    private boolean hasEnded(AwaitedMessage message) {
        return processed.hasEnded(EventKey.message(client.account(), message.messageId(), message.to()))
                || processed.hasEnded(EventKey.message(client.account(), message.messageId(), null));
    }

    /** @param receipt null when the provider could not be asked */
    private CompletionStage<Void> answered(AwaitedReceipts.Claimed claimed, @Nullable DeliveryReceipt receipt) {
        AwaitedMessage message = claimed.message();
        Duration left = settings.missingUntil().minus(claimed.since());
        boolean over = left.isNegative() || left.isZero();
        if (receipt != null && receipt.statusFinal()) {
            return asked.deliver(receipt, null, ServerThread.FREE).thenRun(() -> awaited.settle(claimed));
        }
        if (over) {
            DeliveryReceipt last = receipt == null ? asFarAsKnown(message) : receipt;
            return given.deliver(last, null, ServerThread.FREE).thenRun(() -> awaited.settle(claimed));
        }
        AwaitedMessage next = message.askedAgain(receipt == null ? message.status() : receipt.status());
        CompletionStage<Void> delivered = receipt == null
                ? CompletableFuture.completedFuture(null)
                : asked.deliver(receipt, null, ServerThread.FREE);
        return delivered.thenRun(() -> awaited.postpone(settings, claimed, next, interval(next.asked(), left)));
    }

    private DeliveryReceipt asFarAsKnown(AwaitedMessage message) {
        return DeliveryReceipt.of(client.provider(), message.messageId(), message.status(), ReceiptSource.QUERY)
                .to(message.to())
                .build();
    }

    /** Twice as long after each question; the last one comes when the time is over. */
    private Duration interval(int questions, Duration left) {
        Duration grown = after.multipliedBy(1L << Math.min(questions, 20));
        Duration bounded = grown.compareTo(LONGEST_INTERVAL) < 0 ? grown : LONGEST_INTERVAL;
        Duration atTheEnd = left.plusMillis(1);
        return bounded.compareTo(atTheEnd) < 0 ? bounded : atTheEnd;
    }

    private void report(Throwable failure) {
        if (failure instanceof EventDeliveryException delivery) {
            if (!delivery.isInProgress()) {
                LOG.warn("{}: a missing receipt will be tried again: {}", client.account(), delivery.getMessage());
            }
        } else {
            LOG.warn(
                    "{}: a missing receipt will be asked for again: {}",
                    client.account(),
                    failure.getClass().getName());
        }
    }
}
