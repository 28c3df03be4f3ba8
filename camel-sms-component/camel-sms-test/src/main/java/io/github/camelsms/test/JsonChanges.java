package io.github.camelsms.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Variations of a JSON body. Each is a copy. */
final class JsonChanges {

    private JsonChanges() {}

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With members in every object that no gateway has. */
    static JsonNode withUnknownMembers(JsonNode json) {
        JsonNode copy = json.deepCopy();
        eachObject(copy, object -> {
            object.put("x_conformance_text", "text");
            object.putObject("x_conformance_object").putArray("list").add(1).addNull();
        });
        return copy;
    }

    /** One copy for each member that is a text, and in it that text replaced. */
    static List<JsonNode> withEachText(JsonNode json, String text) {
        List<JsonNode> copies = new ArrayList<>();
        int count = texts(json).size();
        for (int i = 0; i < count; i++) {
            JsonNode copy = json.deepCopy();
            texts(copy).get(i).replaceWith(TextNode.valueOf(text));
            copies.add(copy);
        }
        return copies;
    }

    /** Without the members whose value holds that text. */
    static JsonNode without(JsonNode json, String text) {
        return replaced(json, text, null);
    }

    /** @param value instead of each member whose value holds that text; null to take the member away */
    static JsonNode replaced(JsonNode json, String text, @Nullable JsonNode value) {
        JsonNode copy = json.deepCopy();
        for (Member member :
                members(copy, node -> node.isValueNode() && node.asText().contains(text))) {
            if (value == null) {
                member.object().remove(member.name());
            } else {
                member.replaceWith(value);
            }
        }
        return copy;
    }

    /** Every scalar as text. */
    static List<String> scalars(JsonNode json) {
        List<String> found = new ArrayList<>();
        if (json.isValueNode()) {
            found.add(json.asText());
        }
        json.forEach(child -> found.addAll(scalars(child)));
        return found;
    }

    static JsonNode blank() {
        return JsonNodeFactory.instance.textNode(" ");
    }

    private record Member(ObjectNode object, String name) {
        void replaceWith(JsonNode value) {
            object.set(name, value);
        }
    }

    private static List<Member> texts(JsonNode json) {
        return members(json, JsonNode::isTextual);
    }

    private static List<Member> members(JsonNode json, Predicate<JsonNode> wanted) {
        List<Member> found = new ArrayList<>();
        eachObject(
                json,
                object -> object.properties().stream()
                        .filter(member -> wanted.test(member.getValue()))
                        .forEach(member -> found.add(new Member(object, member.getKey()))));
        return found;
    }

    private static void eachObject(JsonNode json, Consumer<ObjectNode> action) {
        json.forEach(child -> eachObject(child, action));
        if (json instanceof ObjectNode object) {
            action.accept(object);
        }
    }
}
