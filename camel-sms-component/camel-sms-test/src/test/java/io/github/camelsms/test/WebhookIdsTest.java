package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids of events are kept in memory, in stores and in logs: each provider's webhooks refuse those that no provider gives. */
class WebhookIdsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LONGEST = "a".repeat(255);

    private static DefaultCamelContext context;
    private static int port;

    /** A webhook with the fields of a call; one of them is an id. */
    private record Hook(String provider, String operation, String id, boolean json, Map<String, Object> fields) {

        String path() {
            return "/" + provider + "/" + operation;
        }

        int call(String value) throws Exception {
            Map<String, Object> sent = new LinkedHashMap<>(fields);
            sent.computeIfPresent("response_id", (name, any) -> UUID.randomUUID());
            sent.put(id, value);
            String address = "http://127.0.0.1:" + port + path() + "?token=t";
            HttpRequest.Builder request;
            if (json) {
                ObjectNode body = MAPPER.valueToTree(sent);
                request = HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
            } else {
                String query = sent.entrySet().stream()
                        .map(field -> field.getKey() + "="
                                + URLEncoder.encode(field.getValue().toString(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "&", ""));
                request = HttpRequest.newBuilder(URI.create(address + query));
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        @Override
        public String toString() {
            return provider + " " + operation + " " + id;
        }
    }

    private static final Map<String, Object> REPLY =
            Map.of("response", "Hi", "response_id", "7", "message_id", "8", "mobile", "61491570156", "is_optout", "no");

    private static final List<Hook> HOOKS = List.of(
            new Hook("2fa-link", "dlr", "request_id", true, Map.of("msisdn", "447700900123", "statuscode", "200")),
            new Hook(
                    "transmitsms",
                    "dlr",
                    "message_id",
                    false,
                    Map.of("mobile", "61491570156", "status", "delivered", "datetime", "2026-09-15 10:30:00")),
            new Hook("transmitsms", "inbound", "response_id", false, REPLY),
            new Hook("transmitsms", "inbound", "message_id", false, REPLY),
            new Hook("telesign", "dlr", "reference_id", true, Map.of("status", Map.of("code", 200))),
            new Hook("2chat", "inbound", "uuid", true, sms()),
            new Hook("2chat", "inbound", "id", true, sms()));

    private static Map<String, Object> sms() {
        return Map.of(
                "direction",
                "inbound",
                "remote_phone_number",
                "+447700900123",
                "channel_phone_number",
                "+447700900900",
                "message",
                Map.of("text", "Hi"));
    }

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
                HOOKS.stream()
                        .collect(Collectors.toMap(Hook::path, hook -> hook, (one, same) -> one))
                        .values()
                        .forEach(hook -> from("sms:" + hook.operation() + "?provider=" + hook.provider() + "&path="
                                        + hook.path() + "&verification=token&webhookVerifyToken=t")
                                .to("mock:events"));
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

    static Stream<Arguments> refused() {
        return HOOKS.stream()
                .flatMap(hook -> Stream.of(
                                LONGEST + "a",
                                "a".repeat(3_000),
                                "a\nb",
                                "a\r\nERROR forged",
                                "a\u0000b",
                                "a\u007Fb",
                                "a\u0085b",
                                "a\u2028b",
                                "a\u202Eb",
                                "a\u200Bb",
                                "\uFEFFa\tb")
                        .map(id -> Arguments.of(hook, id)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("refused")
    void anIdThatNoProviderGivesGets400AndReachesNoRoute(Hook hook, String id) throws Exception {
        MockEndpoint events = context.getEndpoint("mock:events", MockEndpoint.class);
        events.reset();
        try (LogLines log = new LogLines()) {
            assertThat(hook.call(id)).isEqualTo(400);
            assertThat(events.getExchanges()).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("forged") || line.contains("a".repeat(300)));
        }
    }

    static Stream<Arguments> accepted() {
        return HOOKS.stream()
                .flatMap(hook -> Stream.of((hook + LONGEST).substring(0, 255), "id of " + hook, "Ünï/\"'<>;=%0A" + hook)
                        .map(id -> Arguments.of(hook, id)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("accepted")
    void anyOtherIdReachesTheRoute(Hook hook, String id) throws Exception {
        MockEndpoint events = context.getEndpoint("mock:events", MockEndpoint.class);
        events.reset();

        assertThat(hook.call(id)).isEqualTo(200);
        assertThat(events.getExchanges()).hasSize(1);
    }
}
