package io.github.camelsms.springboot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Has Spring Boot's server hand over webhooks raw, where Camel serves platform-http on it. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine")
public class SmsWebhookAutoConfiguration {

    @Bean
    RawPathsFilter smsRawPathsFilter() {
        return new RawPathsFilter();
    }
}
