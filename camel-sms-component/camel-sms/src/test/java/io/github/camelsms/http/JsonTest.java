package io.github.camelsms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static JsonNode object(String json) {
        return Json.object(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    void readsNumbersOutOfText() {
        assertThat(Json.decimal(object("{\"price\": \"0.0512\"}"), "price")).isEqualTo(new BigDecimal("0.0512"));
    }

    /** Written out in full, such a number would fill the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "\"1e33\"", "\"9E+2147483647\""})
    void endlessNumbersAreNoNumbers(String number) {
        JsonNode object = object("{\"price\": " + number + "}");

        assertThat(Json.decimal(object, "price")).isNull();
        assertThat(Json.integer(object, "price")).isNull();
    }

    @Test
    void membersPrintNoSecrets() {
        Map<String, Object> members = Json.members(
                object(
                        "{\"clients\":[{\"id\":7,\"apikey\":\"k3y\",\"apisecret\":\"s3cret\"}],\"api_secret\":\"s3cret\",\"password\":null}"));

        assertThat(members)
                .hasToString("{clients=[{id=7, apikey=***, apisecret=***}], api_secret=***, password=***}")
                .containsEntry("api_secret", "s3cret")
                .isEqualTo(new HashMap<>(members));
    }
}
