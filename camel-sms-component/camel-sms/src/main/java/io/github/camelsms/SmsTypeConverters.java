package io.github.camelsms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.model.SmsRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Converter;

/** Converts what {@code sms:} endpoints take and give to JSON and to {@code Map}; times as ISO 8601 text, absent parts left out. */
@Converter(generateLoader = true)
public final class SmsTypeConverters {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = new JsonMapper();

    private SmsTypeConverters() {}

    @Converter
    public static String toText(SmsRecord value) throws JsonProcessingException {
        return MAPPER.writeValueAsString(value);
    }

    @Converter
    public static byte[] toBytes(SmsRecord value) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(value);
    }

    @Converter
    public static InputStream toStream(SmsRecord value) throws JsonProcessingException {
        return new ByteArrayInputStream(toBytes(value));
    }

    @Converter
    public static Map<String, Object> toMap(SmsRecord value) {
        return MAPPER.convertValue(value, MAP);
    }
}
