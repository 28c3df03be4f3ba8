package io.github.camelsms.spi;

import io.github.camelsms.model.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an account gives its provider: credentials, address, settings, and the sources of what varies between runs. Prints without
 * credentials.
 *
 * @param provider provider id
 * @param baseUrl address instead of the provider's own; null for that. Has neither user info nor query
 * @param apiKeys option {@code apiKey}: the first signs, each verifies; empty when not set
 * @param secretKeys option {@code secretKey}, likewise
 * @param customerId option {@code customerId}; null when not set
 * @param settings options that only some providers know, by name, such as {@code authMethod}; only those that were set
 * @param clock time of signatures and checks
 * @param nonces values that are used once
 */
public record ProviderOptions(
        String provider,
        @Nullable URI baseUrl,
        List<Secret> apiKeys,
        List<Secret> secretKeys,
        @Nullable String customerId,
        Map<String, String> settings,
        InstantSource clock,
        Supplier<String> nonces) {

    public ProviderOptions {
        apiKeys = List.copyOf(apiKeys);
        secretKeys = List.copyOf(secretKeys);
        settings = Map.copyOf(settings);
    }

    /** The address to call, without a slash at its end. */
    public URI baseUri(URI providersOwn) {
        URI base = baseUrl == null ? providersOwn : baseUrl;
        String text = base.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
    }

    /** @throws IllegalArgumentException when option {@code apiKey} is not set */
    public Secret requireApiKey() {
        return first(apiKeys, "apiKey");
    }

    /** @throws IllegalArgumentException when option {@code secretKey} is not set */
    public Secret requireSecretKey() {
        return first(secretKeys, "secretKey");
    }

    /** @throws IllegalArgumentException when option {@code customerId} is not set */
    public String requireCustomerId() {
        if (customerId == null || customerId.isBlank()) {
            throw missing("customerId");
        }
        return customerId;
    }

    /**
     * A setting with a fixed list of values, written without regard to case.
     *
     * @throws IllegalArgumentException when it has another value; the message lists the accepted ones
     */
    public <E extends Enum<E>> E setting(String option, Class<E> values, E standard) {
        String value = settings.get(option);
        if (value == null) {
            return standard;
        }
        for (E constant : values.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        List<String> accepted = List.of(values.getEnumConstants()).stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        throw new IllegalArgumentException(
                "option " + option + "=" + value + " is not known to provider " + provider + "; accepted: " + accepted);
    }

    /** A setting as it was written; empty when it was not set. */
    public Optional<String> setting(String option) {
        return Optional.ofNullable(settings.get(option));
    }

    private Secret first(List<Secret> keys, String option) {
        if (keys.isEmpty()) {
            throw missing(option);
        }
        return keys.get(0);
    }

    private IllegalArgumentException missing(String option) {
        return new IllegalArgumentException("option " + option + " is required by provider " + provider);
    }

    @Override
    public String toString() {
        return "ProviderOptions[provider=" + provider + ", baseUrl=" + baseUrl + ", settings=" + settings.keySet()
                + "]";
    }
}
