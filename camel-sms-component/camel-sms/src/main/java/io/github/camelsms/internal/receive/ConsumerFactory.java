package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.observe.AccountMetrics;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.OptOutSettings;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.options.WebhookSettings;
import io.github.camelsms.internal.server.WebhookServer;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Inbox;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.EventDrivenPollingConsumer;
import org.jspecify.annotations.Nullable;

/** Puts together what a consumer needs: server, checks, the provider's reading of a call, and the way to the route. */
public final class ConsumerFactory {

    private final Source source;
    private final ReceiverState state;
    private final Processor route;
    private final String account;
    private final ResultWriter writer;
    private final @Nullable AccountMetrics metrics;

    /**
     * What a consumer is made for.
     *
     * @param endpoint makes the exchanges
     * @param path option {@code path}; null when not set
     * @param settings options of the account
     * @param layers where the options of webhooks stand
     * @param supported the operations of the provider, for messages: asking needs all credentials
     * @param queries opens the account's way to ask for the state of a message
     * @param calls opens the account's way to call the provider
     */
    public record Source(
            Endpoint endpoint,
            SmsOperation operation,
            @Nullable String path,
            AccountSettings settings,
            OptionLayers layers,
            SmsProvider provider,
            Supplier<List<SmsOperation>> supported,
            Callable<AccountClient<SmsQuery, DeliveryReceipt>> queries,
            Callable<AccountClient<SmsCall, CallReply>> calls) {}

    public ConsumerFactory(Source source, ReceiverState state, Processor route) {
        this.source = source;
        this.state = state;
        this.route = route;
        this.account = Objects.requireNonNullElse(
                source.settings().account(), source.provider().id());
        this.writer = new ResultWriter(source.provider().id(), source.settings().account(), InstantSource.system());
        this.metrics = state.metrics(account, source.provider().id());
    }

    /** @throws Exception when the provider sends no receipts or an option is wrong; the server is found when the consumer starts */
    public Consumer receipts() throws Exception {
        Webhook<DeliveryReceipt> webhook = supported(source.provider().dlr());
        WebhookSettings options = options(webhook);
        EventKind.Receipts kind =
                new EventKind.Receipts(account, writer, state.correlations(), state.idempotentSends());
        return consumer(
                webhook,
                options,
                options.verification().contains(Verification.QUERY) ? confirmation() : null,
                kind,
                missingReceipts(kind, options));
    }

    /** Null when option {@code missingAfter} is not set. */
    private @Nullable MissingReceipts missingReceipts(EventKind.Receipts kind, WebhookSettings options)
            throws Exception {
        Duration after = source.settings().missingAfter();
        if (after == null) {
            return null;
        }
        if (source.provider().query().isEmpty()) {
            throw new IllegalArgumentException("option missingAfter is not possible with provider "
                    + source.provider().id() + ", which cannot be asked what became of a message");
        }
        state.awaited().check(source.settings());
        ProcessedEvents processed = state.processedEvents(options.repository());
        return new MissingReceipts(
                source.queries().call(),
                after,
                callsPerSecond(),
                state.awaited(),
                processed,
                delivery(kind, processed, true),
                delivery(new EventKind.GivenUp(kind), processed, false),
                state.threads());
    }

    private int callsPerSecond() {
        Integer chosen = source.settings().maxRequestsPerSecond();
        return chosen != null ? chosen : source.provider().maxRequestsPerSecond();
    }

    private ReceiptConfirmation confirmation() throws Exception {
        return new ReceiptConfirmation(
                source.queries().call(),
                source.endpoint()::createExchange,
                state.confirmationShare(source.settings(), callsPerSecond()));
    }

    /** @throws Exception when the provider passes on no SMS or an option is wrong; the server is found when the consumer starts */
    public Consumer inbound() throws Exception {
        Webhook<InboundSms> webhook = supported(source.provider().inbound());
        WebhookSettings options = options(webhook);
        if (options.verification().contains(Verification.QUERY)) {
            throw new IllegalArgumentException(
                    "verification=query is not possible on sms:inbound; accepted: signature, token,"
                            + " address, none");
        }
        return consumer(webhook, options, null, inboundKind(), null);
    }

