package io.github.camelsms.simulator.telesign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TelesignCallbackSignatureTest {

    @TestFactory
    Stream<DynamicTest> signsLikeTheVectors() throws IOException {
        JsonNode root = new JsonMapper().readTree(fixture("callback-signature-vectors.json"));
        assertThat(root.get("vectors")).isNotEmpty();
        return StreamSupport.stream(root.get("vectors").spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(
                        vector.get("file").asText(),
                        () -> assertThat(TelesignAuthentication.sign(
                                        fixture(vector.get("file").asText()),
                                        root.get("apiKey").asText()))
                                .isEqualTo(vector.get("signature").asText())));
    }

    private static byte[] fixture(String file) throws IOException {
        String path = "/fixtures/telesign/" + file;
        try (InputStream stream = TelesignCallbackSignatureTest.class.getResourceAsStream(path)) {
            assertThat(stream).as(path).isNotNull();
            return stream.readAllBytes();
        }
    }
}
