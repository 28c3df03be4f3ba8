import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.SmsConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes what IDEs know of {@code camel.component.sms.*} from the component's catalogue entry. Part of the build, not of the jar.
 *
 * <p>The format is that of Spring Boot's reference, appendix "Configuration Metadata".
 */
final class SpringMetadata {

    private static final String PREFIX = "camel.component.sms";
    private static final String SOURCE = "io.github.camelsms.springboot.SmsProperties";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode metadata = JSON.createObjectNode();
    private final ArrayNode properties = JSON.createArrayNode();
    private final ArrayNode hints = JSON.createArrayNode();

    /** @param args the file to write */
    public static void main(String[] args) throws IOException {
        SpringMetadata result = new SpringMetadata();
        result.property("enabled", "java.lang.Boolean", "Whether these options configure the component.").put("defaultValue", true);
        try (InputStream catalogue = SpringMetadata.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            result.options(JSON.readTree(catalogue).required("componentProperties"));
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), result.metadata);
    }

    private SpringMetadata() {
        metadata.putArray("groups").addObject().put("name", PREFIX).put("type", SOURCE).put("sourceType", SOURCE);
        metadata.set("properties", properties);
        metadata.set("hints", hints);
    }

    private void options(JsonNode options) {
        options.properties().forEach(option -> {
            // The options of this one are the component's own as well.
            if (!option.getKey().equals("configuration") && !isOfEndpointsAlone(option.getKey())) {
                option(option.getKey(), option.getValue());
            }
        });
    }

    /** The component refuses what its configuration has beyond an account's options, but for two. */
    private static boolean isOfEndpointsAlone(String name) {
        return !name.equals("account")
                && !name.equals("synchronous")
                && Arrays.stream(SmsConfiguration.class.getDeclaredFields())
                        .anyMatch(field -> field.getName().equals(name));
    }

    private void option(String name, JsonNode option) {
        ObjectNode property = property(name, type(option), option.required("description").asText());
        if (option.has("defaultValue")) {
            property.set("defaultValue", option.get("defaultValue"));
        }
        if (option.path("deprecated").asBoolean()) {
            property.putObject("deprecation").put("reason", option.path("deprecationNote").asText());
        }
        if (option.has("enum")) {
            ArrayNode values = hints.addObject().put("name", key(name)).putArray("values");
            option.get("enum").forEach(value -> values.addObject().set("value", value));
        }
    }

    private ObjectNode property(String name, String type, String description) {
        return properties.addObject()
                .put("name", key(name))
                .put("type", type)
                .put("description", description)
                .put("sourceType", SOURCE);
    }

    private static String type(JsonNode option) {
        String type = option.required("javaType").asText().replace(" ", "");
        return type.equals("boolean") ? "java.lang.Boolean" : type;
    }

    private static String key(String name) {
        return PREFIX + "." + name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
