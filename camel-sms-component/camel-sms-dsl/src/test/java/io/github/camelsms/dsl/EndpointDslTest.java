package io.github.camelsms.dsl;

import static io.github.camelsms.dsl.StaticEndpointBuilders.sms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.dsl.endpoint.SmsEndpointBuilderFactory;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EndpointDslTest {

    @Test
    void aRouteSends() throws Exception {
        Credentials keys = Credentials.keyAndSecret("k+e&y%2By=", "s+&ecret%20#?");
        Properties properties = new Properties();
        properties.setProperty("sms.apiKey", keys.apiKey());
        properties.setProperty("sms.secretKey", keys.secret());
        try (SmsSimulator simulator =
                        SmsSimulator.builder().credentials("2fa-link", keys).start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            context.getComponent("sms", SmsComponent.class)
                    .getConfiguration()
                    .setBaseUrl(simulator.baseUrl("2fa-link").toString());
            context.addRoutes(new NotifyRoute());
            context.start();

            context.createProducerTemplate()
                    .requestBodyAndHeader("direct:notify", "Hello", "CamelSmsTo", "+447700900123");

            assertThat(simulator.messages())
                    .singleElement()
                    .returns("Hello", SimulatedMessage::text)
                    .returns("ExampleCo", SimulatedMessage::from);
        }
    }

    @Test
    void standsBesideTheBuildersOfCamel() throws Exception {
        class Both extends EndpointRouteBuilder implements SmsEndpointBuilderFactory.SmsBuilders {
            @Override
            public void configure() {
                from(direct("a")).to(sms("query").account("main").advanced().responseTimeout("3s"));
            }
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new Both());

            assertThat(context.getRouteDefinitions())
                    .singleElement()
                    .extracting(route -> route.getOutputs().get(0).getLabel())
                    .isEqualTo("to[sms://query?account=main&responseTimeout=3s]");
        }
    }

    @Test
    void hasEveryOptionOfTheCatalogue() throws IOException {
        Set<String> options = new TreeSet<>();
        try (InputStream json = SmsComponent.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            JsonNode properties = new ObjectMapper().readTree(json).path("properties");
            properties.properties().forEach(option -> {
                if (option.getValue().path("kind").asText().equals("parameter")) {
                    options.add(option.getKey());
                }
            });
        }

        assertThat(methods(
                        SmsEndpointBuilderFactory.SmsEndpointBuilder.class,
                        sms("send").advanced().getClass()))
                .containsAll(options);
    }

    private static Set<String> methods(Class<?>... builders) {
        return Stream.of(builders)
                .flatMap(builder -> Arrays.stream(builder.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theManualShowsThisRoute() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/github/camelsms/dsl/NotifyRoute.java"));

        assertThat(Files.readString(Path.of("..", "..", "docs", "install.md")))
                .contains(source.substring(source.indexOf("import ")));
    }
}
