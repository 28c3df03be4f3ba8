package io.github.camelsms.internal.exchange;

import java.io.InputStream;
import java.io.Reader;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of the streams and Readers of an exchange. A redelivery brings the same ones back, and a second reading of them would
 * find nothing. Prints without what it holds.
 */
final class ReadStreams {

    private static final String PROPERTY = "CamelSmsReadStreams";

    private final Map<Object, Object> contents;

    private ReadStreams(Map<Object, Object> contents) {
        this.contents = contents;
    }

    /** Whether a second reading finds nothing. */
    static boolean isReadOnce(@Nullable Object value) {
        return value instanceof InputStream || value instanceof Reader;
    }

    /** What was read out of it before; null when it was not read. */
    static @Nullable Object find(Exchange exchange, Object stream) {
        ReadStreams read = exchange.getProperty(PROPERTY, ReadStreams.class);
        return read == null ? null : read.contents.get(stream);
    }

    /** A copy of the exchange may have the same property, so what is there is not changed. */
    static void remember(Exchange exchange, Object stream, Object content) {
        ReadStreams read = exchange.getProperty(PROPERTY, ReadStreams.class);
        Map<Object, Object> contents = read == null ? new IdentityHashMap<>() : new IdentityHashMap<>(read.contents);
        contents.put(stream, content);
        exchange.setProperty(PROPERTY, new ReadStreams(contents));
    }
}
