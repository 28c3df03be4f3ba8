package io.github.camelsms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one endpoint: that of its own account, and those of the accounts that messages have named.
 *
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
final class SmsClients<I, O> extends ServiceSupport {

    private final SmsEndpoint endpoint;
    private final SmsEndpoint.Capability<I, O> capability;
    private final Map<String, SmsClient<I, O>> named = new ConcurrentHashMap<>();
    private @Nullable SmsClient<I, O> standard;

    SmsClients(SmsEndpoint endpoint, SmsEndpoint.Capability<I, O> capability) {
        this.endpoint = endpoint;
        this.capability = capability;
    }

    /**
     * The client of the account that the message names, else of the endpoint's own.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the message names an account that there is not, or names none and the
     *     endpoint has none
     */
    SmsClient<I, O> of(Exchange exchange) {
        SmsClient<I, O> own = standard;
        String account = AccountHeader.read(exchange, own != null);
        if (own != null && (account == null || account.equals(own.account()))) {
            return own;
        }
        SmsClient<I, O> known = account == null ? null : named.get(account);
        return known != null
                ? known
                : named.computeIfAbsent(endpoint.requireAccount(account), name -> endpoint.clientOf(name, capability));
    }

    @Override
    protected void doStart() throws Exception {
        standard = endpoint.hasOwnAccount() ? endpoint.client(capability) : null;
    }

    @Override
    protected void doStop() {
        named.values().forEach(SmsClient::stop);
        named.clear();
        if (standard != null) {
            standard.stop();
            standard = null;
        }
    }
}
