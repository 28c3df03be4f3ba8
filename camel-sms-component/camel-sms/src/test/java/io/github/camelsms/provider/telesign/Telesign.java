package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.model.Secret;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider as the tests use it: credentials, clock and nonce are those of the signature vectors. */
final class Telesign {

    static final String CUSTOMER_ID = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
    static final String API_KEY =
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";
    static final String NONCE = "5f0c2f5e-9d7a-4c1b-8a55-2f6f3d1c7e90";
    static final String REFERENCE_ID = "0123456789ABCDEF0123456789ABCDEF";
    private static final Instant NOW = Instant.parse("2026-09-15T10:30:00Z");

    private Telesign() {}

    static SmsProvider basic() {
        return provider(API_KEY, CUSTOMER_ID, Map.of());
    }

    static SmsProvider digest() {
        return provider(API_KEY, CUSTOMER_ID, Map.of("authMethod", "digest"));
    }

    static SmsProvider provider(@Nullable String apiKey, @Nullable String customerId, Map<String, String> settings) {
        List<Secret> keys = apiKey == null ? List.of() : List.of(new Secret(apiKey));
        Map<String, String> options = new HashMap<>(settings);
        if (customerId != null) {
            options.put("customerId", customerId);
        }
        TelesignFactory factory = new TelesignFactory();
        return factory.create(new ProviderOptions(
                "telesign", null, keys, List.of(), factory.options(), options, InstantSource.fixed(NOW), () -> NONCE));
    }

    static String form(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
