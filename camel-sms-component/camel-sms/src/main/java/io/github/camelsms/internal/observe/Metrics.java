package io.github.camelsms.internal.observe;

import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The meters of one component. What implements it is loaded only where a library of metrics is in use. */
public interface Metrics {

    /**
     * The meters of an account. Equal names share meters.
     *
     * @param account name of the account, or the provider id for an account without a name
     */
    AccountMetrics account(String account, String provider);

    /** Removes the gauges; counters and timers stay. */
    void close();

    /** The meters of this context; null when Micrometer is not there, or the registry holds no {@code MeterRegistry}. */
    static @Nullable Metrics find(CamelContext context) {
        try {
            return MeterRegistries.find(context);
        } catch (LinkageError absent) { // Micrometer is an optional dependency
            return null;
        }
    }
}
