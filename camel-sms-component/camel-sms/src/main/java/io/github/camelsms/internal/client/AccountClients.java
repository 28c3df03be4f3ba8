package io.github.camelsms.internal.client;

import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.exchange.AccountHeader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The clients of one endpoint: that of its own account, or several, and those of the accounts that messages have named.
 *
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
public final class AccountClients<I, O> extends ServiceSupport {

    private final SmsEndpoint endpoint;
    private final SmsEndpoint.Capability<I, O> capability;
    private final Map<String, AccountClient<I, O>> named = new ConcurrentHashMap<>();
    private List<AccountClient<I, O>> own = List.of();

    public AccountClients(SmsEndpoint endpoint, SmsEndpoint.Capability<I, O> capability) {
        this.endpoint = endpoint;
        this.capability = capability;
    }

    /**
     * The clients to try one after the other: that of the account that the message names, else those of the endpoint's own in their order, without the
     * ones that rest, unless all do. What is no send has one.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the message names an account that there is not, or names none and the
     *     endpoint has none
     */
    public List<AccountClient<I, O>> choices(Exchange exchange) {
        if (own.size() < 2
                || endpoint.getOperation() != SmsOperation.send
                || AccountHeader.read(exchange, true) != null) {
            return List.of(of(exchange));
        }
        List<AccountClient<I, O>> rested =
                own.stream().filter(client -> !client.rest().isResting()).toList();
        return rested.isEmpty() ? own : rested;
    }

    /**
     * The client of the account that the message names, else of the endpoint's own. Where that has several, the one that sent is the one
     * to ask, so the message has to name it; what an earlier step reported will do.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the message names an account that there is not, or names none and the
     *     endpoint has none or several
     */
    public AccountClient<I, O> of(Exchange exchange) {
        String account = AccountHeader.read(exchange, own.size() == 1);
        if (account == null && own.size() == 1) {
            return own.get(0);
        }
        for (AccountClient<I, O> one : own) {
            if (account != null && account.equals(one.account())) {
                return one;
            }
        }
        AccountClient<I, O> known = account == null ? null : named.get(account);
        return known != null
                ? known
                : named.computeIfAbsent(endpoint.requireAccount(account), name -> endpoint.clientOf(name, capability));
    }

    @Override
    protected void doStart() throws Exception {
        own = endpoint.hasOwnAccount() ? endpoint.clients(capability) : List.of();
    }

    @Override
    protected void doStop() {
        named.values().forEach(AccountClient::stop);
        named.clear();
        own.forEach(AccountClient::stop);
        own = List.of();
    }
}
