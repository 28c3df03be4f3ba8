package io.github.camelsms;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The places where an option may stand: the nearest one that sets it wins.
 *
 * @param nearestFirst endpoint, account, component
 */
record Layers(List<? extends SmsAccount> nearestFirst) {

    <T> @Nullable T find(Function<SmsAccount, @Nullable T> option) {
        for (SmsAccount layer : nearestFirst) {
            T value = option.apply(layer);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    <T> T get(Function<SmsAccount, @Nullable T> option, T standard) {
        T value = find(option);
        return value != null ? value : standard;
    }

    void put(Map<String, String> settings, String name, Function<SmsAccount, @Nullable String> option) {
        String value = find(option);
        if (value != null) {
            settings.put(name, value);
        }
    }
}
