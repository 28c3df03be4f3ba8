package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.Reply;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The two notations of a reply; the request's suffix picks one. */
enum ReplyFormat {
    JSON {
        @Override
        Reply write(int status, Members body) {
            return Reply.json(status, body).withHeader("Content-Type", "application/json; charset=utf-8");
        }
    },
    XML {
        @Override
        Reply write(int status, Members body) {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n");
            element(xml, "response", body.asMap());
            return Reply.text(status, "text/xml; charset=utf-8", xml.toString());
        }
    };

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N}_.-]");
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    abstract Reply write(int status, Members body);

    /** Objects nest, lists repeat {@code item}, null and what is empty is an empty element. */
    private static void element(StringBuilder xml, String name, Object value) {
        StringBuilder content = new StringBuilder();
        if (value instanceof Map<?, ?> members) {
            members.forEach((member, inner) ->
                    element(content, elementName(String.valueOf(member)), inner == null ? "" : inner));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> element(content, "item", item == null ? "" : item));
        } else {
            content.append(escape(value.toString()));
        }
        if (content.isEmpty()) {
            xml.append('<').append(name).append("/>");
        } else {
            xml.append('<')
                    .append(name)
                    .append('>')
                    .append(content)
                    .append("</")
                    .append(name)
                    .append('>');
        }
    }

    /** Members are named by customers too: a field of a list may be called {@code 1st visit}. */
    private static String elementName(String member) {
        String name = NOT_IN_NAMES.matcher(member).replaceAll("_");
        return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "_" + name : name;
    }

    private static String escape(String text) {
        return NOT_IN_XML
                .matcher(text)
                .replaceAll("")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }
}
