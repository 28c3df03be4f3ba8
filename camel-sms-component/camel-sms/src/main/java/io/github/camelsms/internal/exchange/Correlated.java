package io.github.camelsms.internal.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a send remembers of its Exchange for the receipts of its message. Prints names only.
 *
 * @param headers by name
 * @param properties by name
 */
public record Correlated(Map<String, Object> headers, Map<String, Object> properties) {

    private static final Correlated NOTHING = new Correlated(Map.of(), Map.of());

    public Correlated {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Reads the headers and properties of those names; absent ones are left out. */
    public static Correlated read(List<String> names, Exchange exchange) {
        if (names.isEmpty()) {
            return NOTHING;
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : names) {
            put(headers, name, exchange.getMessage().getHeader(name));
            put(properties, name, exchange.getProperty(name));
        }
        return new Correlated(headers, properties);
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** Puts the headers and properties on an Exchange. */
    public void write(Exchange exchange) {
        exchange.getMessage().getHeaders().putAll(headers);
        properties.forEach(exchange::setProperty);
    }

    @Override
    public String toString() {
        return "Correlated[headers=" + headers.keySet() + ", properties=" + properties.keySet() + "]";
    }
}
