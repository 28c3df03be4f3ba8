package io.github.camelsms.internal.client;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.observe.AccountMetrics;
import io.github.camelsms.internal.observe.HealthChecks;
import io.github.camelsms.internal.observe.Metrics;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.BaseUrl;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.ReceiptAddress;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.StateKeys;
import io.github.camelsms.internal.transport.AccountTransport;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all endpoints of one component share: connections, places, rate limits and circuit breakers by account, and threads. */
public final class AccountRegistry extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRegistry.class);

    /**
     * Calls with equal ones share connections.
     *
     * @param owner name of the account, whose keys may change, or what identifies an account without a name
     */
    private record TransportKey(
            Object owner,
            String provider,
            URI base,
            String transport,
            Duration connectTimeout,
            Duration responseTimeout,
            int maxInFlight) {}

    private final CamelContext context;
    private final ProviderFinder providers;
    private final WebhookAddresses webhookAddresses;
    private final Correlations correlations;
    private final @Nullable Metrics metrics;
    private final boolean healthChecked;
    private final CallThreads threads;
    private final Map<String, AccountState> states = new ConcurrentHashMap<>();
    private final Queue<Runnable> healthChecks = new ConcurrentLinkedQueue<>();
    private final AccountRateLimiters limiters;
    private final Map<AccountSettings.Identity, InFlightPlaces> places = new ConcurrentHashMap<>();
    private final Map<AccountSettings.Identity, AccountCircuitBreaker> circuits = new ConcurrentHashMap<>();
    private final @Nullable StateStore store;
    private final Map<String, SharedRest> shared = new ConcurrentHashMap<>();
    private final Set<AccountSettings.Identity> warned = ConcurrentHashMap.newKeySet();
    private final Map<TransportKey, AccountTransport> transports = new ConcurrentHashMap<>();
    private final ContextEnd contextEnd = new ContextEnd();
    private volatile boolean ending;

    /**
     * @param owner of the threads; a component says whether accounts have a health check
     * @param cluster keeps the buckets of rate limits in a cluster; null for limits of this process
     * @param store shared with other nodes; null when there are none
     * @param metrics null when nobody measures
     */
    public AccountRegistry(
            Object owner,
            CamelContext context,
            ProviderFinder providers,
            WebhookAddresses webhookAddresses,
            Correlations correlations,
            @Nullable ProxyManager<?> cluster,
            @Nullable StateStore store,
            @Nullable Metrics metrics) {
        this.store = store;
        this.context = context;
        this.providers = providers;
        this.webhookAddresses = webhookAddresses;
        this.correlations = correlations;
        this.metrics = metrics;
        this.healthChecked = !(owner instanceof HealthCheckComponent set) || set.isHealthCheckProducerEnabled();
        this.threads = new CallThreads(owner, context);
        this.limiters = new AccountRateLimiters(threads, cluster);
    }

    /** The provider of an account. @throws IllegalArgumentException when an option is missing or wrong */
    public SmsProvider provider(AccountSettings settings) {
        return providers.provider(settings);
    }

    /**
     * A client for an account.
     *
     * @param onCallersThread whether each call completes on the thread that begins it
     * @throws IllegalArgumentException when the provider lacks the operation, or an option is missing or wrong
     */
    public <I, O> AccountClient<I, O> client(
            AccountSettings settings, SmsOperation name, Capability<I, O> capability, boolean onCallersThread) {
        SmsProvider provider = providers.provider(settings);
        Operation<I, O> operation = capability
                .of(provider)
                .orElseThrow(() -> new IllegalArgumentException("operation " + name + " is not supported by provider "
                        + provider.id() + "; accepted: " + ProviderFinder.operations(provider)));
        if (warned.add(settings.identity())) {
            String account = settings.account() == null ? provider.id() : settings.account();
            provider.warnings().forEach(warning -> LOG.warn("{}: {}", account, warning));
        }
        ExchangeBinding binding = ExchangeBinding.of(
                provider.id(),
                settings,
                InstantSource.system(),
                webhookAddresses.forSender(settings, name == SmsOperation.send ? callback(provider, settings) : null));
        Account account = account(provider, settings, binding.account());
        boolean correlated = (name == SmsOperation.send || name == SmsOperation.verify)
                && !settings.correlate().isEmpty();
        if (correlated) {
            correlations.announceMemory();
        }
        CallChain chain = CallChain.build(
                provider.id(), settings, account, transport(provider, settings), threads, InstantSource.system());
        return new AccountClient<>(
                provider.id(),
                settings,
                operation,
                account,
                binding,
                chain,
                correlated ? correlations : null,
                account.metrics() == null ? null : account.metrics().calls(name),
                onCallersThread);
    }

    private static @Nullable ReceiptAddress callback(SmsProvider provider, AccountSettings settings) {
        if (settings.callbackUrl() == null) {
            return null;
        }
        String parameter = provider.dlr()
                .flatMap(Webhook::addressParameter)
                .orElseThrow(() -> new IllegalArgumentException("option callbackUrl is not possible with provider "
                        + provider.id() + ": it calls only the address that is registered with it"));
        return new ReceiptAddress(parameter, settings.callbackUrl().value());
    }

    private Account account(SmsProvider provider, AccountSettings settings, String name) {
        AccountRateLimiter limiter = limiters.of(settings, provider);
        AccountCircuitBreaker circuit = circuits.computeIfAbsent(
                settings.identity(), account -> new AccountCircuitBreaker(name, System::nanoTime));
        AccountMetrics measured = metrics == null ? null : metrics.account(name, provider.id());
        InFlightPlaces inFlight = places.computeIfAbsent(settings.identity(), account -> {
                    InFlightPlaces made = new InFlightPlaces(settings.maxInFlight(), threads, System::nanoTime);
                    if (measured != null) {
                        measured.watch(made::inFlight, circuit::isOpen);
                    }
                    return made;
                })
                .atMost(settings.maxInFlight());
        AccountState state = states.computeIfAbsent(name, none -> watched(new AccountState(name, provider.id())));
        state.add(circuit, limiter);
        return new Account(
                name,
                limiter,
                inFlight,
                circuit,
                store == null ? null : shared(store, provider, settings, limiter, circuit),
                measured,
                state);
    }

    private AccountState watched(AccountState state) {
        healthChecks.add(HealthChecks.ofProducer(context, "sms-producer-" + state.name(), healthChecked, state::look));
        return state;
    }

    private SharedRest shared(
            StateStore nodes,
            SmsProvider provider,
            AccountSettings settings,
            @Nullable AccountRateLimiter limiter,
            AccountCircuitBreaker circuit) {
        SharedRest rest = shared.computeIfAbsent(
                StateKeys.of("rest", AccountRateLimiters.owner(settings, provider)),
                key -> new SharedRest(nodes, key, threads::background, threads, System::nanoTime));
        if (limiter != null) {
            rest.connect(limiter);
        }
        rest.connect(circuit);
        return rest;
    }

    private AccountTransport transport(SmsProvider provider, AccountSettings settings) {
        URI base = BaseUrl.check(provider.baseUri(), settings.allowHttp());
        TransportKey key = new TransportKey(
                settings.account() == null ? settings.identity() : settings.account(),
                settings.provider(),
                base,
                settings.transport(),
                settings.connectTimeout(),
                settings.responseTimeout(),
                settings.maxInFlight());
        AccountTransport transport = transports.computeIfAbsent(
                key,
                none -> AccountTransport.of(
                        context, provider.id(), base, settings, threads::block, threads.timer(), threads.sweeper()));
        ServiceHelper.startService(transport);
        return transport;
    }

    /** Whether the context stops, so that nothing new must begin. */
    public boolean isEnding() {
        return ending;
    }

    /** Ends all waits for turns and places. */
    private void endWaits() {
        ending = true;
        limiters.end();
        places.values().forEach(InFlightPlaces::endWaits);
    }

    @Override
    protected void doStart() {
        ending = false;
        threads.start();
        context.addLifecycleStrategy(contextEnd);
    }

    @Override
    protected void doStop() {
        context.getLifecycleStrategies().remove(contextEnd);
        endWaits();
        ServiceHelper.stopService(transports.values().toArray());
        transports.clear();
        places.clear();
        circuits.clear();
        limiters.clear();
        shared.clear();
        states.clear();
        healthChecks.forEach(Runnable::run);
        healthChecks.clear();
        if (metrics != null) {
            metrics.close();
        }
        threads.stop();
    }

    private final class ContextEnd extends LifecycleStrategySupport {
        @Override
        public void onContextStopping(CamelContext stopping) {
            endWaits();
        }
    }
}
