package io.github.camelsms;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.client.AccountRegistry;
import io.github.camelsms.internal.observe.Metrics;
import io.github.camelsms.internal.options.Accounts;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.receive.ReceiverState;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.Codes;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.GuardedStateStore;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** Wires what all endpoints of one component share. */
final class SmsRuntime extends ServiceSupport {

    private final Accounts accounts;
    private final SmsConfiguration common;
    private final ProviderFinder providers;
    private final BackgroundThreads threads;
    private final Correlations correlations;
    private final AwaitedReceipts awaitedReceipts;
    private final IdempotentSends idempotentSends;
    private final OptOuts optOuts;
    private final Codes codes;
    private final AccountRegistry registry;
    private final ReceiverState receiver;

    /**
     * @param rateLimits keeps the buckets of rate limits in a cluster; null for limits of this process
     * @param given survives a restart, or is the same on every node; null for memory
     * @param retention how long the store keeps what it knows
     */
    SmsRuntime(
            SmsComponent component,
            @Nullable ProxyManager<?> rateLimits,
            @Nullable StateStore given,
            Duration retention) {
        CamelContext context = component.getCamelContext();
        this.threads = new BackgroundThreads(component, context);
        StateStore store = given == null ? null : new GuardedStateStore(given, threads);
        WebhookAddresses addresses = new WebhookAddresses();
        Metrics metrics = Metrics.find(context);
        this.accounts = new Accounts(context, component::getAccounts);
        this.common = component.getConfiguration();
        this.providers = new ProviderFinder(context);
        this.correlations = new Correlations(store, retention, threads);
        this.awaitedReceipts = new AwaitedReceipts(store, retention);
        this.idempotentSends = new IdempotentSends(store, threads);
        this.optOuts = new OptOuts(store);
        this.codes = new Codes(store);
        this.registry =
                new AccountRegistry(component, context, providers, addresses, correlations, rateLimits, store, metrics);
        this.receiver = new ReceiverState(
                context,
                addresses,
                correlations,
                awaitedReceipts,
                idempotentSends,
                optOuts,
                threads,
                store,
                retention,
                metrics);
    }

    /** @param endpoint options that stand on the endpoint itself */
    EndpointAccounts accounts(SmsConfiguration endpoint) {
        return new EndpointAccounts(accounts, common, endpoint, new DeclaredOptions(providers));
    }

    ProviderFinder providers() {
        return providers;
    }

    Correlations correlations() {
        return correlations;
    }

    AwaitedReceipts awaitedReceipts() {
        return awaitedReceipts;
    }

    IdempotentSends idempotentSends() {
        return idempotentSends;
    }

    Codes codes() {
        return codes;
    }

    OptOuts optOuts() {
        return optOuts;
    }

    AccountRegistry registry() {
        return registry;
    }

    ReceiverState receiver() {
        return receiver;
    }

    @Override
    protected void doStart() {
        threads.open();
        ServiceHelper.startService(registry);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(registry);
        threads.close();
    }
}