    /** @throws Exception when the provider keeps no SMS, or an option is wrong */
    public Consumer polledInbound() throws Exception {
        Inbox inbox = source.provider()
                .inbox()
                .orElseThrow(() -> new IllegalArgumentException("option polling=true is not possible with provider "
                        + source.provider().id() + ", which does not report what has arrived on request"));
        IdempotentRepository repository = source.layers().find(SmsAccount::getIdempotentRepository);
        AccountClient<SmsCall, CallReply> client = source.calls().call();
        PolledDelivery polled = isPolled() ? new PolledDelivery(route) : null;
        return new InboxPoller(
                source.endpoint(),
                route,
                inbox,
                call -> client.call(source.endpoint().createExchange(), call),
                () -> {
                    client.endWaits();
                    if (polled != null) {
                        polled.endWaits();
                    }
                },
                delivery(inboundKind(), state.processedEvents(repository), false, polled == null ? route : polled),
                state.inboxCursor(repository, account),
                state.lease("inbox " + account),
                InstantSource.system());
    }

    private EventKind<InboundSms> inboundKind() {
        OptOutSettings settings = source.settings().optOut();
        if (settings.enforced()) {
            state.optOuts().announceMemory();
        }
        return new EventKind.Inbound(account, writer, settings, state.optOuts());
    }

    private <T> Webhook<T> supported(Optional<Webhook<T>> webhook) {
        return webhook.orElseThrow(() -> new IllegalArgumentException("operation " + source.operation()
                + " is not supported by provider " + source.provider().id() + "; accepted: "
                + source.supported().get()));
    }

    private WebhookSettings options(Webhook<?> webhook) {
        return WebhookSettings.of(
                source.path(), WebhookSettings.standardPath(account, source.operation()), source.layers(), webhook);
    }

    /** Whether events are taken one at a time, as by {@code pollEnrich}, and not brought to a route. */
    private boolean isPolled() {
        return route instanceof EventDrivenPollingConsumer;
    }

    private <T> EventDelivery<T> delivery(EventKind<T> kind, ProcessedEvents processed, boolean dropStale) {
        return delivery(kind, processed, dropStale, route);
    }

    private <T> EventDelivery<T> delivery(
            EventKind<T> kind, ProcessedEvents processed, boolean dropStale, Processor receiver) {
        return new EventDelivery<>(
                kind, processed, this::count, dropStale, source.endpoint()::createExchange, receiver);
    }

    private void count(Object event) {
        if (metrics != null && event instanceof DeliveryReceipt receipt) {
            metrics.received(receipt);
        }
    }

    private <T> Consumer consumer(
            Webhook<T> webhook,
            WebhookSettings options,
            WebhookProcessor.@Nullable Confirmation<T> confirmation,
            EventKind<T> kind,
            @Nullable MissingReceipts missing)
            throws Exception {
        if (isPolled() && !options.acknowledgeOnReceive()) {
            throw new IllegalArgumentException("sms:" + source.operation()
                    + " can be polled, as by pollEnrich, with acknowledge=onReceive: otherwise the provider is"
                    + " answered when the route has ended, and what is polled has none; begin a route with it");
        }
        CamelContext context = source.endpoint().getCamelContext();
        String name = "sms:" + source.operation() + " at " + options.path();
        DeferredDeliveries deferred = options.acknowledgeOnReceive() ? new DeferredDeliveries(context) : null;
        WebhookProcessor<T> processor = new WebhookProcessor<>(
                name,
                new WebhookBinding(options.maxBodySize()),
                new WebhookGuard(webhook.methods(), options.allowed(), options.trustedProxies(), options.tokens()),
                options.verification().contains(Verification.SIGNATURE) ? webhook.signature() : request -> {},
                webhook,
                confirmation,
                delivery(kind, state.processedEvents(options.repository()), options.dropStale()),
                deferred,
                status -> {
                    if (metrics != null) {
                        metrics.refused(source.operation(), status);
                    }
                });
        return new WebhookConsumer(
                source.endpoint(),
                route,
                name,
                () -> WebhookServer.find(context, options.component()),
                options,
                processor,
                deferred,
                state.paths(),
                announcement(webhook, options),
                missing);
    }

    /** Tells sends of the account the address where the provider reports what becomes of them. */
    private WebhookConsumer.Announcement announcement(Webhook<?> webhook, WebhookSettings options) {
        String address = options.address();
        return address == null || webhook.addressParameter().isEmpty()
                ? () -> () -> {}
                : () -> state.addresses()
                        .open(
                                source.settings(),
                                webhook.addressParameter().get(),
                                address,
                                source.operation() == SmsOperation.dlr);
    }
}
