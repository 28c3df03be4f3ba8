package io.github.camelsms;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.client.AccountCircuitBreaker;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountRateLimiters;
import io.github.camelsms.internal.client.InFlightPlaces;
import io.github.camelsms.internal.client.RateLimitedTransport;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.BaseUrl;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.receive.ReceiverState;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.transport.CamelHttpTransport;
import io.github.camelsms.internal.transport.SingleAttemptHttpConfigurer;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code sms:} URIs, finds providers and accounts, and opens the way to them. */
@Component("sms")
public class SmsComponent extends DefaultComponent {

    private static final Logger LOG = LoggerFactory.getLogger(SmsComponent.class);
    private static final String PARAM = "param.";
    private static final Duration RETENTION = Duration.ofDays(3);

    @Metadata(description = "Options that hold for every endpoint unless its account or the endpoint itself sets them.")
    private SmsConfiguration configuration = new SmsConfiguration();

    @Metadata(
            description = "Accounts by name. Endpoints choose one by the option account, messages by the header"
                    + " CamelSmsAccount.")
    private Map<String, SmsAccount> accounts = new LinkedHashMap<>();

    private final Map<AccountSettings.Identity, String> httpClients = new ConcurrentHashMap<>();
    private final Map<AccountSettings.Identity, InFlightPlaces> places = new ConcurrentHashMap<>();
    private final Map<AccountSettings.Identity, AccountCircuitBreaker> rests = new ConcurrentHashMap<>();
    private final Set<AccountSettings.Identity> warned = ConcurrentHashMap.newKeySet();

    @Metadata(
            label = "advanced",
            autowired = true,
            description =
                    "Store of what must survive a restart or be the same on every node: which receipts and inbound SMS"
                        + " were processed, how far each message has come, and what correlate names. A single bean of"
                        + " that type is used by itself; in memory when there is none.")
    private @Nullable StateStore stateStore;

