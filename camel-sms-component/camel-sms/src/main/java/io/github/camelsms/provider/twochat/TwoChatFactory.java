package io.github.camelsms.provider.twochat;

import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;

/** Makes provider {@code 2chat}. Needs {@code apiKey}; every message needs a sender that is a number of the account. */
public final class TwoChatFactory implements SmsProviderFactory {

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TwoChatProvider(options);
    }
}
