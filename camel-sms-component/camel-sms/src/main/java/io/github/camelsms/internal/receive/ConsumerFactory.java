package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.options.WebhookSettings;
import io.github.camelsms.internal.server.WebhookServer;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.spi.Inbox;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.IdempotentRepository;

/** Puts together what a consumer needs: server, checks, the provider's reading of a call, and the way to the route. */
public final class ConsumerFactory {

    private final SmsEndpoint endpoint;
    private final Processor route;
    private final AccountSettings settings;
    private final OptionLayers layers;
    private final SmsProvider provider;
    private final ExchangeBinding binding;

    public ConsumerFactory(SmsEndpoint endpoint, Processor route, AccountSettings settings, OptionLayers layers) {
        this.endpoint = endpoint;
        this.route = route;
        this.settings = settings;
        this.layers = layers;
        this.provider = endpoint.getComponent().provider(settings);
        this.binding = new ExchangeBinding(
                provider.id(),
                settings,
                InstantSource.system(),
                endpoint.getComponent().correlations(),
                endpoint.getComponent().callbacks());
    }

    /** @throws Exception when the provider sends no receipts, an option is wrong or there is no HTTP server */
    public Consumer receipts() throws Exception {
        Webhook<DeliveryReceipt> webhook = supported(provider.dlr());
        WebhookSettings options = options(webhook);
        ProcessedEvents log = endpoint.getComponent().receiptLog(options.repository());
        WebhookProcessor.Confirmation<DeliveryReceipt> confirmation = options.verification()
                        .contains(Verification.QUERY)
                ? new ReceiptConfirmation(endpoint.clients(SmsProvider::query).get(0))
                : (receipt, call) -> {};
        return consumer(webhook, options, confirmation, log, new Receipts(log, binding));
    }

    /** @throws Exception when the provider keeps no SMS, or an option is wrong */
    public Consumer polledInbound() throws Exception {
        Inbox inbox = provider.inbox()
                .orElseThrow(() -> new IllegalArgumentException("option polling=true is not possible with provider "
                        + provider.id() + ", which does not tell what has arrived"));
        SmsComponent component = endpoint.getComponent();
        IdempotentRepository repository = layers.find(SmsAccount::getIdempotentRepository);
        ProcessedEvents log = component.receiptLog(repository);
        return new InboxPoller(
                endpoint,
                route,
                inbox,
                endpoint.clients(SmsProvider::call).get(0),
                new EventDelivery<>(new Inbound(log, binding), log, false, endpoint::createExchange, route),
                new InboxCursor(repository, binding.account()),
                InstantSource.system());
    }

    /** @throws Exception when the provider passes on no SMS, an option is wrong or there is no HTTP server */
    public Consumer inbound() throws Exception {
        Webhook<InboundSms> webhook = supported(provider.inbound());
        WebhookSettings options = options(webhook);
        if (options.verification().contains(Verification.QUERY)) {
            throw new IllegalArgumentException(
                    "verification=query is not possible on sms:inbound; accepted: signature, token,"
                            + " address, none");
        }
        ProcessedEvents log = endpoint.getComponent().receiptLog(options.repository());
        return consumer(webhook, options, (sms, call) -> {}, log, new Inbound(log, binding));
    }

    private <T> Webhook<T> supported(Optional<Webhook<T>> webhook) {
        return webhook.orElseThrow(() -> new IllegalArgumentException("operation " + endpoint.getOperation()
                + " is not supported by provider " + provider.id() + "; accepted: "
                + endpoint.getComponent().operations(provider)));
    }

    private WebhookSettings options(Webhook<?> webhook) {
        String account = settings.account() == null ? provider.id() : settings.account();
        return WebhookSettings.of(
                endpoint.getConfiguration().getPath(),
                "/sms/" + account + "/" + endpoint.getOperation(),
                layers,
                webhook);
    }

    private <T> Consumer consumer(
            Webhook<T> webhook,
            WebhookSettings options,
            WebhookProcessor.Confirmation<T> confirmation,
            ProcessedEvents log,
            EventDelivery.Kind<T> kind)
            throws Exception {
        CamelContext context = endpoint.getCamelContext();
        EventDelivery<T> courier = new EventDelivery<>(kind, log, options.dropStale(), endpoint::createExchange, route);
        DeferredDeliveries backlog = options.acknowledgeOnReceive() ? new DeferredDeliveries(context) : null;
        WebhookProcessor<T> webhookProcessor = new WebhookProcessor<>(
                "sms:" + endpoint.getOperation() + " at " + options.path(),
                new WebhookBinding(options.maxBodySize()),
                new WebhookGuard(webhook.methods(), options.allowed(), options.trustedProxies(), options.tokens()),
                options.verification().contains(Verification.SIGNATURE) ? webhook.signature() : request -> {},
                webhook,
                confirmation,
                courier,
                backlog == null ? Runnable::run : backlog);
        String address = options.address();
        WebhookConsumer.Announcement announcement =
                address == null || webhook.addressParameter().isEmpty()
                        ? () -> () -> {}
                        : () -> endpoint.getComponent()
                                .callbacks()
                                .open(settings, webhook.addressParameter().get(), address);
        WebhookServer server =
                WebhookServer.find(context, options.component()); // may start one, so nothing is refused after it
        return new WebhookConsumer(endpoint, route, server, options, webhookProcessor, backlog, announcement);
    }

    private record Receipts(ProcessedEvents log, ExchangeBinding binding)
            implements EventDelivery.Kind<DeliveryReceipt> {

        @Override
        public String key(DeliveryReceipt receipt) {
            return ProcessedEvents.key(binding.account(), receipt);
        }

        @Override
        public ProcessedEvents.Verdict enter(String key, DeliveryReceipt receipt) {
            return log.enter(binding.account(), receipt);
        }

        @Override
        public void write(Exchange exchange, DeliveryReceipt receipt, boolean stale) {
            binding.writeNews(exchange, receipt, stale);
        }

        @Override
        public void succeeded(String key, DeliveryReceipt receipt) {
            log.succeeded(binding.account(), receipt);
        }
    }

    private record Inbound(ProcessedEvents log, ExchangeBinding binding) implements EventDelivery.Kind<InboundSms> {

        @Override
        public String key(InboundSms sms) {
            return ProcessedEvents.key(binding.account(), sms);
        }

        @Override
        public ProcessedEvents.Verdict enter(String key, InboundSms sms) {
            return log.enter(key);
        }

        @Override
        public void write(Exchange exchange, InboundSms sms, boolean stale) {
            binding.writeNews(exchange, sms);
        }

        @Override
        public void succeeded(String key, InboundSms sms) {
            log.succeeded(key);
        }
    }
}
