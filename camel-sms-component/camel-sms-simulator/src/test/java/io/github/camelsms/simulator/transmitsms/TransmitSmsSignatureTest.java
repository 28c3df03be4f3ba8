package io.github.camelsms.simulator.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TransmitSmsSignatureTest {

    @TestFactory
    Stream<DynamicTest> signsLikeTheVectors() throws IOException {
        JsonNode vectors = new JsonMapper().readTree(fixture("callback-signature-vectors.json"));
        assertThat(vectors).isNotEmpty();
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.get("file").asText(), () -> {
                    String query = fixture(vector.get("file").asText());
                    assertThat(TransmitSmsSignature.signed(query))
                            .isEqualTo(vector.get("canonicalJson").asText());
                    assertThat(TransmitSmsSignature.of(
                                    query, vector.get("secret").asText()))
                            .isEqualTo(vector.get("x-transmitsms-signature").asText());
                }));
    }

    @Test
    void aRepeatedNameKeepsItsPlaceAndGetsItsLastValue() {
        assertThat(TransmitSmsSignature.signed("a=1&b=2&&a=3&c")).isEqualTo("{\"a\":\"3\",\"b\":\"2\",\"c\":\"\"}");
    }

    @Test
    void noParametersAreAnEmptyList() {
        assertThat(TransmitSmsSignature.signed("")).isEqualTo("[]");
    }

    @Test
    void escapesAsPhpDoes() {
        assertThat(TransmitSmsSignature.signed("a=%5C%22%2F%08%0C%0A%0D%09%01%1F%7F%C2%80%E2%9C%94"))
                .isEqualTo("{\"a\":\"\\\\\\\"\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\\u0080\\u2714\"}");
    }

    private static String fixture(String file) throws IOException {
        String path = "/fixtures/transmitsms/" + file;
        try (InputStream stream = TransmitSmsSignatureTest.class.getResourceAsStream(path)) {
            assertThat(stream).as(path).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
