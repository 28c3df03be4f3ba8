package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/** The accounts that endpoints and messages may name: those of the component, and beans of the registry. */
public final class Accounts {

    private final CamelContext context;
    private final Supplier<Map<String, SmsAccount>> configured;

    /** @param configured accounts of the component by name */
    public Accounts(CamelContext context, Supplier<Map<String, SmsAccount>> configured) {
        this.context = context;
        this.configured = configured;
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>(configured.get().keySet());
        names.addAll(context.getRegistry().findByTypeWithName(SmsAccount.class).keySet());
        return names;
    }

    /** @throws IllegalArgumentException when there is no such account; the message lists the existing names */
    public SmsAccount require(String name) {
        SmsAccount account = configured.get().get(name);
        if (account == null) {
            account = CamelContextHelper.lookup(context, name, SmsAccount.class);
        }
        if (account == null) {
            throw new IllegalArgumentException("option account=" + name + " is not known; accepted: " + names());
        }
        return account;
    }
}
