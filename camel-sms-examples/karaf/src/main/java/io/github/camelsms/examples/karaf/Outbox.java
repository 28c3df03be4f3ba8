package io.github.camelsms.examples.karaf;

import io.github.camelsms.SmsComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs the routes as long as there is a configuration for them, and the components that they use. Either of them changed, Declarative
 * Services stop this one and make another.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "io.github.camelsms.examples.karaf",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Outbox {

    private static final String OPTION = "camel.component.sms.";

    private final CamelContext context;

    /**
     * Starts the routes.
     *
     * @param configuration {@code folder}, {@code http.host}, {@code http.port}, and options of the component
     * @param sms says that the component is there
     * @param server says that the HTTP server is there
     * @throws IllegalArgumentException when the component has not one of the options
     */
    @Activate
    public Outbox(
            BundleContext bundle,
            Map<String, Object> configuration,
            @Reference(target = "(component=sms)") ComponentResolver sms,
            @Reference(target = "(component=netty-http)") ComponentResolver server)
            throws Exception {
        context = new OsgiDefaultCamelContext(bundle);
        try {
            Properties placeholders = new Properties();
            configuration.forEach((name, value) -> placeholders.setProperty(name, value.toString()));
            context.getPropertiesComponent().setInitialProperties(placeholders);
            configure(context.getComponent("sms", SmsComponent.class), configuration);
            context.addRoutes(new OutboxRoutes());
            context.start();
        } catch (Exception refused) {
            context.stop();
            throw refused;
        }
    }

    /** What Camel does by itself in other runtimes. */
    private static void configure(SmsComponent component, Map<String, Object> configuration) {
        Map<String, Object> options = new HashMap<>();
        configuration.forEach((name, value) -> {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), value);
            }
        });
        ServiceHelper.initService(component);
        PropertyBindingSupport.build()
                .withCamelContext(component.getCamelContext())
                .withTarget(component)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withIgnoreCase(true)
                .withProperties(options)
                .bind();
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("The sms component has no options " + options.keySet());
        }
    }

    /** Stops the routes; what is on its way is finished first. */
    @Deactivate
    public void stop() {
        context.stop();
    }
}
