package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.observe.HealthChecks;
import io.github.camelsms.internal.state.NodeLease;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.spi.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.support.EventDrivenPollingConsumer;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a gateway again and again what has arrived, and brings each SMS to the route once. Of several nodes one asks. */
final class InboxPoller extends ScheduledPollConsumer {

    /** Clocks differ: what seems to have arrived so long before the latest SMS is read again. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /** When this many SMS have failed, nothing new is read until one of them succeeds. */
    private static final int MOST_FAILED = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(InboxPoller.class);

    private final Inbox inbox;
    private final Inbox.Caller caller;
    private final Runnable close;
    private final EventDelivery<InboundSms> delivery;
    private final InboxCursor cursor;
    private final @Nullable NodeLease lease;
    private final InstantSource clock;
    private final Set<InboundSms> failed = new LinkedHashSet<>();
    private @Nullable Runnable healthCheck;
    private @Nullable Instant start;
    private Instant latest = Instant.MIN;
    private Instant reached = Instant.MIN;

    /**
     * @param close lets go of what the caller needs
     * @param lease held by the node that asks; null when there is only this one
     */
    InboxPoller(
            Endpoint endpoint,
            Processor route,
            Inbox inbox,
            Inbox.Caller caller,
            Runnable close,
            EventDelivery<InboundSms> delivery,
            InboxCursor cursor,
            @Nullable NodeLease lease,
            InstantSource clock) {
        super(endpoint, route);
        this.inbox = inbox;
        this.caller = caller;
        this.close = close;
        this.delivery = delivery;
        this.cursor = cursor;
        this.lease = lease;
        this.clock = clock;
    }

    /** An SMS whose route fails holds up no other; it is tried again at each poll. */
    @Override
    protected int poll() {
        if (!isThisNodesTurn()) {
            return 0;
        }
        Instant began = clock.instant();
        int processed = 0;
        for (InboundSms sms : List.copyOf(failed)) {
            processed += deliver(sms);
        }
        if (failed.size() < MOST_FAILED) {
            for (InboundSms sms : arrived(began)) {
                if (!isPollAllowed() || failed.size() >= MOST_FAILED) {
                    return processed;
                }
                if (!failed.contains(sms)) {
                    processed += deliver(sms);
                }
                readTo(sms, began);
            }
        }
        reached = processedUpTo(began);
        cursor.readUpTo(reached);
        return processed;
    }

    private boolean isThisNodesTurn() {
        if (lease == null) {
            return true;
        }
        return switch (lease.hold()) {
            case STILL_HERE -> true;
            case NOW_HERE -> {
                forget();
                yield true;
            }
            case ELSEWHERE -> false;
        };
    }

    /** Another node may have read on in the meantime: the cursor knows from where to go on. */
    private void forget() {
        failed.clear();
        start = null;
        latest = Instant.MIN;
    }

    private List<InboundSms> arrived(Instant began) {
        Instant first = start;
        if (first == null) {
            first = cursor.start(began);
            start = first;
            reached = first;
        }
        Instant since = latest.isAfter(first.plus(OVERLAP)) ? latest.minus(OVERLAP) : first;
        return inbox.read(since, caller);
    }

    /** Notes how far the inbox was read; an SMS from the future does not count, else later ones would be skipped until then. */
    private void readTo(InboundSms sms, Instant began) {
        Instant at = sms.at();
        if (at != null) {
            Instant read = at.isAfter(began) ? began : at;
            latest = read.isAfter(latest) ? read : latest;
        }
    }

    /** An SMS that failed is read again after a restart. One without a time may have arrived since the cursor was last moved. */
    private Instant processedUpTo(Instant began) {
        Instant earliest = began;
        for (InboundSms sms : failed) {
            Instant at = sms.at() == null ? reached : sms.at();
            earliest = at.isBefore(earliest) ? at : earliest;
        }
        return earliest;
    }

    /** How many SMS this brought to an end: 1 or 0. */
    private int deliver(InboundSms sms) {
        Optional<String> refusal = delivery.refusal(sms);
        if (refusal.isPresent()) {
            LOG.warn("sms:inbound of route {}: dropped an SMS: {}", getRouteId(), refusal.get());
            return 0;
        }
        try {
            Deliveries.started(() -> delivery.deliver(sms, null, ServerThread.FREE))
                    .toCompletableFuture()
                    .join();
            failed.remove(sms);
            return 1;
        } catch (CompletionException failure) {
            failed.add(sms);
            report(Deliveries.cause(failure));
            return 0;
        }
    }

    private void report(Throwable failure) {
        if (!(failure instanceof EventDeliveryException undelivered)) {
            LOG.warn(
                    "sms:inbound of route {}: an SMS will be tried again: {}",
                    getRouteId(),
                    failure.getClass().getName());
        } else if (!undelivered.isInProgress()) {
            LOG.warn("sms:inbound of route {}: an SMS will be tried again: {}", getRouteId(), undelivered.getMessage());
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        release();
    }

    private void look(HealthCheckResultBuilder result) {
        Throwable failure = getLastError();
        if (!isStarted()) {
            result.down().message("the inbox is not polled");
        } else if (failure != null) {
            result.down().message("the last poll failed: " + failure.getClass().getSimpleName());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        boolean polled = getProcessor() instanceof EventDrivenPollingConsumer; // rests until it is polled again
        if (healthCheck == null && !polled) { // a stopped route keeps its check, which is down then
            healthCheck = HealthChecks.ofConsumer(this, this::look);
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        if (healthCheck != null) {
            healthCheck.run();
            healthCheck = null;
        }
        super.doShutdown();
    }

    @Override
    protected void doStop() throws Exception {
        close.run();
        super.doStop();
        release();
    }

    private void release() {
        if (lease != null) {
            lease.release();
        }
    }
}
