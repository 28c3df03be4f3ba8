package io.github.camelsms;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.client.Capability;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.receive.ConsumerFactory;
import io.github.camelsms.internal.send.Bindings;
import io.github.camelsms.internal.send.CodeProducers;
import io.github.camelsms.internal.send.SendProducer;
import io.github.camelsms.internal.send.SmsProducer;
import io.github.camelsms.spi.SmsProvider;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** Send SMS through any of several providers, ask what became of them, confirm their receipt, and receive delivery receipts and inbound SMS. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sms",
        title = "SMS",
        syntax = "sms:operation",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = SmsConstants.class)
public class SmsEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    /** Each poll costs several calls. */
    private static final Duration POLL_DELAY = Duration.ofMinutes(1);

    @UriPath(
            description =
                    "What to do: send an SMS, query what became of one, give feedback that one has arrived, verify a number by a code and check the code that was typed, call any other method of the provider; receive delivery receipts (dlr) or inbound SMS.")
    @Metadata(required = true)
    private final SmsOperation operation;

    @UriParam
    private final SmsConfiguration configuration;

    @UriParam(
            label = "consumer,scheduler",
            defaultValue = "60000",
            description = "Milliseconds from the end of one poll to the next.")
    private long delay;

    private volatile @Nullable ServiceLocation location;

    SmsEndpoint(String uri, SmsComponent component, SmsOperation operation, SmsConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        setDelay(POLL_DELAY.toMillis());
    }

    @Override
    public long getDelay() {
        return delay;
    }

    @Override
    public final void setDelay(long delay) {
        this.delay = delay;
        super.setDelay(delay);
    }

    @Override
    public Producer createProducer() {
        SmsRuntime runtime = getComponent().runtime();
        return switch (operation) {
            case send ->
                new SendProducer(
                        this,
                        runtime.registry(),
                        accounts(),
                        runtime.correlations(),
                        runtime.awaitedReceipts(),
                        runtime.idempotentSends(),
                        runtime.optOuts());
            case query ->
                new SmsProducer<>(this, clients(SmsProvider::query), Bindings.query(runtime.idempotentSends()));
            case feedback -> new SmsProducer<>(this, clients(SmsProvider::feedback), Bindings.FEEDBACK);
            case verify -> codes().verify(this, runtime.correlations(), runtime.awaitedReceipts(), runtime.optOuts());
            case check -> codes().check(this);
            case call -> new SmsProducer<>(this, clients(SmsProvider::call), Bindings.CALL);
            case dlr, inbound ->
                throw new UnsupportedOperationException(
                        "sms:" + operation + " cannot be sent to; begin a route with it");
        };
    }

    private CodeProducers codes() {
        SmsRuntime runtime = getComponent().runtime();
        return new CodeProducers(runtime.registry(), accounts(), runtime.codes());
    }

    private <I, O> AccountClients<I, O> clients(Capability<I, O> capability) {
        return new AccountClients<>(getComponent().runtime().registry(), accounts(), operation, capability);
    }

    /** The accounts of this endpoint and those that messages may name. */
    private EndpointAccounts accounts() {
        return getComponent().runtime().accounts(configuration);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        boolean polling = Boolean.TRUE.equals(configuration.getPolling());
        if (polling && operation != SmsOperation.inbound) {
            throw new IllegalArgumentException("option polling can only be set on sms:inbound");
        }
        Consumer consumer =
                switch (operation) {
                    case dlr -> receiving(processor).receipts();
                    case inbound ->
                        polling
                                ? receiving(processor).polledInbound()
                                : receiving(processor).inbound();
                    case send, query, feedback, verify, check, call ->
                        throw new UnsupportedOperationException(
                                "sms:" + operation + " cannot begin a route; use it in to(...)");
                };
        configureConsumer(consumer);
        return consumer;
    }

    private ConsumerFactory receiving(Processor route) {
        SmsRuntime runtime = getComponent().runtime();
        AccountSettings settings = accounts().only();
        SmsProvider provider = runtime.providers().provider(settings);
        return new ConsumerFactory(
                new ConsumerFactory.Source(
                        this,
                        operation,
                        configuration.getPath(),
                        settings,
                        accounts().layers(),
                        provider,
                        () -> ProviderFinder.operations(provider),
                        () -> client(SmsOperation.query, SmsProvider::query, settings),
                        () -> client(SmsOperation.call, SmsProvider::call, settings)),
                runtime.receiver(),
                route);
    }

    private <I, O> AccountClient<I, O> client(
            SmsOperation name, Capability<I, O> capability, AccountSettings settings) {
        return getComponent().runtime().registry().client(settings, name, capability, false);
    }

    /**
     * The address of the provider; of a webhook its own address, or its path where {@code publicUrl} is not set. Null when messages alone
     * say which account to use.
     */
    @Override
    public @Nullable String getServiceUrl() {
        return location().url();
    }

    @Override
    public String getServiceProtocol() {
        return "rest";
    }

    /** Provider and accounts; no credentials. */
    @Override
    public Map<String, String> getServiceMetadata() {
        return location().metadata();
    }

    /** Asked for by each span, so it is found once. */
    private ServiceLocation location() {
        ServiceLocation known = location;
        if (known == null) {
            known = ServiceLocation.of(
                    operation,
                    configuration,
                    accounts(),
                    getComponent().runtime().providers());
            location = known;
        }
        return known;
    }

    @Override
    protected void doStop() throws Exception {
        location = null;
        super.doStop();
    }

    @Override
    public SmsComponent getComponent() {
        return (SmsComponent) super.getComponent();
    }

    public SmsOperation getOperation() {
        return operation;
    }

    /** The options that stand on this endpoint itself; those of its account and of the component are elsewhere. */
    public SmsConfiguration getConfiguration() {
        return configuration;
    }
}
