package io.github.camelsms.springboot;

import org.apache.camel.CamelContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Reads the options from Spring's environment as {@code @ConfigurationProperties} are, and Camel's own placeholders too. */
final class PropertiesReader {

    private final ApplicationContext application;
    private final CamelContext context;

    PropertiesReader(ApplicationContext application, CamelContext context) {
        this.application = application;
        this.context = context;
    }

    /** @throws org.springframework.boot.context.properties.bind.BindException when a key is unknown or a value does not fit */
    SmsProperties read() {
        Environment environment = application.getEnvironment();
        Binder binder =
                new Binder(ConfigurationPropertySources.get(environment), placeholders(environment), conversion());
        return binder.bindOrCreate(
                SmsProperties.PREFIX,
                Bindable.of(SmsProperties.class),
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, PropertiesReader::isChecked));
    }

    private PlaceholdersResolver placeholders(Environment environment) {
        PlaceholdersResolver spring = new PropertySourcesPlaceholdersResolver(environment);
        return value -> {
            Object resolved = spring.resolvePlaceholders(value);
            return resolved instanceof String text ? context.resolvePropertyPlaceholders(text) : resolved;
        };
    }

    private ConversionService conversion() {
        ApplicationConversionService conversion = new ApplicationConversionService();
        conversion.addConverter(new BeanReferences(application));
        return conversion;
    }

    /** The name of an environment variable does not tell where its words end. */
    private static boolean isChecked(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof PropertySource<?> properties
                && properties.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
    }
}
