package io.github.camelsms.provider.telesign;

import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import java.util.List;

/** Makes provider {@code telesign}. Needs {@code apiKey} and {@code customerId}. */
public final class TelesignFactory implements SmsProviderFactory {

    static final String CUSTOMER_ID = "customerId";
    static final String AUTH_METHOD = "authMethod";
    static final String API = "api";

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of(CUSTOMER_ID, "Customer id (TeleSign).").asCredential(),
                ProviderOption.of(
                                AUTH_METHOD,
                                "How TeleSign calls are authenticated: basic, or digest for an HMAC signature.")
                        .oneOf(TelesignAuth.Scheme.class, TelesignAuth.Scheme.BASIC),
                ProviderOption.of(
                                API,
                                "API of the provider to send by: verify for codes, messaging for texts of your own (TeleSign).")
                        .oneOf(TelesignApi.class, TelesignApi.VERIFY));
    }

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new TelesignProvider(options);
    }
}
