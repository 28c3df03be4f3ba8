package io.github.camelsms.spi;

import io.github.camelsms.model.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an account gives its provider: credentials, address, options of the provider's own, and the sources of what varies between runs.
 * Prints without credentials.
 *
 * @param provider provider id
 * @param baseUrl address instead of the provider's own; null for that. Has neither user info nor query
 * @param apiKeys option {@code apiKey}: the first signs, each verifies; empty when not set
 * @param secretKeys option {@code secretKey}, likewise
 * @param declared what the provider's factory declares
 * @param settings values of declared options by name; only those that were set
 * @param clock time of signatures and checks
 * @param nonces values that are used once
 */
public record ProviderOptions(
        String provider,
        @Nullable URI baseUrl,
        List<Secret> apiKeys,
        List<Secret> secretKeys,
        List<ProviderOption> declared,
        Map<String, String> settings,
        InstantSource clock,
        Supplier<String> nonces) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException when one is not declared, or has a value that is not accepted; the message lists what is accepted
     */
    public ProviderOptions {
        apiKeys = List.copyOf(apiKeys);
        secretKeys = List.copyOf(secretKeys);
        declared = List.copyOf(declared);
        settings = Map.copyOf(settings);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            ProviderOption option =
                    find(declared, setting.getKey()).orElseThrow(unknown(setting.getKey(), provider, declared));
            if (!option.accepts(setting.getValue())) {
                throw new IllegalArgumentException(
                        "option " + option.name() + (option.secret() ? "" : "=" + setting.getValue())
                                + " is not known to provider " + provider + "; accepted: " + option.accepted());
            }
        }
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

    /**
     * The value of an option of the provider's own: as it was set, else its default; empty when it has none.
     *
     * @throws IllegalArgumentException when the factory does not declare the option
     */
    public Optional<String> setting(String name) {
        ProviderOption option = find(declared, name).orElseThrow(unknown(name, provider, declared));
        return Optional.ofNullable(settings.get(name)).or(() -> Optional.ofNullable(option.defaultValue()));
    }

    /** @throws IllegalArgumentException when the option is blank, or neither set nor has a default */
    public String requireSetting(String name) {
        return setting(name).filter(value -> !value.isBlank()).orElseThrow(() -> missing(name));
    }

    /**
     * The value of an option whose values are the constants of an enum.
     *
     * @throws IllegalArgumentException when it is neither set nor has a default
     */
    public <E extends Enum<E>> E setting(String name, Class<E> values) {
        String value = requireSetting(name);
        for (E constant : values.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("option " + name + " of provider " + provider + " accepts more than "
                + values.getSimpleName() + " has");
    }

    private static Optional<ProviderOption> find(Collection<ProviderOption> declared, String name) {
        return declared.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    private static Supplier<IllegalArgumentException> unknown(
            String name, String provider, Collection<ProviderOption> declared) {
        return () -> new IllegalArgumentException("option " + name + " is not known to provider " + provider
                + "; accepted: "
                + declared.stream().map(ProviderOption::name).sorted().toList());
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
