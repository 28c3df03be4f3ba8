package io.github.camelsms.test;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;

/** Contexts for tests that send many messages and codes one after the other. */
final class Unlimited {

    private Unlimited() {}

    /** Takes the limits of rate and of codes from all accounts of a context that has not started. */
    static DefaultCamelContext accounts(DefaultCamelContext context) {
        for (SmsAccount account :
                context.getComponent("sms", SmsComponent.class).getAccounts().values()) {
            account.setMaxRequestsPerSecond(0);
            account.setCodeResendAfter(Duration.ofMillis(1));
            account.setCodesPerRecipient(100);
        }
        return context;
    }
}
