package io.github.camelsms.engines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** platform-http on Spring Boot's Tomcat, with camel-sms-starter. */
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

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/spelled", "/hooks/spelle%64", "/%68ooks/spelled", "/hooks;x=1/spelled"})
    void webhookIsHandedOverRawHoweverItsPathIsSpelled(String path) throws Exception {
        Served served = serve("spelled", "/hooks/spelled", "provider=raw", exchange -> {});
        byte[] body = "a=%&b=%zz".getBytes(UTF_8);

        Answer answer = Call.of("POST", path + "?c=%")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .headers(RawFactory.signed("c=%", body))
                .body(body)
                .to(port());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(served.news()).hasSize(1);
    }
}
