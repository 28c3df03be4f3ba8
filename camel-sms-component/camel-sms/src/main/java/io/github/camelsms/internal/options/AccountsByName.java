package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** The accounts of a component while properties are set: an account is created when the first of its options is. */
public final class AccountsByName extends AbstractMap<String, Object> {

    private final Map<String, SmsAccount> accounts;
    private final WrittenOptions written;

    AccountsByName(Map<String, SmsAccount> accounts, WrittenOptions written) {
        this.accounts = accounts;
        this.written = written;
    }

    /** @return never null: an account that is not there yet is created */
    @Override
    public SmsAccount get(Object name) {
        return accounts.computeIfAbsent(written.accountName(String.valueOf(name)), any -> new SmsAccount());
    }

    /** @throws IllegalArgumentException when the value is not an {@link SmsAccount} */
    @Override
    public Object put(String name, Object account) {
        if (!(account instanceof SmsAccount value)) {
            throw new IllegalArgumentException("accounts[" + name + "] must be a bean of type SmsAccount, for example"
                    + " #bean:" + name + "; options of an account are set as accounts[" + name + "].provider");
        }
        accounts.put(written.accountName(name), value);
        return value;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Map.<String, Object>copyOf(accounts).entrySet();
    }
}
