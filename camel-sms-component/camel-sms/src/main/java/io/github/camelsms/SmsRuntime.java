package io.github.camelsms;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.client.AccountRegistry;
import io.github.camelsms.internal.options.Accounts;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.receive.WebhookPaths;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.ProcessedEvents;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** Wires what all endpoints of one component share. */
final class SmsRuntime extends ServiceSupport {

    /** Keys of processed events kept in memory; a receipt takes two. */
    private static final int REMEMBERED = 100_000;

    private final SmsComponent component;
    private final CamelContext context;
    private final ProviderFinder providers;
    private final WebhookAddresses webhookAddresses = new WebhookAddresses();
    private final WebhookPaths webhookPaths = new WebhookPaths();
    private final ProcessedEvents processed =
            new ProcessedEvents(MemoryIdempotentRepository.memoryIdempotentRepository(REMEMBERED));
    private final Correlations correlations;
    private final AccountRegistry registry;

    SmsRuntime(SmsComponent component, @Nullable ProxyManager<?> rateLimits, Correlations correlations) {
        this.component = component;
        this.context = component.getCamelContext();
        this.providers = new ProviderFinder(context);
        this.correlations = correlations;
        this.registry =
                new AccountRegistry(component, context, providers, webhookAddresses, correlations, rateLimits);
    }

    /** @param endpoint options that stand on the endpoint itself */
    EndpointAccounts accounts(SmsConfiguration endpoint) {
        return new EndpointAccounts(
                new Accounts(context, component::getAccounts), component.getConfiguration(), endpoint);
    }

    AccountRegistry registry() {
        return registry;
    }

    ProviderFinder providers() {
        return providers;
    }

    Correlations correlations() {
        return correlations;
    }

    WebhookAddresses webhookAddresses() {
        return webhookAddresses;
    }

    WebhookPaths webhookPaths() {
        return webhookPaths;
    }

    /** The log of what was processed, kept in memory where no repository is configured. */
    ProcessedEvents processed(@Nullable IdempotentRepository repository) {
        if (repository == null) {
            return processed;
        }
        CamelContextAware.trySetCamelContext(repository, context);
        ServiceHelper.startService(repository);
        return new ProcessedEvents(repository);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(registry);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(registry);
    }
}
