package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Inbox;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/** Asks a gateway again and again what has arrived, and brings each SMS to the route once. */
public final class InboxPoller extends ScheduledPollConsumer {

    private final SmsEndpoint endpoint;
    private final Inbox inbox;
    private final AccountClient<SmsCall, CallReply> client;
    private final EventDelivery<InboundSms> courier;
    private final InboxCursor cursor;
    private final InstantSource clock;
    private @Nullable Instant since;

    public InboxPoller(
            SmsEndpoint endpoint,
            Processor route,
            Inbox inbox,
            AccountClient<SmsCall, CallReply> client,
            EventDelivery<InboundSms> courier,
            InboxCursor cursor,
            InstantSource clock) {
        super(endpoint, route);
        this.endpoint = endpoint;
        this.inbox = inbox;
        this.client = client;
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

    private CallReply call(SmsCall call) {
        return client.call(endpoint.createExchange(), call);
    }

    @Override
    protected void doStop() throws Exception {
        client.stop();
        super.doStop();
    }
}
