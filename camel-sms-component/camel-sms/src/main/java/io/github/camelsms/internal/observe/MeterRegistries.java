package io.github.camelsms.internal.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Finds the registry that camel-micrometer, Spring Boot or Quarkus has put into Camel's. Loading this class needs Micrometer. */
final class MeterRegistries {

    /** Where camel-micrometer puts its own. */
    private static final String OF_CAMEL = "metricsRegistry";

    private MeterRegistries() {}

    static @Nullable Metrics find(CamelContext context) {
        MeterRegistry registry = registry(context);
        return registry == null ? null : new MicrometerMetrics(registry);
    }

    /** Of several, the one that stands for all. */
    private static @Nullable MeterRegistry registry(CamelContext context) {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(OF_CAMEL, MeterRegistry.class);
        if (named != null) {
            return named;
        }
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        return all.stream()
                .filter(one -> all.size() == 1 || one instanceof CompositeMeterRegistry)
                .findFirst()
                .orElse(null);
    }
}
