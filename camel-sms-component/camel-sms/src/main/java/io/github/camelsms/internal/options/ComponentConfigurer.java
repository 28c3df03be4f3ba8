package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/**
 * What sets the options of the component from properties: the generated configurer, except that Camel sees the accounts as
 * {@link AccountsByName}.
 */
public final class ComponentConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    private static final String ACCOUNTS = "accounts";

    private final PropertyConfigurer generated;
    private final PropertyConfigurerGetter options;
    private final Supplier<Map<String, SmsAccount>> accounts;
    private final WrittenOptions written;

    /**
     * @param generated configurer that Camel's build made of the component
     * @param accounts those of the component by name
     */
    public ComponentConfigurer(
            PropertyConfigurer generated, Supplier<Map<String, SmsAccount>> accounts, WrittenOptions written) {
        this.generated = generated;
        this.options = (PropertyConfigurerGetter) generated;
        this.accounts = accounts;
        this.written = written;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        return generated.configure(context, target, name, value, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return options.getAutowiredNames();
    }

    @Override
    public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
        return options.getOptionType(name, ignoreCase);
    }

    @Override
    public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return isAccounts(name)
                ? new AccountsByName(accounts.get(), written)
                : options.getOptionValue(target, name, ignoreCase);
    }

    /** @return null for the accounts, so that Camel looks at the map and not at what is in it */
    @Override
    public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return isAccounts(name) ? null : options.getCollectionValueType(target, name, ignoreCase);
    }

    private static boolean isAccounts(String name) {
        return ACCOUNTS.equalsIgnoreCase(name);
    }
}
