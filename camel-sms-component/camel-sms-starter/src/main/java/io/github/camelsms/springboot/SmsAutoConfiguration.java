package io.github.camelsms.springboot;

import io.github.camelsms.SmsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Reads {@code camel.component.sms.*} when the application starts, and gives it to the component as soon as Camel makes it. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass({CamelContext.class, SmsComponent.class})
@ConditionalOnHierarchicalProperties({"camel.component", SmsProperties.PREFIX})
public class SmsAutoConfiguration {

    @Bean
    ComponentCustomizer smsComponentCustomizer(ApplicationContext application, CamelContext context) {
        SmsProperties properties = new PropertiesReader(application, context).read();
        return ComponentCustomizer.forType(SmsComponent.class, properties::configure);
    }
}
