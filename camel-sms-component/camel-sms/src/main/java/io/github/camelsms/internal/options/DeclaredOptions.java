package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.spi.ProviderOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.SensitiveUtils;

/** Reads the options that only a provider has, by what its factory declares. */
public final class DeclaredOptions {

    private final ProviderFinder finder;

    public DeclaredOptions(ProviderFinder finder) {
        this.finder = finder;
    }

    /**
     * What the factory of a provider declares; nothing for {@code #bean}, which has no factory.
     *
     * @throws IllegalArgumentException when the provider is not known, or would have Camel show a secret
     */
    public List<ProviderOption> of(String provider) {
        if (EndpointHelper.isReferenceParameter(provider)) {
            return List.of();
        }
        List<ProviderOption> declared = finder.find(provider).options();
        for (ProviderOption option : declared) {
            if (option.secret() && !SensitiveUtils.containsSensitive(option.name())) {
                throw new IllegalArgumentException("provider " + provider + " declares the secret option "
                        + option.name() + ", whose name Camel does not mask in logs; it must be called such as"
                        + " authToken, password or clientSecret");
            }
        }
        return declared;
    }

    /**
     * The values in force for a provider, by declared name: the nearest layer that sets one wins. A layer that names no provider may set
     * options of any; those of other providers are left out.
     *
     * @throws IllegalArgumentException when an option is not known; the message lists what the provider accepts
     */
    Map<String, String> inForce(String provider, List<ProviderOption> declared, OptionLayers layers) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SmsAccount layer : layers.nearestFirst()) {
            layer.providerOptions().forEach((name, value) -> {
                Optional<ProviderOption> option = find(declared, name);
                if (option.isPresent()) {
                    values.putIfAbsent(option.get().name(), value);
                } else if (layer.getProvider() != null || !isKnown(name)) {
                    throw unknown(name, Set.of(provider), declared);
                }
            });
        }
        return values;
    }

    /**
     * Checks the options that stand on an endpoint: one of the providers that it may use must declare each.
     *
     * @throws IllegalArgumentException when none does; the message lists what they accept
     */
    public void check(SmsConfiguration endpoint, Set<String> providers) {
        Set<String> names = endpoint.providerOptions().keySet();
        if (names.isEmpty() || providers.isEmpty()) {
            return;
        }
        List<ProviderOption> declared = ofAll(providers);
        for (String name : names) {
            if (find(declared, name).isEmpty()) {
                throw unknown(name, providers, declared);
            }
        }
    }

    /** What several providers declare. */
    public List<ProviderOption> ofAll(Collection<String> providers) {
        return providers.stream().flatMap(provider -> of(provider).stream()).toList();
    }

    /** Whether a layer sets an option that some provider declares as a credential. */
    public boolean hasCredentials(SmsAccount layer) {
        Set<String> names = layer.providerOptions().keySet();
        return !names.isEmpty()
                && ofAll(finder.ids()).stream()
                        .filter(ProviderOption::credential)
                        .anyMatch(option -> names.stream().anyMatch(name -> isNamed(option, name)));
    }

    private boolean isKnown(String name) {
        return find(ofAll(finder.ids()), name).isPresent();
    }

    private static Optional<ProviderOption> find(Collection<ProviderOption> declared, String name) {
        return declared.stream().filter(option -> isNamed(option, name)).findFirst();
    }

    /** Spring Boot and environment variables have names of their own for {@code senderPool}: sender-pool, senderpool. */
    private static boolean isNamed(ProviderOption option, String name) {
        return option.name().equalsIgnoreCase(name.replace("-", ""));
    }

    private static IllegalArgumentException unknown(
            String name, Collection<String> providers, Collection<ProviderOption> declared) {
        return new IllegalArgumentException("option " + name + " is not known to provider "
                + String.join(", ", providers) + "; accepted: "
                + declared.stream().map(ProviderOption::name).collect(Collectors.toCollection(TreeSet::new)));
    }
}
