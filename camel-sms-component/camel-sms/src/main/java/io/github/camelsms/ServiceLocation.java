package io.github.camelsms;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.options.ProviderFinder;
import io.github.camelsms.internal.options.WebhookSettings;
import io.github.camelsms.spi.SmsProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint finds its provider, or where the provider finds the endpoint.
 *
 * @param url null when it is not known
 * @param metadata provider, and account when it has a name; of several accounts the address is that of the first
 */
record ServiceLocation(@Nullable String url, Map<String, String> metadata) {

    private static final ServiceLocation UNKNOWN = new ServiceLocation(null, Map.of());

    static ServiceLocation of(
            SmsOperation operation, SmsConfiguration own, EndpointAccounts accounts, ProviderFinder providers) {
        try {
            return accounts.hasOwn() ? of(operation, own, accounts, accounts.own(), providers) : UNKNOWN;
        } catch (RuntimeException incomplete) { // the endpoint itself says so when it starts
            return UNKNOWN;
        }
    }

    private static ServiceLocation of(
            SmsOperation operation,
            SmsConfiguration own,
            EndpointAccounts accounts,
            List<AccountSettings> settings,
            ProviderFinder providers) {
        SmsProvider provider = providers.provider(settings.get(0));
        boolean called = operation == SmsOperation.dlr
                || operation == SmsOperation.inbound && !Boolean.TRUE.equals(own.getPolling());
        String account = Objects.requireNonNullElse(settings.get(0).account(), provider.id());
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("provider", joined(settings.stream().map(AccountSettings::provider)));
        if (settings.get(0).account() != null) {
            metadata.put("account", joined(settings.stream().map(AccountSettings::account)));
        }
        return new ServiceLocation(
                called
                        ? WebhookSettings.shownAddress(
                                own.getPath(), WebhookSettings.standardPath(account, operation), accounts.layers())
                        : provider.baseUri().toString(),
                Map.copyOf(metadata));
    }

    private static String joined(Stream<@Nullable String> names) {
        return names.filter(Objects::nonNull).distinct().collect(Collectors.joining(","));
    }
}
