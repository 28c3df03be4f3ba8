package io.github.camelsms.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An option that only one provider has, as its factory declares it. Users set it as {@code option.<name>} on an endpoint, on an account or on
 * the component.
 *
 * @param name letters and digits, the first one a lower-case letter
 * @param description what it means, for users
 * @param secret whether its value must not be shown. The name must then be one that Camel masks, such as {@code authToken} or {@code password}
 * @param credential whether it says who the account is. True of every secret. An endpoint that sets a credential keeps to its own account, and
 *     accounts whose credentials differ share neither connections nor limits
 * @param defaultValue value when it is not set; null for none
 * @param accepted the only values that are accepted, in any case; empty for any text
 */
public record ProviderOption(
        String name,
        String description,
        boolean secret,
        boolean credential,
        @Nullable String defaultValue,
        List<String> accepted) {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    /** @throws IllegalArgumentException when the declaration contradicts itself */
    public ProviderOption {
        accepted = List.copyOf(accepted);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "option " + name + ": the name must be letters and digits, such as senderPool");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("option " + name + " must have a description");
        }
        if (secret && !credential) {
            throw new IllegalArgumentException("option " + name + " is secret, so it must be a credential");
        }
        if (defaultValue != null && !accepted.isEmpty() && !accepted.contains(defaultValue)) {
            throw new IllegalArgumentException("option " + name + ": its default must be one of " + accepted);
        }
    }

    /** An option that takes any text and has no default. */
    public static ProviderOption of(String name, String description) {
        return new ProviderOption(name, description, false, false, null, List.of());
    }

    /** The same option, with a value that is not shown. */
    public ProviderOption asSecret() {
        return new ProviderOption(name, description, true, true, defaultValue, accepted);
    }

    /** The same option, as one that says who the account is. */
    public ProviderOption asCredential() {
        return new ProviderOption(name, description, secret, true, defaultValue, accepted);
    }

    /** The same option, with a value where none is set. */
    public ProviderOption withDefault(String value) {
        return new ProviderOption(name, description, secret, credential, value, accepted);
    }

    /** The same option, with the only values that it takes. */
    public ProviderOption oneOf(String... values) {
        return new ProviderOption(name, description, secret, credential, defaultValue, List.of(values));
    }

    /** The same option, with the constants of an enum as its values, in lower case, and one of them as its default. */
    public <E extends Enum<E>> ProviderOption oneOf(Class<E> values, E standard) {
        return oneOf(Arrays.stream(values.getEnumConstants())
                        .map(ProviderOption::valueOf)
                        .toArray(String[]::new))
                .withDefault(valueOf(standard));
    }

    private static String valueOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    boolean accepts(String value) {
        return accepted.isEmpty() || accepted.stream().anyMatch(value::equalsIgnoreCase);
    }
}
