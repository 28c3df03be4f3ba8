package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Json;
import java.util.Optional;

/** In which format the gateway replies; whichever it is, the reply is read into the same tree. */
enum TransmitSmsFormat {
    JSON("json", "application/json") {
        @Override
        Optional<JsonNode> parse(byte[] body) {
            return Json.object(body);
        }
    },
    XML("xml", "text/xml") {
        @Override
        Optional<JsonNode> parse(byte[] body) {
            return TransmitSmsXml.object(body);
        }
    };

    /** What follows the method in the path. */
    final String suffix;

    final String mediaType;

    TransmitSmsFormat(String suffix, String mediaType) {
        this.suffix = suffix;
        this.mediaType = mediaType;
    }

    /** The reply's members; empty for a body in another format, such as a proxy's page. */
    abstract Optional<JsonNode> parse(byte[] body);
}
