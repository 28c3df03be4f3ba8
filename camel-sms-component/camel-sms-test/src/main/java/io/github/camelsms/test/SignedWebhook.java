package io.github.camelsms.test;

import io.github.camelsms.spi.ProviderOptions;
import java.util.Map;

/**
 * A call that a gateway has signed, such as a published vector.
 *
 * @param fixture what was called with; of kind {@code webhook}
 * @param keys options that hold the key
 * @param headers those that carry the signature
 */
public record SignedWebhook(Fixture fixture, ProviderOptions keys, Map<String, String> headers) {

    public SignedWebhook {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return fixture.toString();
    }
}
