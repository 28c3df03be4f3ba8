package io.github.camelsms.provider.telesign;

import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;

/** Makes provider {@code telesign}. Needs {@code customerId} and {@code apiKey}; knows {@code authMethod}. */
public final class TelesignFactory implements SmsProviderFactory {

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TelesignProvider(options);
    }
}
