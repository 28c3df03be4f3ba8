package io.github.camelsms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** The component's entry for Camel's catalogue, as the build made it. */
final class Catalogue {

    private Catalogue() {}

    static JsonNode read() throws IOException {
        try (InputStream json = Catalogue.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            return new ObjectMapper().readTree(json);
        }
    }

    /** The last part of the type's name, without what stands in angle brackets. */
    static String type(JsonNode value) {
        String type = value.path("javaType").asText();
        int generic = type.indexOf('<');
        String raw = generic < 0 ? type : type.substring(0, generic);
        return raw.substring(raw.lastIndexOf('.') + 1);
    }
}
