package io.github.camelsms.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.KameletProperty;
import io.github.camelsms.SmsComponent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.TransformerKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What tools read of the Kamelets: titles, types, secrets, icon, dependencies; the same as the component says of its options. */
class KameletDefinitionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?:\\?sms-kamelet:)?(\\w+)}}");

    /** Properties that are no options of the component. */
    private static final Set<String> OWN = Set.of("text", "codeCheck", "idempotencyKey");

    /** Every one of the jar. */
    static Stream<String> names() throws IOException, URISyntaxException {
        URL known = Objects.requireNonNull(SmsComponent.class.getResource("/kamelets/sms-send-sink.kamelet.yaml"));
        URI folder = URI.create(known.toURI().toString().replaceFirst("/[^/]*$", ""));
        if (folder.getScheme().equals("file")) {
            return names(Path.of(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            return names(jar.getPath("/kamelets"));
        }
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".kamelet.yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void theManualNamesEachOfThem() throws IOException, URISyntaxException {
        String page = Files.readString(Path.of("../../docs/install.md"));

        assertThat(names()).hasSize(7).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void sayWhatTheyAre(String name) throws IOException {
        JsonNode kamelet = kamelet(name);

        JsonNode metadata = kamelet.at("/metadata");
        assertThat(metadata.path("name").asText()).isEqualTo(name);
        assertThat(metadata.at("/labels/camel.apache.org~1kamelet.type").asText())
                .isEqualTo(name.substring(name.lastIndexOf('-') + 1));
        assertThat(icon(metadata)).startsWith("<svg ").endsWith("</svg>");
        assertThat(kamelet.at("/spec/definition/title").asText()).startsWith("SMS ");
        assertThat(kamelet.at("/spec/definition/description").asText()).isNotBlank();
        String version =
                metadata.at("/annotations/camel.apache.org~1catalog.version").asText();
        assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?");
        assertThat(kamelet.at("/spec/dependencies"))
                .extracting(JsonNode::asText)
                .contains("mvn:io.github.camelsms:camel-sms:" + version);
    }

    /** A parameter that the placeholder does not know would keep the Kamelet from starting. */
    @ParameterizedTest
    @MethodSource("names")
    void thePlaceholderKnowsEveryProperty(String name) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KameletProperty placeholder = new KameletProperty();
            placeholder.setCamelContext(context);
            for (String property : properties(kamelet(name)).keySet()) {
                Properties given = new Properties();
                given.put(property, "x");
                context.getPropertiesComponent().setLocalProperties(given);
                assertThat(placeholder.apply(property)).isEqualTo("x");
            }
        }
    }

    /** Else it would be given to a Kamelet that ignores it. */
    @Test
    void thePlaceholderKnowsNoOtherProperty() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KameletProperty placeholder = new KameletProperty();
            placeholder.setCamelContext(context);
            for (String property : List.of("cloudEvents", "optOut", "apiKeys")) {
                Properties given = new Properties();
                given.put(property, "x");
                context.getPropertiesComponent().setLocalProperties(given);
                assertThatIllegalArgumentException().isThrownBy(() -> placeholder.apply(property));
            }
        }
    }

    private static String icon(JsonNode metadata) {
        String[] parts = metadata.at("/annotations/camel.apache.org~1kamelet.icon")
                .asText()
                .split(",", 2);
        assertThat(parts[0]).isEqualTo("data:image/svg+xml;base64");
        return new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("names")
    void describePropertiesAsTheComponentDoes(String name) throws IOException {
        JsonNode options = catalogue().path("properties");

        for (Map.Entry<String, JsonNode> entry : properties(kamelet(name)).entrySet()) {
            JsonNode property = entry.getValue();
            assertThat(property.path("title").asText()).as(entry.getKey()).isNotBlank();
            assertThat(property.path("description").asText()).as(entry.getKey()).isNotBlank();
            if (OWN.contains(entry.getKey())) {
                continue;
            }
            JsonNode option = options.path(entry.getKey().equals("webhookPath") ? "path" : entry.getKey());
            assertThat(property.path("type").asText())
                    .as(entry.getKey())
                    .isEqualTo(option.path("type").asText().replaceAll("enum|duration", "string"));
            assertThat(texts(property.path("enum"))).as(entry.getKey()).isEqualTo(texts(option.path("enum")));
            assertThat(property.path("format").asText().equals("password"))
                    .as("%s is secret", entry.getKey())
                    .isEqualTo(option.path("secret").asBoolean());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void useEachPropertyAndNoOther(String name) throws IOException {
        JsonNode kamelet = kamelet(name);
        Matcher placeholders = PLACEHOLDER.matcher(kamelet.at("/spec/template").toString());
        Set<String> used = new TreeSet<>();
        while (placeholders.find()) {
            used.add(placeholders.group(1));
        }

        assertThat(used).isEqualTo(properties(kamelet).keySet());
    }

    /** The form of Camel's Kamelet catalogue: media types, and each data type with its headers. */
    @ParameterizedTest
    @MethodSource("names")
    void describeWhatGoesInAndOut(String name) throws IOException {
        JsonNode spec = kamelet(name).path("spec");
        JsonNode headers = catalogue().path("headers");
        Set<String> sides = name.endsWith("-source") ? Set.of("out") : Set.of("in", "out");

        assertThat(keys(spec.path("types"))).isEqualTo(sides);
        assertThat(keys(spec.path("dataTypes"))).isEqualTo(sides);
        for (String side : sides) {
            JsonNode data = spec.path("dataTypes").path(side);
            JsonNode standard = data.path("types").path(data.path("default").asText());
            assertThat(standard.path("mediaType").asText())
                    .isEqualTo(spec.path("types").path(side).path("mediaType").asText());
            for (JsonNode type : data.path("types")) {
                assertThat(type.path("format").asText()).isNotBlank();
                assertThat(type.path("description").asText()).isNotBlank();
            }
            data.path("headers").properties().forEach(header -> {
                assertThat(headers.has(header.getKey())).as(header.getKey()).isTrue();
                assertThat(header.getValue().path("title").asText()).isNotBlank();
                assertThat(header.getValue().path("description").asText()).isNotBlank();
                assertThat(header.getValue().path("type").asText()).isNotBlank();
            });
        }
    }

    /** Data types named after this component have a transformer. */
    @ParameterizedTest
    @ValueSource(strings = {"sms-dlr-source", "sms-inbound-source"})
    void cloudEventsAreADataTypeThatCamelFinds(String name) throws IOException {
        JsonNode type = kamelet(name).at("/spec/dataTypes/out/types/cloudevents");

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(context.getTransformerRegistry()
                            .resolveTransformer(
                                    new TransformerKey(type.path("format").asText())))
                    .isNotNull();
        }
        assertThat(keys(type.path("headers")))
                .containsExactlyInAnyOrder(
                        "CamelCloudEventID",
                        "CamelCloudEventType",
                        "CamelCloudEventSource",
                        "CamelCloudEventSubject",
                        "CamelCloudEventTime");
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Map<String, JsonNode> properties(JsonNode kamelet) {
        Map<String, JsonNode> properties = new TreeMap<>();
        kamelet.at("/spec/definition/properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), property.getValue()));
        return properties;
    }

    private static Set<String> texts(JsonNode list) {
        Stream<JsonNode> entries = StreamSupport.stream(list.spliterator(), false);
        return new TreeSet<>(entries.map(JsonNode::asText).toList());
    }

    private static JsonNode kamelet(String name) throws IOException {
        try (InputStream file = SmsComponent.class.getResourceAsStream("/kamelets/" + name + ".kamelet.yaml")) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(file));
        }
    }

    private static JsonNode catalogue() throws IOException {
        try (InputStream json = SmsComponent.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            return JSON.readTree(json);
        }
    }
}
