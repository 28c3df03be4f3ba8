package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The places where an option may stand: the nearest one that sets it wins.
 *
 * @param nearestFirst endpoint, account, component
 */
public record OptionLayers(List<? extends SmsAccount> nearestFirst) {

    public <T> @Nullable T find(Function<SmsAccount, @Nullable T> option) {
        for (SmsAccount layer : nearestFirst) {
            T value = option.apply(layer);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    public <T> T get(Function<SmsAccount, @Nullable T> option, T standard) {
        T value = find(option);
        return value != null ? value : standard;
    }
}
