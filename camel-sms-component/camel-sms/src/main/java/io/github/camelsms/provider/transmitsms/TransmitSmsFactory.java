package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;

/** Makes provider {@code transmitsms}. Needs {@code apiKey}; {@code secretKey} is blank on accounts that never set one. */
public final class TransmitSmsFactory implements SmsProviderFactory {

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TransmitSmsProvider(options);
    }
}
