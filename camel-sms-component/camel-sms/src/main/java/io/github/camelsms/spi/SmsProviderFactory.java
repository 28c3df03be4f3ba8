package io.github.camelsms.spi;

import java.util.List;

/**
 * Makes a provider for one account. Has a public constructor without parameters; is found through a file {@code
 * META-INF/services/io/github/camelsms/provider/<provider id>} with one line, {@code class=<name of the factory>}.
 */
public interface SmsProviderFactory {

    /** @throws IllegalArgumentException when an option is wrong; the message names the option and what is accepted */
    SmsProvider create(ProviderOptions options);

    /** The options that only this provider has, each under a name of its own; none unless overridden. */
    default List<ProviderOption> options() {
        return List.of();
    }
}
