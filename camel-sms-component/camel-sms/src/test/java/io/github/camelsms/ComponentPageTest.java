package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of sms-component.adoc, the page in the form of Camel's own components, equal to the catalogue. After a change of an
 * option or a header, run {@code mvn -Pquick test -pl camel-sms-component/camel-sms -Dtest=ComponentPageTest -Dreference.write=true} and
 * commit the page.
 */
class ComponentPageTest {

    private static final Path PAGE = Path.of("src", "main", "docs", "sms-component.adoc");

    @Test
    void theTablesAreThoseOfTheCatalogue() throws IOException {
        String written = Files.readString(PAGE);
        String page = filled(written, Catalogue.read());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).hasContent(page);
    }

    private static String filled(String page, JsonNode catalogue) {
        JsonNode component = catalogue.get("component");
        JsonNode options = catalogue.get("properties");
        String filled = between(page, "component header", header(component));
        filled = between(
                filled,
                "component options",
                "== Component options\n\nThe SMS component supports "
                        + catalogue.get("componentProperties").size() + " options.\n\n"
                        + table(catalogue.get("componentProperties"), "property"));
        filled = between(
                filled,
                "endpoint options",
                "== Endpoint options\n\n----\n" + component.get("syntax").asText()
                        + "\n----\n\n=== Path parameters\n\n" + table(options, "path")
                        + "\n=== Query parameters\n\n" + table(options, "parameter"));
        return between(filled, "component headers", "== Message headers\n\n" + headers(catalogue.get("headers")));
    }

    private static String between(String page, String name, String text) {
        String start = "// " + name + ": START\n";
        String end = "// " + name + ": END\n";
        int from = page.indexOf(start);
        int to = page.indexOf(end);
        assertThat(from).as(start).isNotNegative().isLessThan(to);
        return page.substring(0, from + start.length()) + text + page.substring(to);
    }

    private static String header(JsonNode component) {
        return "= " + component.get("title").asText() + " Component\n"
                + attribute("doctitle", component.get("title").asText())
                + attribute("shortname", component.get("scheme").asText())
                + attribute("artifactid", component.get("artifactId").asText())
                + attribute("description", component.get("description").asText())
                + attribute("since", component.get("firstVersion").asText())
                + attribute("supportlevel", component.get("supportLevel").asText())
                + ":tabs-sync-option:\n"
                + attribute("component-header", "Both producer and consumer are supported");
    }

    private static String attribute(String name, String value) {
        return ":" + name + ": " + value + "\n";
    }

    /** @param kind of the options that belong into the table */
    private static String table(JsonNode options, String kind) {
        StringBuilder table = new StringBuilder("[width=\"100%\",cols=\"2,5a,^1,2\",options=\"header\"]\n"
                + "|===\n"
                + "| Name | Description | Default | Type\n");
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            JsonNode value = option.getValue();
            if (value.path("kind").asText().equals(kind)) {
                String prefix = value.path("prefix").asText();
                table.append("| *").append(prefix.isEmpty() ? option.getKey() : prefix + "xxx");
                table.append("* (").append(value.path("group").asText()).append(") | ");
                table.append(value.path("required").asBoolean() ? "*Required* " : "");
                table.append(value.path("autowired").asBoolean() ? "*Autowired* " : "");
                table.append(value.path("secret").asBoolean() ? "*Secret* " : "");
                table.append(cell(value)).append(values(value)).append(" | ");
                table.append(value.path("defaultValue").asText()).append(" | ");
                table.append(Catalogue.type(value)).append('\n');
            }
        }
        return table.append("|===\n").toString();
    }

    private static String values(JsonNode option) {
        String values = StreamSupport.stream(option.path("enum").spliterator(), false)
                .map(value -> "* " + value.asText() + "\n")
                .collect(Collectors.joining());
        return values.isEmpty() ? "" : "\n\nEnum values:\n\n" + values;
    }

    private static String headers(JsonNode headers) {
        StringBuilder table = new StringBuilder("[width=\"100%\",cols=\"2,5a,^1,2\",options=\"header\"]\n"
                + "|===\n"
                + "| Name | Description | Default | Type\n");
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            JsonNode value = header.getValue();
            table.append("| ")
                    .append(header.getKey())
                    .append(" (")
                    .append(value.path("group").asText());
            table.append(")\n\nConstant: `")
                    .append(value.path("constantName").asText().replaceAll(".*#", "SmsConstants#"));
            table.append("` | ")
                    .append(cell(value))
                    .append(" |  | ")
                    .append(Catalogue.type(value))
                    .append('\n');
        }
        return table.append("|===\n").toString();
    }

    /** Braces would be attributes of AsciiDoc. */
    private static String cell(JsonNode value) {
        return value.path("description").asText().replace("|", "\\|").replace("{", "\\{");
    }
}
