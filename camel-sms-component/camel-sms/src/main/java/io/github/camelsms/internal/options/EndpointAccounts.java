package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts of one endpoint: its own in their order of preference, and those that messages name. */
public final class EndpointAccounts {

    private final Accounts accounts;
    private final SmsConfiguration common;
    private final SmsConfiguration endpoint;
    private final DeclaredOptions declared;

    /**
     * @param common options of the component
     * @param endpoint options that stand on the endpoint itself
     * @param declared what providers declare
     */
    public EndpointAccounts(
            Accounts accounts, SmsConfiguration common, SmsConfiguration endpoint, DeclaredOptions declared) {
        this.accounts = accounts;
        this.common = common;
        this.endpoint = endpoint;
        this.declared = declared;
    }

    /** Whether the endpoint, its account or the component says which provider to use when a message does not. */
    public boolean hasOwn() {
        return name() != null || endpoint.getProvider() != null || common.getProvider() != null || names().isEmpty();
    }

    /** Names of the endpoint's own accounts; empty when it has none with a name. */
    public List<String> ownNames() {
        return AccountSettings.names(name());
    }

    /** Whether each call completes on the thread that begins it. */
    public boolean isSynchronous() {
        Boolean chosen = endpoint.getSynchronous();
        return Boolean.TRUE.equals(chosen != null ? chosen : common.getSynchronous());
    }

    /** Names of all accounts that a message may name. */
    public Set<String> names() {
        return accounts.names();
    }

    /**
     * The settings of the endpoint's own account, or of its several ones in their order.
     *
     * @throws IllegalArgumentException naming the option that is missing or wrong and what is accepted
     */
    public List<AccountSettings> own() {
        List<String> names = AccountSettings.names(name());
        if (names.size() < 2) {
            return List.of(own(names.isEmpty() ? name() : names.get(0)));
        }
        if (hasCredentials()) {
            throw new IllegalArgumentException(
                    "option account=" + name() + " names several accounts, so credentials must stand in these");
        }
        return names.stream().map(this::own).toList();
    }

    /**
     * The settings of the endpoint's only account.
     *
     * @throws IllegalArgumentException when it has several, or an option is missing or wrong
     */
    public AccountSettings only() {
        List<AccountSettings> own = own();
        if (own.size() > 1) {
            throw new IllegalArgumentException("option account=" + name() + " must name one account here");
        }
        return own.get(0);
    }

    /** The places where options of the endpoint's only account may stand. */
    public OptionLayers layers() {
        return layers(name());
    }

    /**
     * The settings of an account that a message names. The account decides who sends and where to; the other options of the endpoint
     * stay in force.
     *
     * @throws IllegalArgumentException when the endpoint has credentials of its own, or the account lacks something
     */
    public AccountSettings named(String name) {
        if (hasCredentials()) {
            throw new IllegalArgumentException("the endpoint has credentials of its own");
        }
        SmsAccount account = accounts.require(name);
        return AccountSettings.of(
                name,
                endpoint,
                new OptionLayers(List.of(account, endpoint, common)),
                new OptionLayers(List.of(endpoint, account, common)),
                declared);
    }

    private AccountSettings own(@Nullable String name) {
        return AccountSettings.of(name, endpoint, layers(name), layers(name), declared);
    }

    private OptionLayers layers(@Nullable String name) {
        return new OptionLayers(
                name == null ? List.of(endpoint, common) : List.of(endpoint, accounts.require(name), common));
    }

    private @Nullable String name() {
        String name = endpoint.getAccount();
        return name != null || endpoint.getProvider() != null ? name : common.getAccount();
    }

    private boolean hasCredentials() {
        return endpoint.getApiKey() != null || endpoint.getSecretKey() != null || declared.hasCredentials(endpoint);
    }
}
