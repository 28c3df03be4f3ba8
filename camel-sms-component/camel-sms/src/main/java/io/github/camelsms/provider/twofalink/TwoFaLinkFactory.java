package io.github.camelsms.provider.twofalink;

import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import java.util.List;

/** Makes provider {@code 2fa-link}. Needs {@code apiKey} and {@code secretKey}. */
public final class TwoFaLinkFactory implements SmsProviderFactory {

    static final String BASE64 = "base64";

    @Override
    public List<ProviderOption> options() {
        return List.of(ProviderOption.of(
                        BASE64,
                        "When 2FA.link gets the text as base64: auto for a text with a character outside the GSM alphabet.")
                .oneOf(Base64Policy.class, Base64Policy.AUTO));
    }

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TwoFaLinkProvider(options);
    }
}
