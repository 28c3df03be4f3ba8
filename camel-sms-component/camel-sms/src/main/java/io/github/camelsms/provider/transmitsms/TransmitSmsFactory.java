package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import java.util.List;

/** Makes provider {@code transmitsms}. Needs {@code apiKey}; {@code secretKey} is blank on accounts that never set one. */
public final class TransmitSmsFactory implements SmsProviderFactory {

    static final String FORMAT = "format";

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of(FORMAT, "Format of the provider's replies, for every operation (Transmit SMS).")
                        .oneOf(TransmitSmsFormat.class, TransmitSmsFormat.JSON));
    }

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TransmitSmsProvider(options);
    }
}