    @Metadata(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "3d",
            description = "How long the state store keeps what it knows of an event or a message.")
    private @Nullable Duration retention;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Bucket4j ProxyManager that keeps the buckets of rate limits, so that a limit holds over a"
                    + " cluster. A single bean of that type is used by itself; without one a limit holds in its"
                    + " process.")
    private @Nullable ProxyManager<?> rateLimitProxyManager;

    private @Nullable AccountRateLimiters rateLimits;
    private @Nullable BackgroundThreads threads;
    private @Nullable Correlations correlations;
    private @Nullable ReceiverState receiverState;
    private final AtomicBoolean toldOfMemory = new AtomicBoolean();
    private final WebhookAddresses callbacks = new WebhookAddresses();
    private final AtomicInteger httpClientCount = new AtomicInteger();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        parameters.values().removeIf(SmsComponent::isUnresolved);
        SmsConfiguration own = new SmsConfiguration();
        SmsEndpoint endpoint = new SmsEndpoint(uri, this, operation(remaining), own);
        Map<String, Object> params = PropertiesHelper.extractProperties(parameters, PARAM);
        if (!params.isEmpty()) {
            own.setParams(params);
        }
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * Whether a value is an optional placeholder that stands for nothing. Camel leaves such an option out by itself, but not within
     * {@code RAW(...)}, which its YAML DSL puts around secrets.
     */
    private static boolean isUnresolved(Object value) {
        return value instanceof String text
                && text.startsWith(PropertiesComponent.PREFIX_OPTIONAL_TOKEN)
                && text.endsWith(PropertiesComponent.SUFFIX_TOKEN);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Map<String, @Nullable Object> ofEndpoints = new LinkedHashMap<>();
        ofEndpoints.put("to", configuration.getTo());
        ofEndpoints.put("path", configuration.getPath());
        ofEndpoints.put("method", configuration.getMethod());
        ofEndpoints.put("paging", configuration.getPaging());
        ofEndpoints.put("rawReply", configuration.getRawReply());
        ofEndpoints.put("polling", configuration.getPolling());
        ofEndpoints.forEach((name, value) -> {
            if (value != null) {
                throw new IllegalArgumentException(
                        "option " + name + " is one of endpoints alone, not of the component");
            }
        });
    }

    private static SmsOperation operation(String name) {
        for (SmsOperation operation : SmsOperation.values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        throw new IllegalArgumentException(
                "operation " + name + " is not known; accepted: " + Arrays.toString(SmsOperation.values()));
    }

    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, @Nullable String optionPrefix) {
        if (!parameters.isEmpty()) {
            throw new ResolveEndpointFailedException(
                    "sms:...",
                    "unknown options " + parameters.keySet() + "; accepted: " + optionNames() + " and param.xxx");
        }
    }

    private Set<String> optionNames() {
        EndpointUriFactory factory =
                getCamelContext().getCamelContextExtension().getEndpointUriFactory("sms");
        Set<String> names = new TreeSet<>(factory.propertyNames());
        names.removeAll(Set.of("operation", "params"));
        return names;
    }

    /** Names of the accounts that are configured here or stand in the registry. */
    Set<String> accountNames() {
        Set<String> names = new TreeSet<>(accounts.keySet());
        names.addAll(getCamelContext()
                .getRegistry()
                .findByTypeWithName(SmsAccount.class)
                .keySet());
        return names;
    }

    /** @throws IllegalArgumentException when there is no such account; the message lists the names there are */
    SmsAccount requireAccount(String name) {
        SmsAccount account = accounts.get(name);
        if (account == null) {
            account = CamelContextHelper.lookup(getCamelContext(), name, SmsAccount.class);
        }
        if (account == null) {
            throw new IllegalArgumentException("option account=" + name + " is not known; accepted: " + accountNames());
        }
        return account;
    }

    /**
     * Opens the way to an account's provider.
     *
     * @throws IllegalArgumentException when the provider lacks the operation, or an option is missing or wrong
     */
    <I, O> AccountClient<I, O> open(
            AccountSettings settings, SmsOperation operation, SmsEndpoint.Capability<I, O> capability)
            throws Exception {
        SmsProvider provider = provider(settings);
        Operation<I, O> supported = capability
                .of(provider)
                .orElseThrow(() -> new IllegalArgumentException("operation " + operation
                        + " is not supported by provider " + provider.id() + "; accepted: " + operations(provider)));
        if (warned.add(settings.identity())) {
            String account = settings.account() == null ? provider.id() : settings.account();
            provider.warnings().forEach(warning -> LOG.warn("{}: {}", account, warning));
        }
        ExchangeBinding binding =
                new ExchangeBinding(provider.id(), settings, InstantSource.system(), correlations(), callbacks);
        CamelHttpTransport transport = transport(provider, settings);
        ServiceHelper.startService(transport);
        boolean correlated =
                operation == SmsOperation.send && !settings.correlate().isEmpty();
        if (correlated && stateStore == null && toldOfMemory.compareAndSet(false, true)) {
            LOG.info(
                    "What option correlate names is kept in memory: receipts that come after a restart come without it;"
                            + " set stateStore on the component to keep it");
        }
        RateLimitedTransport gate = gate(provider, settings);
        AccountCircuitBreaker rest = rests.computeIfAbsent(
                settings.identity(), account -> new AccountCircuitBreaker(binding.account(), System::nanoTime));
        return new AccountClient<>(
                provider.id(), settings.account(), supported, transport, gate, rest, binding, correlated);
    }

    private RateLimitedTransport gate(SmsProvider provider, AccountSettings settings) {
        AccountRateLimiters limits = rateLimits();
        return new RateLimitedTransport(
                provider.id(),
                limits.of(settings, provider),
                settings.rateLimitTimeout(),
                settings.responseTimeout(),
                limits.share(settings));
    }

    private synchronized AccountRateLimiters rateLimits() {
        AccountRateLimiters limits = rateLimits;
        if (limits == null) {
            limits = new AccountRateLimiters(this, getCamelContext(), rateLimitProxyManager);
            getCamelContext().addLifecycleStrategy(limits);
            rateLimits = limits;
        }
        return limits;
    }

    /** Whether the context stops, so that nothing new is to be begun. */
    public synchronized boolean isEnding() {
        return rateLimits != null && rateLimits.isEnding();
    }

    @Override
    protected synchronized void doStart() throws Exception {
        super.doStart();
        threads().open();
    }

    @Override
    protected synchronized void doStop() throws Exception {
        AccountRateLimiters limits = rateLimits;
        if (limits != null) {
            rateLimits = null;
            getCamelContext().getLifecycleStrategies().remove(limits);
            limits.stop();
        }
        BackgroundThreads known = threads;
        if (known != null) {
            known.close();
        }
        super.doStop();
    }

    /** One at a time: asked for the same endpoint by two threads at once, Camel may make two, each with a pool of its own. */
    private synchronized CamelHttpTransport transport(SmsProvider provider, AccountSettings settings) throws Exception {
        return new CamelHttpTransport(
                getCamelContext(),
                provider.id(),
                BaseUrl.check(provider.baseUri(), settings.allowHttp()),
                settings,
                httpClients.computeIfAbsent(settings.identity(), this::bindHttpClient),
                places.computeIfAbsent(settings.identity(), account -> new InFlightPlaces(settings.maxInFlight()))
                        .atMost(settings.maxInFlight()));
    }

    /** What all consumers share. */
    synchronized ReceiverState receiverState() {
        if (receiverState == null) {
            receiverState =
                    new ReceiverState(getCamelContext(), callbacks, correlations(), threads(), stateStore, retention());
        }
        return receiverState;
    }

    private synchronized BackgroundThreads threads() {
        if (threads == null) {
            threads = new BackgroundThreads(this, getCamelContext());
        }
        return threads;
    }

    private Duration retention() {
        Duration chosen = retention == null ? RETENTION : retention;
        if (chosen.isNegative() || chosen.isZero()) {
            throw new IllegalArgumentException("option retention must be a positive duration, for example 3d");
        }
        return chosen;
    }

    /** What sends remember for the receipts that follow them. */
    private synchronized Correlations correlations() {
        if (correlations == null) {
            correlations = new Correlations(stateStore, retention(), threads());
        }
        return correlations;
    }

    /** @throws IllegalArgumentException when the provider is not known */
    public SmsProvider provider(AccountSettings settings) {
        String name = settings.provider();
        if (EndpointHelper.isReferenceParameter(name)) {
            return CamelContextHelper.mandatoryLookup(getCamelContext(), name.substring(1), SmsProvider.class);
        }
        ProviderOptions options = new ProviderOptions(
                name,
                settings.baseUrl(),
                settings.apiKeys(),
                settings.secretKeys(),
                settings.customerId(),
                settings.providerSettings(),
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
        return new ProviderFinder(getCamelContext()).find(name).create(options);
    }

    /** What the provider can do. */
    public List<SmsOperation> operations(SmsProvider provider) {
        return Arrays.stream(SmsOperation.values())
                .filter(operation -> switch (operation) {
                    case send -> true;
                    case query -> provider.query().isPresent();
                    case feedback -> provider.feedback().isPresent();
                    case call -> provider.call().isPresent();
                    case dlr -> provider.dlr().isPresent();
                    case inbound -> provider.inbound().isPresent();
                })
                .toList();
    }

    /** Two endpoints of camel-http are the same, with one pool, when their URIs are; the name of this bean keeps accounts apart. */
    private String bindHttpClient(AccountSettings.Identity account) {
        String name = "camelSmsHttpClient" + httpClientCount.incrementAndGet();
        getCamelContext().getRegistry().bind(name, new SingleAttemptHttpConfigurer());
        return name;
    }

    public SmsConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SmsConfiguration configuration) {
        this.configuration = configuration;
    }

    public Map<String, SmsAccount> getAccounts() {
        return accounts;
    }

    public void setAccounts(Map<String, SmsAccount> accounts) {
        this.accounts = accounts;
    }

    public @Nullable StateStore getStateStore() {
        return stateStore;
    }

    public void setStateStore(@Nullable StateStore stateStore) {
        this.stateStore = stateStore;
    }

    public @Nullable Duration getRetention() {
        return retention;
    }

    public void setRetention(@Nullable Duration retention) {
        this.retention = retention;
    }

    public @Nullable ProxyManager<?> getRateLimitProxyManager() {
        return rateLimitProxyManager;
    }

    public void setRateLimitProxyManager(ProxyManager<?> rateLimitProxyManager) {
        this.rateLimitProxyManager = rateLimitProxyManager;
    }
}
