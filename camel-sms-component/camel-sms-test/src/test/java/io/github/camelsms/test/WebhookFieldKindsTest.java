package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON of every kind in each field of a webhook: an event or 400, never a failure, and no line of the log that repeats it. */
class WebhookFieldKindsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "447700900123",
            "447700900123.0",
            "4.47700900123E11",
            "1e400",
            "123456789012345678901234567890",
            "1757932200",
            "1757932200000",
            "\"\"",
            "\" \"",
            "\"lighthouse\"",
            "\"lighthouse\\r\\nERROR forged\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"\\u202E447700900123\"",
            "\"+44 7700 900123\"",
            "\"447700900123.0\"",
            "\"00447700900123\"",
            "\"tel:+447700900123\"",
            "\"+65 6123 4567-4568\"",
            "\"0000-00-00T00:00:00Z\"",
            "\"9999-12-31T23:59:59+18:00\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"15/09/2026 10:30\"",
            "\"NaN\"",
            "[]",
            "[\"lighthouse\"]",
            "[\"447700900123\",\"447700900124\"]",
            "{}",
            "{\"lighthouse\":{\"lighthouse\":[null]}}");

    private static final Map<String, String> CALLS = Map.of(
            "/2fa-link",
            "{\"request_id\":\"R-1\",\"sender\":\"Acme\",\"msisdn\":\"447700900123\",\"status\":\"SMS delivered\","
                    + "\"statuscode\":\"701\",\"price\":\"0.05\",\"timestamp\":\"2026-09-15T10:30:00+00:00\"}",
            "/telesign",
            "{\"reference_id\":\"0123456789ABCDEF\",\"sub_resource\":\"sms\",\"errors\":[],\"status\":{\"code\":200,"
                    + "\"description\":\"Delivered\",\"updated_on\":\"2026-09-15T10:30:07Z\"},\"price\":\"0.1\"}",
            "/2chat",
            "{\"uuid\":\"MSG-1\",\"direction\":\"inbound\",\"remote_phone_number\":\"+447700900123\","
                    + "\"channel_phone_number\":\"+447700900456\",\"message\":{\"text\":\"Hi\"},"
                    + "\"created_at\":\"2026-09-15T10:34:02Z\"}");

    private static final Queue<Object> EVENTS = new ConcurrentLinkedQueue<>();

    private static DefaultCamelContext context;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ServerPort.assumeServer();
        port = ServerPort.free();
        context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("camel.server.host", "127.0.0.1");
        context.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String path : CALLS.keySet()) {
                    from("sms:" + (path.equals("/2chat") ? "inbound" : "dlr") + "?provider=" + path.substring(1)
                                    + "&path=" + path + "&verification=none")
                            .process(
                                    exchange -> EVENTS.add(exchange.getMessage().getBody()));
                }
            }
        });
        context.start();
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.stop();
        }
    }

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    /** Each field of each call, those of its objects included. */
    static Stream<Arguments> fields() throws Exception {
        Stream.Builder<Arguments> fields = Stream.builder();
        for (Map.Entry<String, String> call : CALLS.entrySet()) {
            JsonNode body = MAPPER.readTree(call.getValue());
            body.fieldNames().forEachRemaining(name -> {
                fields.add(Arguments.of(call.getKey(), name, null));
                body.get(name)
                        .fieldNames()
                        .forEachRemaining(inner -> fields.add(Arguments.of(call.getKey(), name, inner)));
            });
        }
        return fields.build();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("fields")
    void aFieldOfAnyKindIsReadOrRefused(String path, String field, String inner) throws Exception {
        try (LogLines log = new LogLines()) {
            for (String value : VALUES) {
                ObjectNode body = (ObjectNode) MAPPER.readTree(CALLS.get(path));
                ObjectNode holder = inner == null ? body : (ObjectNode) body.get(field);
                holder.putRawValue(
                        inner == null ? field : inner, new com.fasterxml.jackson.databind.util.RawValue(value));
                String sent = MAPPER.writeValueAsString(body);
                int status = HTTP.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(sent))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();

                assertThat(status).as(sent).isIn(200, 400);
            }
            assertThat(log.lines()).allSatisfy(line -> {
                assertThat(line).hasSizeLessThanOrEqualTo(500).doesNotContain("lighthouse", "forged", "7009001");
                assertThat(line.chars()).noneMatch(Character::isISOControl);
            });
        }
        assertThat(EVENTS).allSatisfy(event -> {
            assertMeant(event instanceof DeliveryReceipt receipt ? receipt.to() : ((InboundSms) event).from());
        });
    }

    /** Nobody else's number. */
    private static void assertMeant(Msisdn number) {
        if (number != null) {
            assertThat(number.e164()).isIn("+447700900123", "+1757932200", "+1757932200000");
        }
    }
}
