package io.github.camelsms.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON bodies, read leniently: gateways write numbers as text and text as numbers. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addModule(new SimpleModule().addAbstractTypeMapping(Map.class, Members.class))
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer();

    private static final int LONGEST_NUMBER = 32;

    private Json() {}

    /** The body as a JSON object in UTF-8, where the last of a repeated member counts; empty for anything else. */
    public static Optional<JsonNode> object(byte[] body) {
        try {
            JsonNode node = READER.readTree(body);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The members of an object as plain values: text, {@code Integer}, {@code Long}, {@code BigInteger}, {@code BigDecimal}, {@code Boolean},
     * null, {@code List} and {@code Map} of these, in their order. The maps print {@code ***} for what is secret by its name.
     */
    public static Map<String, Object> members(JsonNode object) {
        return MAPPER.convertValue(object, Members.class);
    }

    /** A member's text, also of a number; null when it is absent, null, blank or no scalar. */
    public static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual() && !value.isNumber()) {
            return null;
        }
        String text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }

    /** A member's boolean; null when it is anything else. */
    public static @Nullable Boolean flag(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() ? (Boolean) value.asBoolean() : null;
    }

    /** A member's whole number, also out of text; null when there is none. */
    public static @Nullable Integer integer(JsonNode object, String name) {
        BigDecimal number = decimal(object, name);
        try {
            return number == null ? null : (Integer) number.intValueExact();
        } catch (ArithmeticException notWhole) {
            return null;
        }
    }

    /** A member's number, also out of text; null when there is none, or one that would be endless to write out. */
    public static @Nullable BigDecimal decimal(JsonNode object, String name) {
        String text = text(object, name);
        try {
            BigDecimal number = text == null || text.length() > LONGEST_NUMBER ? null : new BigDecimal(text);
            return number == null || Math.abs((long) number.scale()) > LONGEST_NUMBER ? null : number;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** The members as a JSON object in UTF-8, in the order of the map. */
    public static byte[] write(Map<String, ?> members) {
        try {
            return WRITER.writeValueAsBytes(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("no JSON value among the members", impossible);
        }
    }

    /** A route may log a reply that holds keys: whoever wants one of them asks for it by name. */
    private static final class Members extends LinkedHashMap<String, Object> {

        private static final long serialVersionUID = 1;
        private static final Pattern SECRET = Pattern.compile("(?i)secret|password|api_?key");

        @Override
        public String toString() {
            return entrySet().stream()
                    .map(member -> member.getKey() + "="
                            + (SECRET.matcher(member.getKey()).find() ? "***" : member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
