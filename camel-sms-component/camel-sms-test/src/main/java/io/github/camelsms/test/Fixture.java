package io.github.camelsms.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.http.HttpResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One body of a gateway's wire protocol, as its file says, and what {@code _manifest.json} beside it says of it.
 *
 * @param file name of the file
 * @param body its bytes
 * @param entry the manifest's words on it: {@code kind}, {@code operation}, {@code httpStatus}, {@code expect} and others
 */
public record Fixture(String file, byte[] body, JsonNode entry) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads folder {@code fixtures/<folder>} of the class path.
     *
     * @throws UncheckedIOException when the manifest or a file that it lists cannot be read
     */
    static List<Fixture> all(ClassLoader classPath, String folder) {
        try {
            List<Fixture> fixtures = new ArrayList<>();
            for (JsonNode entry : JSON.readTree(bytes(classPath, folder, "_manifest.json"))) {
                String file = entry.path("file").asText();
                fixtures.add(new Fixture(file, bytes(classPath, folder, file), entry));
            }
            return fixtures;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] bytes(ClassLoader classPath, String folder, String file) throws IOException {
        String path = "fixtures/" + folder + "/" + file;
        try (InputStream stream = classPath.getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException(path + " is not on the class path");
            }
            return stream.readAllBytes();
        }
    }

    /** {@code request}, {@code response}, {@code webhook} or {@code vectors}. */
    public String kind() {
        return entry.path("kind").asText();
    }

    /** The operation in the gateway's own words, {@code any} or several joined by {@code |}; empty when the manifest has none. */
    public String operation() {
        return entry.path("operation").asText();
    }

    /** Status of a response. */
    public int httpStatus() {
        return entry.path("httpStatus").asInt(200);
    }

    /** Whether the gateway's documents leave the status open, so that nothing may depend on it. */
    public boolean httpStatusAssumed() {
        return entry.path("httpStatusAssumed").asBoolean();
    }

    /** What is to be made of it, by name; an empty node when the manifest does not say. */
    public JsonNode expect() {
        return entry.path("expect");
    }

    /** Whether it is a response that ends in an exception, and not in a state. */
    boolean isRefusal() {
        return expect().has("errorClass") && !expect().has("status");
    }

    boolean isJson() {
        return file.endsWith(".json");
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        }
    }

    HttpResponse under(int status) {
        return new HttpResponse(status, headers(), body);
    }

    Map<String, String> headers() {
        String type = entry.path("contentType").asText();
        return type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
    }

    @Override
    public String toString() {
        return file;
    }
}
