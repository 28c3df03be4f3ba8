package io.github.camelsms.engines;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** platform-http on Spring Boot's Tomcat. */
class SpringBootTest extends WebhookContract {

    @EnableAutoConfiguration
    static class Application {}

    private record Running(ConfigurableApplicationContext application) implements Engine {

        @Override
        public CamelContext context() {
            return application.getBean(CamelContext.class);
        }

        @Override
        public int port() {
            return ((ServletWebServerApplicationContext) application)
                    .getWebServer()
                    .getPort();
        }

        @Override
        public String component() {
            return "platform-http";
        }

        @Override
        public void stop() {
            application.close();
        }
    }

    @Override
    Engine start() {
        return new Running(new SpringApplicationBuilder(Application.class)
                .properties(Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "camel.main.run-controller", "true"))
                .run());
    }
}
