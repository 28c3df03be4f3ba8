package io.github.camelsms;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.receive.ConsumerFactory;
import io.github.camelsms.internal.send.CallWriter;
import io.github.camelsms.internal.send.SendProducer;
import io.github.camelsms.internal.send.SmsProducer;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.OneLine;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
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
public class SmsEndpoint extends ScheduledPollEndpoint {

    /** Each poll costs several calls. */
    private static final Duration POLL_DELAY = Duration.ofMinutes(1);

    @UriPath(
            description =
                    "What to do: send an SMS, query what became of one, give feedback that one has arrived, call any other method of the provider; receive delivery receipts (dlr) or inbound SMS.")
    @Metadata(required = true)
    private final SmsOperation operation;

    @UriParam
    private final SmsConfiguration configuration;

    SmsEndpoint(String uri, SmsComponent component, SmsOperation operation, SmsConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        setDelay(POLL_DELAY.toMillis());
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case send -> new SendProducer(this);
            case query ->
                new SmsProducer<>(
                        this,
                        SmsProvider::query,
                        ExchangeBinding::readQuery,
                        (client, exchange, query, receipt) -> client.binding().writeReceipt(exchange, query, receipt));
            case feedback ->
                new SmsProducer<>(
                        this,
                        SmsProvider::feedback,
                        ExchangeBinding::readFeedback,
                        (client, exchange, asked, feedback) ->
                                client.binding().writeFeedback(exchange, asked, feedback));
            case call -> new SmsProducer<>(this, SmsProvider::call, ExchangeBinding::readCall, CallWriter::write);
            case dlr, inbound ->
                throw new UnsupportedOperationException(
                        "sms:" + operation + " cannot be sent to; begin a route with it");
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        boolean polling = Boolean.TRUE.equals(configuration.getPolling());
        if (polling && operation != SmsOperation.inbound) {
            throw new IllegalArgumentException("option polling is one of sms:inbound alone");
        }
        Consumer consumer =
                switch (operation) {
                    case dlr -> receiving(processor).receipts();
                    case inbound ->
                        polling
                                ? receiving(processor).polledInbound()
                                : receiving(processor).inbound();
                    case send, query, feedback, call ->
                        throw new UnsupportedOperationException(
                                "sms:" + operation + " cannot begin a route; use it in to(...)");
                };
        configureConsumer(consumer);
        return consumer;
    }

    private ConsumerFactory receiving(Processor route) {
        String account = accountName();
        if (AccountSettings.names(account).size() > 1) {
            throw new IllegalArgumentException(
                    "option account=" + account + " of sms:" + operation + " must name one account");
        }
        return new ConsumerFactory(this, route, ownSettings(account), ownLayers(account));
    }

    @Override
    public SmsComponent getComponent() {
        return (SmsComponent) super.getComponent();
    }

    public SmsOperation getOperation() {
        return operation;
    }

    /** The options that stand on this endpoint alone; those of its account and of the component are not in here. */
    public SmsConfiguration getConfiguration() {
        return configuration;
    }

    /** Which of a provider's operations an endpoint is for. */
    @FunctionalInterface
    public interface Capability<I, O> {
        /** Empty when the provider has it not. */
        Optional<Operation<I, O>> of(SmsProvider provider);
    }

    /** Whether the endpoint, its account or the component says which provider to use when a message does not. */
    public boolean hasOwnAccount() {
        SmsConfiguration common = getComponent().getConfiguration();
        return accountName() != null
                || configuration.getProvider() != null
                || common.getProvider() != null
                || getComponent().accountNames().isEmpty();
    }

    private @Nullable String accountName() {
        String name = configuration.getAccount();
        return name != null || configuration.getProvider() != null
                ? name
                : getComponent().getConfiguration().getAccount();
    }

    /**
     * The clients of the endpoint's own account, or of its several ones in their order.
     *
     * @throws IllegalArgumentException naming the option that is missing or wrong and what is accepted
     */
    public <I, O> List<AccountClient<I, O>> clients(Capability<I, O> capability) throws Exception {
        String account = accountName();
        List<String> names = AccountSettings.names(account);
        if (names.size() < 2) {
            String name = names.isEmpty() ? account : names.get(0);
            return List.of(getComponent().open(ownSettings(name), operation, capability));
        }
        if (hasOwnCredentials()) {
            throw new IllegalArgumentException(
                    "option account=" + account + " names several accounts, so credentials must stand in these");
        }
        List<AccountClient<I, O>> clients = new ArrayList<>();
        for (String name : names) {
            clients.add(getComponent().open(ownSettings(name), operation, capability));
        }
        return List.copyOf(clients);
    }

    private boolean hasOwnCredentials() {
        return configuration.getApiKey() != null
                || configuration.getSecretKey() != null
                || configuration.getCustomerId() != null;
    }

    private AccountSettings ownSettings(@Nullable String account) {
        return AccountSettings.of(account, configuration, ownLayers(account), ownLayers(account));
    }

    private OptionLayers ownLayers(@Nullable String name) {
        SmsConfiguration common = getComponent().getConfiguration();
        return new OptionLayers(
                name == null
                        ? List.of(configuration, common)
                        : List.of(configuration, getComponent().requireAccount(name), common));
    }

    /**
     * The client of the account that a message names. The account says who sends and where to; the rest of the endpoint's options stand.
     *
     * @throws SmsRefusedException when the endpoint carries credentials of its own, or the account lacks something
     */
    public <I, O> AccountClient<I, O> clientOf(String name, Capability<I, O> capability) {
        try {
            if (hasOwnCredentials()) {
                throw new IllegalArgumentException(
                        "the endpoint has credentials of its own, so " + SmsConstants.ACCOUNT + " cannot be honoured");
            }
            SmsAccount account = getComponent().requireAccount(name);
            SmsConfiguration common = getComponent().getConfiguration();
            AccountSettings settings = AccountSettings.of(
                    name,
                    configuration,
                    new OptionLayers(List.of(account, configuration, common)),
                    new OptionLayers(List.of(configuration, account, common)));
            return getComponent().open(settings, operation, capability);
        } catch (Exception wrong) {
            throw refused("account " + name + ": " + wrong.getMessage());
        }
    }

    /**
     * Checks the name of an account before it is used as a key.
     *
     * @throws SmsRefusedException when it is null or there is no such account; the message lists the names there are
     */
    public String requireAccount(@Nullable String name) {
        if (name == null || !getComponent().accountNames().contains(name)) {
            throw refused("header " + SmsConstants.ACCOUNT
                    + (name == null ? " is missing" : " does not name an account that is configured") + "; accepted: "
                    + OneLine.list(getComponent().accountNames()));
        }
        return name;
    }

    private static SmsRefusedException refused(String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, "sms", detail));
    }
}
