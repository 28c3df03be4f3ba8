package io.github.camelsms.internal.client;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.internal.exchange.AccountHeader;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.OneLine;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one endpoint: those of its own accounts, and those of accounts that messages have named. A stopped endpoint ends its
 * waits; a call that still reaches it is made.
 *
 * @param <I> what the operation takes
 * @param <O> what it returns
 */
public final class AccountClients<I, O> extends ServiceSupport {

    private final AccountRegistry registry;
    private final EndpointAccounts accounts;
    private final SmsOperation operation;
    private final Capability<I, O> capability;
    private final Map<String, AccountClient<I, O>> named = new ConcurrentHashMap<>();
    private volatile List<AccountClient<I, O>> own = List.of();

    public AccountClients(
            AccountRegistry registry, EndpointAccounts accounts, SmsOperation operation, Capability<I, O> capability) {
        this.registry = registry;
        this.accounts = accounts;
        this.operation = operation;
        this.capability = capability;
    }

    /**
     * The clients to try one after the other: that of the account that the message names, else those of the endpoint's own accounts in
     * their order. Accounts with an open circuit are left out, unless all are open. Operations other than send get exactly one.
     *
     * @throws SmsRefusedException when the message names an unknown account, or names none and the endpoint has none
     * @throws io.github.camelsms.model.SmsRetryableException when the account that it names cannot be used now
     */
    public List<AccountClient<I, O>> choices(Exchange exchange) {
        boolean named = AccountHeader.read(exchange, true) != null;
        if (own.size() == 1 && !named) {
            return own;
        }
        if (own.size() < 2 || named || operation != SmsOperation.send) {
            return List.of(of(exchange));
        }
        List<AccountClient<I, O>> closed =
                own.stream().filter(client -> !client.isCircuitOpen()).toList();
        return closed.isEmpty() ? own : closed;
    }

    /** The client of the endpoint's only account. */
    public AccountClient<I, O> only() {
        return own.get(0);
    }

    /** Whether the context stops, so that nothing new must begin. */
    public boolean isEnding() {
        return registry.isEnding();
    }

    /**
     * The client of the account that the message names, else of the endpoint's own. Where the endpoint has several, the account that sent
     * must be asked, so the message has to name it; the name that an earlier step reported counts.
     */
    private AccountClient<I, O> of(Exchange exchange) {
        String account = AccountHeader.read(exchange, own.size() == 1);
        if (account == null && own.size() == 1) {
            return own.get(0);
        }
        for (AccountClient<I, O> one : own) {
            if (account != null && account.equals(one.settings().account())) {
                return one;
            }
        }
        AccountClient<I, O> known = account == null ? null : named.get(account);
        return known != null ? known : named.computeIfAbsent(known(account), this::open);
    }

    private String known(@Nullable String name) {
        if (name == null || !accounts.names().contains(name)) {
            throw refused("header " + SmsConstants.ACCOUNT
                    + (name == null ? " is missing" : " does not name an account that is configured") + "; accepted: "
                    + OneLine.list(accounts.names()));
        }
        return name;
    }

    private AccountClient<I, O> open(String name) {
        try {
            return open(accounts.named(name));
        } catch (RuntimeException | Error notNow) {
            if (isAboutOptions(notNow)) {
                throw refused("header " + SmsConstants.ACCOUNT + " cannot be honoured: account " + name + ": "
                        + notNow.getMessage());
            }
            throw HttpErrors.notSent(
                    "sms",
                    "account " + name + " cannot be used now ("
                            + notNow.getClass().getSimpleName() + ")",
                    notNow);
        }
    }

    /** A stop, or a key store that cannot be read, is nothing that the message could mend. */
    private static boolean isAboutOptions(Throwable failure) {
        return failure instanceof IllegalArgumentException
                && !(failure.getCause() instanceof IOException)
                && !(failure.getCause() instanceof GeneralSecurityException);
    }

    private AccountClient<I, O> open(AccountSettings settings) {
        return registry.client(settings, operation, capability, accounts.isSynchronous());
    }

    private static SmsRefusedException refused(String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, "sms", detail));
    }

    @Override
    protected void doStart() {
        named.clear();
        own = accounts.hasOwn() ? accounts.own().stream().map(this::open).toList() : List.of();
    }

    @Override
    protected void doStop() {
        named.values().forEach(AccountClient::endWaits);
        own.forEach(AccountClient::endWaits);
    }
}
