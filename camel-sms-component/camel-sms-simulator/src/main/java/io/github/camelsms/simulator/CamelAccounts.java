package io.github.camelsms.simulator;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import org.apache.camel.CamelContext;

/** Accounts of the component that lead to a simulator; apart, so that a simulator runs without Camel. */
final class CamelAccounts {

    private CamelAccounts() {}

    static void add(CamelContext context, SmsSimulator simulator) {
        SmsComponent component = context.getComponent("sms", SmsComponent.class);
        for (String provider : simulator.providers()) {
            SmsAccount account = new SmsAccount();
            lead(account, simulator, provider);
            component.getAccounts().put(provider, account);
        }
    }

    static void setDefault(CamelContext context, SmsSimulator simulator, String provider) {
        lead(context.getComponent("sms", SmsComponent.class).getConfiguration(), simulator, provider);
    }

    private static void lead(SmsAccount account, SmsSimulator simulator, String provider) {
        Credentials keys = simulator.credentials(provider);
        account.setProvider(provider);
        account.setBaseUrl(simulator.baseUrl(provider).toString());
        account.setApiKey(keys.apiKey());
        account.setSecretKey(keys.secretKey());
        account.setCustomerId(keys.customerId());
    }
}
