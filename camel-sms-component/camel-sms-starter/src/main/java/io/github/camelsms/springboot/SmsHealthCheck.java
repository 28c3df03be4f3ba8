package io.github.camelsms.springboot;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsEndpoint;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether the application can send by its accounts and take what providers report, as far as can be told without a call: every account
 * has a provider, every webhook is served. Details are the provider of each account and the state of each webhook, never a credential.
 */
final class SmsHealthCheck extends AbstractHealthCheck {

    static final String ID = "sms";

    SmsHealthCheck() {
        super("camel", ID);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        CamelContext context = getCamelContext();
        result.up();
        if (context.hasComponent("sms") instanceof SmsComponent component) {
            accounts(component).forEach((name, account) -> {
                String provider = account.getProvider() == null
                        ? component.getConfiguration().getProvider()
                        : account.getProvider();
                result.detail("account." + name, provider == null ? "no provider" : provider);
                if (provider == null) {
                    result.message("account " + name + " has no provider").down();
                }
            });
            context.getRoutes().forEach(route -> webhook(route, result));
        }
    }

    private static Map<String, SmsAccount> accounts(SmsComponent component) {
        Map<String, SmsAccount> accounts =
                new TreeMap<>(component.getCamelContext().getRegistry().findByTypeWithName(SmsAccount.class));
        accounts.putAll(component.getAccounts());
        return accounts;
    }

    private static void webhook(Route route, HealthCheckResultBuilder result) {
        if (route.getEndpoint() instanceof SmsEndpoint endpoint) {
            ServiceStatus status = ((StatefulService) route.getConsumer()).getStatus();
            result.detail("webhook." + route.getRouteId(), "sms:" + endpoint.getOperation() + " " + status);
            if (!status.isStarted()) {
                result.message("webhook of route " + route.getRouteId() + " is not served")
                        .down();
            }
        }
    }
}
