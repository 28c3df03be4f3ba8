package io.github.camelsms;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.spi.Inbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Asks a gateway again and again what has arrived, and brings each SMS to the route once. */
final class InboxConsumer extends ScheduledPollConsumer {

    private final SmsEndpoint endpoint;
    private final Inbox inbox;
    private final CamelHttpTransport transport;
    private final Gate gate;
    private final Courier<InboundSms> courier;
    private final InboxCursor cursor;
    private final InstantSource clock;
    private @Nullable Instant since;

    InboxConsumer(
            SmsEndpoint endpoint,
            Processor route,
            Inbox inbox,
            CamelHttpTransport transport,
            Gate gate,
            Courier<InboundSms> courier,
            InboxCursor cursor,
            InstantSource clock) {
        super(endpoint, route);
        this.endpoint = endpoint;
        this.inbox = inbox;
        this.transport = transport;
        this.gate = gate;
        this.courier = courier;
        this.cursor = cursor;
        this.clock = clock;
    }

    /** What cannot be processed is read again at the next poll, and so is all that arrived after it. */
    @Override
    protected int poll() {
        Instant began = clock.instant();
        Instant from = since == null ? cursor.start(began) : since;
        since = from;
        int processed = 0;
        for (InboundSms sms : inbox.read(from, this::call)) {
            if (!isPollAllowed()) {
                return processed;
            }
            courier.deliver(sms, null);
            processed++;
            if (sms.at() != null) {
                since = sms.at();
            }
        }
        cursor.readUpTo(began);
        return processed;
    }

    private HttpResponse call(HttpRequest request) {
        Exchange exchange = endpoint.createExchange();
        CompletableFuture<HttpOutcome> reply = new CompletableFuture<>();
        gate.before(transport.on(exchange, Optional::empty), true)
                .execute(request, (outcome, sync) -> reply.complete(outcome));
        return reply.join().responseOrThrow(); // every call ends: by its reply, a time-out or a stop
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(transport);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        gate.close();
        ServiceHelper.stopService(transport);
        super.doStop();
    }
}
