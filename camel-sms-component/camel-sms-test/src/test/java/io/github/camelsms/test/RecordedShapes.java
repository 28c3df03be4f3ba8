package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Compares a reply with one that was recorded: the same members of the same types, whatever their values. */
final class RecordedShapes {

    private RecordedShapes() {}

    static String fixture(String path) {
        try (InputStream file =
                Objects.requireNonNull(RecordedShapes.class.getResourceAsStream("/fixtures/" + path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null goes with every type, an empty array too, as it may stand for an empty object; of an array the first row counts. */
    static void assertSameJson(String recorded, String actual) {
        assertSame("", Wire.json(recorded), Wire.json(actual));
    }

    private static void assertSame(String path, JsonNode recorded, JsonNode actual) {
        if (recorded.isNull() || actual.isNull() || isEmptyArray(recorded) || isEmptyArray(actual)) {
            return;
        }
        assertThat(actual.getNodeType()).as("type of %s", path).isEqualTo(recorded.getNodeType());
        if (recorded.isObject()) {
            List<String> names = new ArrayList<>();
            actual.fieldNames().forEachRemaining(names::add);
            List<String> expected = new ArrayList<>();
            recorded.fieldNames().forEachRemaining(expected::add);
            assertThat(names).as("members of %s", path).containsExactlyInAnyOrderElementsOf(expected);
            expected.forEach(name -> assertSame(path + "/" + name, recorded.get(name), actual.get(name)));
        } else if (recorded.isArray()) {
            assertSame(path + "/0", recorded.get(0), actual.get(0));
        }
    }

    private static boolean isEmptyArray(JsonNode node) {
        return node.isArray() && node.isEmpty();
    }

    static boolean exists(String path) {
        return RecordedShapes.class.getResource("/fixtures/" + path) != null;
    }

    /** The same elements; of repeated ones the first counts. */
    static void assertSameXml(String recorded, String actual) {
        assertSame("", root(recorded), root(actual));
    }

    private static void assertSame(String path, Element recorded, Element actual) {
        assertThat(actual.getTagName()).as("element in %s", path).isEqualTo(recorded.getTagName());
        List<Element> expected = children(recorded);
        List<Element> found = children(actual);
        if (expected.isEmpty() || found.isEmpty()) {
            return;
        }
        assertThat(found.stream().map(Element::getTagName).distinct())
                .as("elements of %s/%s", path, recorded.getTagName())
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Element::getTagName).distinct().toList());
        for (Element child : expected) {
            assertSame(
                    path + "/" + recorded.getTagName(),
                    first(expected, child.getTagName()),
                    first(found, child.getTagName()));
        }
    }

    private static Element first(List<Element> elements, String name) {
        return elements.stream()
                .filter(element -> element.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static Element root(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (Exception unreadable) {
            throw new AssertionError("Not XML: " + xml, unreadable);
        }
    }
}
