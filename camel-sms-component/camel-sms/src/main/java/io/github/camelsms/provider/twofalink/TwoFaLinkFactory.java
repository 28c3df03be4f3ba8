package io.github.camelsms.provider.twofalink;

import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;

/** Makes provider {@code 2fa-link}. Needs {@code apiKey} and {@code secretKey}; knows {@code base64}. */
public final class TwoFaLinkFactory implements SmsProviderFactory {

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TwoFaLinkProvider(options);
    }
}
