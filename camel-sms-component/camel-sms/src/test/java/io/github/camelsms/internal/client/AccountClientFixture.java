package io.github.camelsms.internal.client;

import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.spi.Operation;
import java.time.InstantSource;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Clients whose calls end at a lambda. */
public final class AccountClientFixture {

    private AccountClientFixture() {}

    /** @param account its name; it has no rate limit and shares nothing with other clients */
    public static <I, O> AccountClient<I, O> client(
            String account, Operation<I, O> operation, HttpTransport transport) {
        return client(
                operation,
                new Account(
                        account,
                        null,
                        new InFlightPlaces(200, (nanos, task) -> {}, System::nanoTime),
                        new AccountCircuitBreaker(account, System::nanoTime),
                        null,
                        null,
                        new AccountState(account, "2chat")),
                transport);
    }

    static <I, O> AccountClient<I, O> client(Operation<I, O> operation, Account account, HttpTransport transport) {
        SmsConfiguration options = new SmsConfiguration();
        options.setProvider("2chat");
        OptionLayers layers = new OptionLayers(List.of(options));
        AccountSettings settings = AccountSettings.of(
                account.name(),
                options,
                layers,
                layers,
                new DeclaredOptions(new ProviderFinder(new DefaultCamelContext())));
        return new AccountClient<>(
                "2chat",
                settings,
                operation,
                account,
                ExchangeBinding.of(
                        "2chat", settings, InstantSource.system(), new WebhookAddresses().forSender(settings, null)),
                new CallChain(transport, transport, Runnable::run, () -> {}),
                null,
                null,
                false);
    }
}
