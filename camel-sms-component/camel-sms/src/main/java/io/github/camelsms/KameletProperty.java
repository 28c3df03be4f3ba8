package io.github.camelsms;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * The placeholder <code>{{?sms-kamelet:name}}</code> of this jar's Kamelets: a property that was given to the Kamelet, or nothing. A plain
 * <code>{{?name}}</code> that was not given would be looked for among the application's properties and the variables of the
 * environment, where {@code PATH} or somebody else's {@code API_KEY} stands.
 */
@org.apache.camel.spi.annotations.PropertiesFunction(KameletProperty.NAME)
public final class KameletProperty implements PropertiesFunction, CamelContextAware {

    static final String NAME = "sms-kamelet";

    private @Nullable CamelContext camelContext;

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public @Nullable String apply(String name) {
        Properties given = camelContext == null
                ? null
                : camelContext.getPropertiesComponent().getLocalProperties();
        return given == null ? null : given.getProperty(name);
    }

    @Override
    public boolean optional(String name) {
        return true;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
