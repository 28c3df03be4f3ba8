package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.simulator.RefusedSubmission;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The OpenAPI description that the inbox serves, against what the inbox does. */
class InboxDescriptionTest {

    @Test
    void everyCallAnswersAsDescribed() {
        try (SmsSimulator simulator =
                SmsSimulator.builder().tag("greeting", "text:hello").start()) {
            URI address = URI.create("http://127.0.0.1:" + simulator.port());
            URI webhook = address.resolve("/somewhere"); // answers 404, which is an answer
            simulator.webhook("transmitsms", webhook).replyWebhook("transmitsms", webhook);
            Wire wire = Wire.to(address);
            JsonNode description = wire.get("/inbox/api/openapi.json").json();
            List<String> called = new ArrayList<>();
            description
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(operation -> {
                        SimulatedSends.transmitSms(simulator, "447700900123", SENT);
                        long newest = simulator.inbox().total();
                        called.add(operation.getValue().get("operationId").textValue());
                        String good = path.getKey()
                                .replace("refusals/{number}", "refusals/" + refused(simulator))
                                .replace("webhooks/{id}", "webhooks/" + added(wire))
                                .replace("{number}", String.valueOf(newest))
                                .replace("{handset}", "+447700900123");
                        check(description, operation.getValue(), call(wire, operation.getKey(), good, BODY), 200);
                        String none = path.getKey()
                                .replace("{number}", "999999")
                                .replace("{handset}", "x")
                                .replace("{id}", "999999");
                        check(description, operation.getValue(), call(wire, operation.getKey(), none, "{}"), 0);
                        check(description, operation.getValue(), call(wire, operation.getKey(), good, "[]"), 0);
                        check(
                                description,
                                operation.getValue(),
                                call(wire.with("Origin", "http://x"), operation.getKey(), good, BODY),
                                403);
                        check(
                                description,
                                operation.getValue(),
                                call(wire, operation.getKey(), good + "?state=x&timeout=0&to=1", BODY),
                                0);
                    }));
            assertThat(called)
                    .contains("wait", "code", "codes", "tag", "reply", "follow", "clear", "addWebhook", "removeWebhook")
                    .hasSize(25);
        }
    }

    private static final Map<String, String> SENT =
            Map.of("message", "Hello 123456 [tracked-link]", "tracked_link_url", "https://shop.example/");
    private static final String BODY =
            "{\"text\":\"Thanks\",\"provider\":\"transmitsms\",\"seconds\":0,\"tag\":\"vip\","
                    + "\"url\":\"http://127.0.0.1:1/x\"}";

    /** Whoever does not know the password gets what is described, whatever is called. */
    @Test
    void everyCallAsksForThePassword() {
        try (SmsSimulator simulator =
                SmsSimulator.builder().user("me", "private").start()) {
            Wire wire = Wire.to(URI.create("http://127.0.0.1:" + simulator.port()));
            JsonNode description = wire.with("Authorization", Wire.basic("me", "private"))
                    .get("/inbox/api/openapi.json")
                    .json();
            description
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation -> check(
                                    description,
                                    operation.getValue(),
                                    call(wire, operation.getKey(), path.getKey().replaceAll("[{}]", ""), BODY),
                                    401)));
        }
    }

    /** Id of a webhook. */
    private static String added(Wire wire) {
        return call(wire, "post", "/inbox/api/webhooks", BODY).json().get("id").textValue();
    }

    /** Number of a refusal. */
    private static long refused(SmsSimulator simulator) {
        Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic("0123456789abcdef0123456789abcdef", "s3cr3t-Example"))
                .post("/send-sms.json", Wire.form(Map.of("message", "Hello", "to", "447700900906")));
        List<RefusedSubmission> refusals = simulator.inbox().refusals();
        return refusals.get(refusals.size() - 1).number();
    }

    private static Wire.Answer call(Wire wire, String method, String path, String body) {
        return method.equals("post")
                ? wire.with("Content-Type", "application/json").post(path, body)
                : wire.call(method.toUpperCase(Locale.ROOT), path, "");
    }

    /** @param status 0 for any that is described */
    private static void check(JsonNode description, JsonNode operation, Wire.Answer answer, int status) {
        String name = operation.get("operationId").textValue() + " " + answer.status() + " " + answer.body();
        if (status > 0) {
            assertThat(answer.status()).as(name).isEqualTo(status);
        }
        JsonNode described = operation.get("responses").get(String.valueOf(answer.status()));
        assertThat(described).as(name).isNotNull();
        String schema = described.at("/content/application~1json/schema/$ref").textValue();
        JsonNode properties = description.at(schema.substring(1) + "/properties");
        assertThat(names(properties)).as(name).containsAll(names(answer.json()));
        assertThat(names(answer.json()))
                .as(name)
                .containsAll(StreamSupport.stream(
                                description
                                        .at(schema.substring(1) + "/required")
                                        .spliterator(),
                                false)
                        .map(JsonNode::textValue)
                        .toList());
        Stream.of("webhooks", "deliveries")
                .map(answer.json()::path)
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .forEach(item -> assertThat(names(description.at(
                                "/components/schemas/" + (item.has("url") ? "Webhook" : "Delivery") + "/properties")))
                        .containsAll(names(item)));
        Stream.of("messages", "refusals")
                .map(answer.json()::path)
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .forEach(item -> assertThat(names(description.at("/components/schemas/"
                                + (item.get("kind").textValue().equals("refusal") ? "Refusal" : "Message")
                                + "/properties")))
                        .containsAll(names(item)));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
