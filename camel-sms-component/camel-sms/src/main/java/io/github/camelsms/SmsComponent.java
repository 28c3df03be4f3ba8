package io.github.camelsms;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.internal.options.Accounts;
import io.github.camelsms.internal.options.ComponentConfigurer;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.RereadOptions;
import io.github.camelsms.internal.options.WrittenOptions;
import io.github.camelsms.spi.OptOutRegister;
import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Reads {@code sms:} URIs, finds providers and accounts, and opens the way to them. */
@Component("sms")
public class SmsComponent extends HealthCheckComponent {

    /** The options of Camel's endpoints that poll. */
    static final Set<String> POLLING = Set.of(
            "backoffErrorThreshold",
            "backoffIdleThreshold",
            "backoffMultiplier",
            "delay",
            "greedy",
            "initialDelay",
            "pollStrategy",
            "repeatCount",
            "runLoggingLevel",
            "scheduledExecutorService",
            "scheduler",
            "schedulerProperties",
            "sendEmptyMessageWhenIdle",
            "startScheduler",
            "timeUnit",
            "useFixedDelay");

    private static final String PARAM = "param.";
    private static final String OPTION = "option.";
    private static final String OPT_OUT_REGISTER = "OptOutRegister";
    private static final Duration RETENTION = Duration.ofDays(3);

    @Metadata(description = "Options that hold for every endpoint unless its account or the endpoint itself sets them.")
    private SmsConfiguration configuration = new SmsConfiguration();

    @Metadata(
            description = "Accounts by name. Endpoints choose one by the option account, messages by the header"
                    + " CamelSmsAccount.")
    private Map<String, SmsAccount> accounts = new LinkedHashMap<>();

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

    private @Nullable ComponentConfigurer configurer;
    private @Nullable SmsRuntime runtime;
    private @Nullable RereadOptions rereading;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (rereading != null) {
            rereading.rereadIfReloaded(configuration, accounts);
        }
        parameters.values().removeIf(WrittenOptions::isUnresolved);
        SmsConfiguration own = new SmsConfiguration();
        SmsOperation operation = operation(remaining);
        SmsEndpoint endpoint = new SmsEndpoint(uri, this, operation, own);
        Map<String, Object> params = PropertiesHelper.extractProperties(parameters, PARAM);
        if (!params.isEmpty()) {
            own.setParams(params);
        }
        Map<String, Object> options = PropertiesHelper.extractProperties(parameters, OPTION);
        if (!options.isEmpty()) {
            own.setOption(options);
        }
        Set<String> polling = new TreeSet<>(parameters.keySet());
        polling.retainAll(POLLING);
        setProperties(endpoint, parameters);
        boolean polls = operation == SmsOperation.inbound && Boolean.TRUE.equals(own.getPolling());
        if (!polling.isEmpty() && !polls) {
            throw new IllegalArgumentException(
                    "options " + polling + " can only be set on sms:inbound with polling=true");
        }
        checkNames(own, parameters.keySet());
        return endpoint;
    }

    /** Refuses options of a URI that neither the component nor the provider knows. */
    private void checkNames(SmsConfiguration own, Set<String> unknown) {
        if (unknown.isEmpty() && own.providerOptions().isEmpty()) {
            return; // accounts need not be there yet
        }
        Accounts accounts = new Accounts(getCamelContext(), this::getAccounts);
        Set<String> providers = DeclaredOptions.providers(own, configuration, accounts.names(), accounts::require);
        if (!unknown.isEmpty()) {
            throw new ResolveEndpointFailedException(
                    "sms:...",
                    "unknown options " + unknown + "; accepted: " + optionNames(providers)
                            + ", param.xxx and option.xxx");
        }
        declaredOptions().check(own, providers);
    }

    /** What providers declare. */
    DeclaredOptions declaredOptions() {
        return new DeclaredOptions(new ProviderFinder(getCamelContext()));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        PropertyConfigurer generated = super.getComponentPropertyConfigurer();
        if (generated != null) {
            WrittenOptions written = WrittenOptions.of(getCamelContext());
            configurer = new ComponentConfigurer(generated, this::getAccounts, written);
            written.check(configurer, namesOf(configurer));
        }
        if (rereading == null) {
            rereading = new RereadOptions(getCamelContext());
            getCamelContext().getManagementStrategy().addEventNotifier(rereading);
        }
        Map<String, @Nullable Object> ofEndpoints = new LinkedHashMap<>();
        ofEndpoints.put("to", configuration.getTo());
        ofEndpoints.put("path", configuration.getPath());
        ofEndpoints.put("method", configuration.getMethod());
        ofEndpoints.put("paging", configuration.getPaging());
        ofEndpoints.put("rawReply", configuration.getRawReply());
        ofEndpoints.put("polling", configuration.getPolling());
        ofEndpoints.forEach((name, value) -> {
            if (value != null) {
                throw new IllegalArgumentException("option " + name + " can only be set on an endpoint");
            }
        });
        Registry registry = getCamelContext().getRegistry();
        if (registry.lookupByName(OPT_OUT_REGISTER) == null) {
            registry.bind(OPT_OUT_REGISTER, OptOutRegister.class, this::getOptOutRegister);
        }
    }

    /** Who wants no more SMS. Bound in the registry as {@code OptOutRegister}. */
    public OptOutRegister getOptOutRegister() {
        return runtime().optOuts().register();
    }

    @Override
    public @Nullable PropertyConfigurer getComponentPropertyConfigurer() {
        return configurer;
    }

    /** The options that can be set on the component. */
    private static Set<String> namesOf(PropertyConfigurerGetter configurer) {
        return Stream.of(SmsConfiguration.class, SmsComponent.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getName().startsWith("set"))
                .map(method -> StringHelper.decapitalize(method.getName().substring("set".length())))
                .filter(name -> configurer.getOptionType(name, false) != null)
                .collect(Collectors.toCollection(TreeSet::new));
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

    /** The options of an endpoint; of those that only a provider has, what one of these providers accepts. */
    private Set<String> optionNames(Set<String> providers) {
        EndpointUriFactory factory =
                getCamelContext().getCamelContextExtension().getEndpointUriFactory("sms");
        Set<String> names = new TreeSet<>(factory.propertyNames());
        names.removeAll(Set.of("operation", "params", "option"));
        if (!providers.isEmpty()) {
            Set<String> bundled = BundledOptions.bundledNames();
            names.removeAll(bundled);
            declaredOptions()
                    .ofAll(providers)
                    .forEach(option ->
                            names.add(bundled.contains(option.name()) ? option.name() : OPTION + option.name()));
        }
        return names;
    }

    /** What all endpoints share; made when it is first needed, by then all options are set. */
    synchronized SmsRuntime runtime() {
        if (runtime == null) {
            runtime = new SmsRuntime(this, rateLimitProxyManager, stateStore, retention());
        }
        ServiceHelper.startService(runtime);
        return runtime;
    }

    private Duration retention() {
        Duration chosen = retention == null ? RETENTION : retention;
        if (chosen.isNegative() || chosen.isZero()) {
            throw new IllegalArgumentException("option retention must be a positive duration, for example 3d");
        }
        return chosen;
    }

    @Override
    protected synchronized void doStop() throws Exception {
        ServiceHelper.stopService(runtime);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        if (rereading != null) {
            getCamelContext().getManagementStrategy().removeEventNotifier(rereading);
            rereading = null;
        }
        super.doShutdown();
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
