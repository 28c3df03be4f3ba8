package io.github.camelsms.internal.observe;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.HealthCheckComponent;

/** Health checks in Camel's registry. They count for readiness, not for liveness: a restart does not help. */
public final class HealthChecks {

    private static final String PRODUCERS = "producers";

    private HealthChecks() {}

    /**
     * Adds a check to those of Camel's producers, which {@code camel.health.producersEnabled} switches on.
     *
     * @param look fills in a result that is up
     * @return removes it
     */
    public static Runnable ofProducer(
            CamelContext context, String id, boolean enabled, Consumer<HealthCheckResultBuilder> look) {
        WritableHealthCheckRepository producers =
                HealthCheckHelper.getHealthCheckRepository(context, PRODUCERS, WritableHealthCheckRepository.class);
        if (producers == null) { // camel-health is not there
            return () -> {};
        }
        HealthCheck check = new Readiness(id, enabled, look);
        producers.addHealthCheck(check);
        return () -> producers.removeHealthCheck(check);
    }

    /**
     * Adds a check of a consumer, named after its route, or after its endpoint where the route has another one, as with {@code master:}.
     *
     * @param look fills in a result that is up
     * @return removes it
     */
    public static Runnable ofConsumer(DefaultConsumer consumer, Consumer<HealthCheckResultBuilder> look) {
        HealthCheckRegistry registry =
                HealthCheckRegistry.get(consumer.getEndpoint().getCamelContext());
        if (registry == null) {
            return () -> {};
        }
        boolean enabled = !(consumer.getEndpoint().getComponent() instanceof HealthCheckComponent component)
                || component.isHealthCheckConsumerEnabled();
        HealthCheck check = new Readiness("sms-consumer-" + name(consumer), enabled, look);
        // A route that starts again has a new consumer.
        registry.getCheck(check.getId()).ifPresent(registry::unregister);
        registry.register(check);
        return () -> registry.unregister(check);
    }

    private static String name(DefaultConsumer consumer) {
        String route = consumer.getRouteId();
        return route != null
                ? route
                : Integer.toHexString(consumer.getEndpoint().getEndpointUri().hashCode());
    }

    private static final class Readiness implements HealthCheck {

        private final String id;
        private final Consumer<HealthCheckResultBuilder> look;
        private volatile boolean enabled;

        Readiness(String id, boolean enabled, Consumer<HealthCheckResultBuilder> look) {
            this.id = id;
            this.enabled = enabled;
            this.look = look;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getGroup() {
            return "camel";
        }

        @Override
        public boolean isEnabled() {
            return enabled;
        }

        @Override
        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        public Map<String, Object> getMetaData() {
            return Map.of(CHECK_ID, id, CHECK_GROUP, getGroup());
        }

        @Override
        public Result call(Map<String, Object> options) {
            HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                    .detail(CHECK_ID, id)
                    .detail(CHECK_GROUP, getGroup())
                    .detail(CHECK_KIND, Kind.READINESS);
            if (!enabled) {
                return result.unknown()
                        .message("Disabled")
                        .detail(CHECK_ENABLED, false)
                        .build();
            }
            result.up();
            look.accept(result);
            return result.build();
        }
    }
}
