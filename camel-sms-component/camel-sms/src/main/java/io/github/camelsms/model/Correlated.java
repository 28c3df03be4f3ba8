package io.github.camelsms.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a send remembered of its Exchange. Prints names alone.
 *
 * @param headers by name
 * @param properties by name
 */
@SuppressWarnings("serial") // as serializable as what the route chose to remember
public record Correlated(Map<String, Object> headers, Map<String, Object> properties) implements Serializable {

    public Correlated {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public String toString() {
        return "Correlated[headers=" + headers.keySet() + ", properties=" + properties.keySet() + "]";
    }
}
