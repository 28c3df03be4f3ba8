package io.github.camelsms.internal.exchange;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.SendAddresses;
import java.time.InstantSource;

/**
 * Reads and writes exchanges with the options of one account.
 *
 * @param account name of the account, or the provider id for an account without a name
 * @param messages reads messages to send, without what accounts add
 * @param defaults adds to a message what this account adds
 */
public record ExchangeBinding(
        String account,
        MessageReader messages,
        MessageDefaults defaults,
        QueryReader queries,
        CallReader calls,
        ResultWriter results) {

    /**
     * @param provider id of the provider in use
     * @throws IllegalArgumentException when option {@code defaultRegion}, {@code to} or {@code from} is malformed
     */
    public static ExchangeBinding of(
            String provider, AccountSettings settings, InstantSource clock, SendAddresses addresses) {
        HeaderReader headers = new HeaderReader(provider);
        PhoneNumberReader numbers = new PhoneNumberReader(settings.defaultRegion());
        return new ExchangeBinding(
                settings.account() == null ? provider : settings.account(),
                new MessageReader(headers, numbers, clock, settings.to()),
                new MessageDefaults(headers, settings, addresses),
                new QueryReader(headers, numbers),
                new CallReader(headers, settings),
                new ResultWriter(provider, settings.account(), clock));
    }
}
