package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML form of a reply into the tree that its JSON form gives. XML does not say what is a number, and writes null,
 * empty text and an empty array alike: members are told by their names and by how their text looks. Takes no document type and no entity
 * but the five of XML itself.
 */
final class TransmitSmsXml {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final XMLInputFactory READERS = readers();
    private static final int DEEPEST = 32;

    /** Members that are arrays even when they hold one item or none. */
    private static final Set<String> ARRAYS = Set.of(
            "clients",
            "fails",
            "keywords",
            "list_ids",
            "lists",
            "members",
            "messages",
            "numbers",
            "optouts",
            "recipients",
            "records",
            "responses",
            "transactions");

    /** Members that people or accounts write: text, whatever it looks like. */
    private static final Set<String> TEXTS = Set.of(
            "apikey",
            "apisecret",
            "caller_id",
            "code",
            "contact",
            "description",
            "email",
            "first_name",
            "firstname",
            "keyword",
            "last_name",
            "lastname",
            "member_message",
            "members_message",
            "message",
            "name",
            "original_message",
            "reference",
            "response",
            "value",
            "welcome_message");

    private static final String FIELDS = "fields";
    private static final String ITEM = "item";
    /** As JSON writes numbers; one with a leading zero is a text of digits. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");

    private TransmitSmsXml() {}

    private static XMLInputFactory readers() {
        XMLInputFactory factory =
                XMLInputFactory.newDefaultFactory(); // the platform's own, whatever is on the class path
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** The members of the root element; empty for any other document. */
    static Optional<JsonNode> object(byte[] body) {
        try {
            XMLStreamReader xml = READERS.createXMLStreamReader(new ByteArrayInputStream(body));
            if (nextTag(xml) != XMLStreamConstants.START_ELEMENT
                    || !xml.getLocalName().equals("response")) {
                return Optional.empty();
            }
            JsonNode root = element(xml, "response", 0);
            return root.isObject() && nextTag(xml) == XMLStreamConstants.END_DOCUMENT
                    ? Optional.of(root)
                    : Optional.empty();
        } catch (XMLStreamException unreadable) {
            return Optional.empty();
        }
    }

    private static int nextTag(XMLStreamReader xml) throws XMLStreamException {
        int event = xml.next();
        while (event == XMLStreamConstants.COMMENT
                || event == XMLStreamConstants.SPACE
                || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
            event = xml.next();
        }
        return event;
    }

    private record Child(String name, JsonNode value) {}

    /** The value of the element that has just begun; the reader then stands at its end. */
    private static JsonNode element(XMLStreamReader xml, String name, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("too deep");
        }
        StringBuilder text = new StringBuilder();
        List<Child> children = new ArrayList<>();
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String child = xml.getLocalName();
                    JsonNode value = element(xml, name.equals(FIELDS) ? "value" : child, depth + 1);
                    children.add(new Child(child, value));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    // says nothing
                }
                default -> throw new XMLStreamException("unexpected " + event);
            }
            event = xml.next();
        }
        return children.isEmpty() ? scalar(name, text.toString()) : composed(name, children);
    }

    private static JsonNode composed(String name, List<Child> children) {
        boolean alike = children.stream().map(Child::name).distinct().count() == 1;
        boolean items = alike && children.get(0).name().equals(ITEM);
        // Older pages repeat the member's own element without any item in between.
        if (items || alike && (children.size() > 1 || ARRAYS.contains(name))) {
            ArrayNode array = NODES.arrayNode(children.size());
            children.forEach(child -> array.add(child.value()));
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (Child child : children) {
            JsonNode before = object.get(child.name());
            if (before == null) {
                object.set(child.name(), child.value());
            } else if (before instanceof ArrayNode array) {
                array.add(child.value());
            } else {
                object.set(child.name(), NODES.arrayNode().add(before).add(child.value()));
            }
        }
        return object;
    }

    private static JsonNode scalar(String name, String text) {
        if (text.isBlank()) {
            return ARRAYS.contains(name) || name.equals(FIELDS) ? NODES.arrayNode() : NODES.nullNode();
        }
        if (TEXTS.contains(name)) {
            return NODES.textNode(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (!NUMBER.matcher(text).matches()) {
            return NODES.textNode(text);
        }
        if (text.indexOf('.') >= 0) {
            return NODES.numberNode(new BigDecimal(text));
        }
        long number = Long.parseLong(text);
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }
}
