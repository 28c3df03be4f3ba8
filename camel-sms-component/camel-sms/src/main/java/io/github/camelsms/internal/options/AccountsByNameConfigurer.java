package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/** Takes the name of an account for a property of {@link AccountsByName}, so that Camel accepts {@code accounts.main.apiKey}. */
public final class AccountsByNameConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        ((AccountsByName) target).put(name, value);
        return true;
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return SmsAccount.class;
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return ((AccountsByName) target).get(name);
    }

    /** @return null: an account is not a collection */
    @Override
    public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return null;
    }
}
